import { describe, expect, it } from 'vitest';
import { locales } from '../../../../domain/basics/languages.ts';
import { bodySchemas } from '../../../../domain/contract/entry.ts';
import { newTillDay } from '../../../../domain/day/day.ts';
import { stepNames } from '../../../../domain/sign-in/steps.ts';
import { problemKinds } from '../../../../domain/words/problem.ts';
import {
  hashPassword,
  passwordFault,
  verifyPassword,
} from '../../../../server/accounts/passwords.ts';
import { accountRoles } from '../../../../server/accounts/role.ts';
import { waitMsAfter } from '../../../../server/accounts/throttle.ts';
import { addDays } from '../../../../server/console/frame/days.ts';
import { momentText, money, withQuery } from '../../../../server/console/frame/page.ts';
import { problemText } from '../../../../server/console/frame/sentences.ts';
import {
  isWord,
  preferredLocale,
  speaker,
  type Word,
} from '../../../../server/console/frame/words.ts';
import { changeText } from '../../../../server/console/reports/takings.ts';
import { barsOf, type Seen, type SignIn, stateOf } from '../../../../server/reports/till-state.ts';

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

describe('The words of the page', () => {
  it.each(locales)('are there in %s for everything that the domain may name', (locale) => {
    const named = [
      ...Object.keys(bodySchemas).map((kind) => `kind.${kind}`),
      ...stepNames.map((step) => `step.${step}`),
      ...accountRoles.map((role) => `role.${role}`),
    ];
    for (const word of named) {
      expect([word, isWord(word)]).toEqual([word, true]);
      expect(speaker(locale)(word as Word)).not.toBe('');
    }
  });

  it.each(locales)('say every problem of a till in %s', (locale) => {
    const place = { currency: 'CNY', zone: 'Asia/Shanghai' };
    for (const kind of problemKinds) {
      const params = { device: 'pin-pad', at: 0, dueMinor: 100, step: 'sync' };
      expect(problemText(locale, { kind, params }, place), kind).not.toBe(kind);
    }
    const refused = { kind: 'sign-in-blocked' as const, params: { step: 'sync' } };
    expect(problemText(locale, refused, place)).toContain(speaker(locale)('step.sync'));
  });
});

describe('A password', () => {
  it.each([
    ['correct horse battery', null],
    ['一二三四五六七八九十百千', null],
    ['elevenchars', 'too-short'],
    ['𝒂𝒃𝒄𝒅𝒆𝒇𝒈𝒉', 'too-short'],
    ['x'.repeat(201), 'too-long'],
    ['abababababab', 'too-simple'],
    ['hello BOSS hello', 'holds-name'],
  ] as const)('"%s": %s', (password, fault) => {
    expect(passwordFault(password, 'boss')).toBe(fault);
  });

  it('is the same from a keyboard that writes wide letters, and unlike its neighbour', async () => {
    const phc = await hashPassword('ｃorrect horse battery', { bytes: (n) => new Uint8Array(n) });
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(await verifyPassword(phc, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(phc, 'correct horse batterz')).toBe(false);
    expect(await verifyPassword(null, '')).toBe(false);
  });
});

describe('Waits and comparisons', () => {
  it('double from the first wrong try too many, up to a quarter of an hour', () => {
    expect([4, 5, 6, 7, 14, 99].map((tries) => waitMsAfter(tries, 4) / 1_000)).toEqual([
      0, 2, 4, 8, 900, 900,
    ]);
  });

  it('are said in percent, and not at all beside nothing', () => {
    expect(changeText(150, 100)).toBe('+50 %');
    expect(changeText(80, 100)).toBe('-20 %');
    expect(changeText(80, 0)).toBe('');
  });

  it('count business dates over months and years', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});
