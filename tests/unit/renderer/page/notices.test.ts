import { beforeEach, describe, expect, it } from 'vitest';
import {
  dismissNotice,
  isPassing,
  notify,
  tellUnusedScan,
  useNotices,
} from '../../../../renderer/page/notices.ts';

const paper = { kind: 'printer-paper-out', params: { device: 'printer' } } as const;

beforeEach(() => {
  while (useNotices.getState().length > 0) dismissNotice();
});

describe('notices', () => {
  it('say the same once, and how often', () => {
    notify(paper);
    tellUnusedScan();
    notify(paper);
    expect(useNotices.getState().map(({ problem, times }) => [problem.kind, times])).toEqual([
      ['scan-not-used', 1],
      ['printer-paper-out', 2],
    ]);
  });

  it('of two devices are two', () => {
    notify(paper);
    notify({ ...paper, params: { device: 'printer-2' } });
    expect(useNotices.getState()).toHaveLength(2);
  });

  it('are put away from the one that is shown on, and counted anew afterwards', () => {
    notify(paper);
    tellUnusedScan();
    dismissNotice();
    expect(useNotices.getState().map(({ problem }) => problem.kind)).toEqual(['printer-paper-out']);
    dismissNotice();
    notify(paper);
    expect(useNotices.getState()[0]?.times).toBe(1);
  });

  it('end by themselves where they only answer what somebody did', () => {
    tellUnusedScan();
    notify(paper);
    expect(useNotices.getState().map(isPassing)).toEqual([true, false]);
  });
});
