import { describe, expect, it } from 'vitest';
import { countFindings, parseFinding } from '../../../../tools/usb-vm/findings.ts';

const told = (state: 'passed' | 'failed' | 'skipped') =>
  ({ kind: 'test', title: 'a pad answers', state, ms: 1, why: null }) as const;
const begin = (tests: number) => ({ kind: 'begin', tests }) as const;
const end = { kind: 'end' } as const;

describe('the findings of the guest', () => {
  it('count what was told', () => {
    const lines = [begin(3), told('passed'), told('failed'), told('skipped'), end];
    expect(countFindings(lines)).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  it('count a test that was announced and never told as failed', () => {
    expect(countFindings([begin(3), told('passed')])).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('count a machine that said nothing, or did not come to its end, as failed', () => {
    expect(countFindings([]).failed).toBe(1);
    expect(countFindings([begin(1), told('passed')])).toMatchObject({ passed: 1, failed: 1 });
  });

  it('are told from what else comes over the line', () => {
    expect(parseFinding(JSON.stringify(told('passed')))).toEqual(told('passed'));
    for (const noise of ['', '[   12.3] oops', '{"kind":', '{"kind":"other"}']) {
      expect(parseFinding(noise)).toBeNull();
    }
  });
});
