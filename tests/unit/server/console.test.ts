import { describe, expect, it } from 'vitest';
import { newTillDay } from '../../../domain/day.ts';
import { momentText, money, withQuery } from '../../../server/console/page.ts';
import { barsOf, type Seen, stateOf } from '../../../server/console/till-state.ts';
import { preferredLocale, speaker } from '../../../server/console/words.ts';
import type { SignIn } from '../../../server/store/project.ts';

const today = '2026-11-22';
const yesterday = '2026-11-21';
const signIn: SignIn = {
  at: 1,
  businessDate: today,
  operator: '1001',
  opened: true,
  offline: false,
  steps: [
    { step: 'operator', state: 'passed', problems: [], tookMs: 1 },
    { step: 'sync', state: 'warned', problems: [], tookMs: 1 },
  ],
};
const open = { ...newTillDay, state: 'open', businessDate: today } as const;
const closed = { ...newTillDay, businessDate: today } as const;
const seen: Seen = { joined: true, day: open, signIn: { ...signIn, steps: [] }, refusal: null };
const refusal = { at: 1, seq: 9, why: 'gap', acknowledged: 3 };

describe('The state of a till in one word', () => {
  const cases: [string, Partial<Seen>, string, string][] = [
    ['before it joined', { joined: false }, 'not-enrolled', 'none'],
    ['with its gate open', {}, 'open', 'good'],
    ['open with a step that needs a look', { signIn }, 'open-warned', 'warn'],
    ['opened without a network', { signIn: { ...signIn, offline: true } }, 'offline', 'warn'],
    ['with its journal refused', { refusal }, 'refused', 'bad'],
    ['locked', { day: { ...open, state: 'locked' } }, 'locked', 'none'],
    ['open since yesterday', { day: { ...open, businessDate: yesterday } }, 'late', 'warn'],
    ['signed out', { day: closed }, 'left', 'none'],
    ['closed by a Z', { day: { ...closed, lastClosedDate: today } }, 'closed', 'none'],
    ['stopped by a step', { day: closed, signIn: { ...signIn, opened: false } }, 'blocked', 'bad'],
    [
      'not seen today',
      { day: closed, signIn: { ...signIn, businessDate: yesterday } },
      'absent',
      'none',
    ],
    ['never seen', { day: newTillDay, signIn: null }, 'absent', 'none'],
  ];
  it.each(cases)('%s', (_, change, word, tone) => {
    expect(stateOf({ ...seen, ...change }, today)).toMatchObject({ word, tone });
  });

  it('names the step that needs a look', () => {
    expect(stateOf({ ...seen, signIn }, today).step).toBe('sync');
  });

  it('draws eight bars, and none of yesterday', () => {
    const states = (of: SignIn | null) => barsOf(of, today).map(({ state }) => state);
    expect(states(signIn)).toEqual([
      'passed',
      ...Array.from({ length: 3 }, () => 'waiting'),
      'warned',
      ...Array.from({ length: 3 }, () => 'waiting'),
    ]);
    expect(states({ ...signIn, businessDate: yesterday })).toEqual(states(null));
    expect(states(null)).toHaveLength(8);
  });
});

describe('The language of the page', () => {
  it.each([
    ['', 'zh-CN'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['de,en;q=0.5,zh;q=0.7', 'zh-CN'],
    ['en;q=0,zh', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['en;q=x', 'en'],
  ])('of a browser that asks for "%s" is %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });

  it('fills in what a sentence leaves open', () => {
    expect(speaker('en')('state.refused', { seq: 40117 })).toBe('Journal refused at #40117');
    expect(speaker('zh-CN')('operator', { number: '1001' })).toBe('工号 1001');
  });
});

describe('Amounts, times and addresses', () => {
  it('are written by the currency, the wall clock and the language', () => {
    expect(money(123_450, 'CNY', 'zh-CN')).toBe('¥1,234.50');
    expect(money(1_234, 'JPY', 'en')).toBe('¥1,234');
    expect(money(-5, 'CNY', 'en')).toBe('-¥0.05');
    const at = Date.UTC(2026, 10, 22, 1, 6);
    expect(momentText(at, at, 'Asia/Shanghai', '—')).toBe('09:06');
    expect(momentText(at - 24 * 3_600_000, at, 'Asia/Shanghai', '—')).toBe('11-21 09:06');
    expect(momentText(null, at, 'Asia/Shanghai', '—')).toBe('—');
  });

  it('keep the other parts of a query', () => {
    expect(withQuery('/sales?date=2026-11-22&lang=en', 'lang', 'zh-CN')).toBe(
      '/sales?date=2026-11-22&lang=zh-CN',
    );
    expect(withQuery('/?still=1', 'still', null)).toBe('/');
  });
});
