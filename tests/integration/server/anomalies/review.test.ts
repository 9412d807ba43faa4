/** What the back office makes of a journal after it was pushed. The same in SQLite and PostgreSQL: one file, no server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyAtRest } from '../../../../domain/contract/entry.ts';
import { newcomer, type Operator } from '../../../../domain/people/operator.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { startReviewer } from '../../../../server/anomalies/reviewer.ts';
import { judgeAnomaly, listAnomalies } from '../../../../server/anomalies/shelf.ts';
import { answerChallenge } from '../../../../server/people/one-time-codes.ts';
import {
  joinTill,
  type LooseFact,
  type Office,
  officeMorning,
  openOffice,
  type WireTill,
  wireTill,
} from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const hourMs = 3_600_000;
let directory: string;
let office: Office;
let till: WireTill & { store: string };

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-review-'));
  office = await openOffice({ sqliteFile: join(directory, 'office.db') }, handClock(officeMorning));
  till = await joinTill(office);
  await office.admin.putOperators(till.store, [
    person('1001', 'cashier'),
    person('9001', 'manager'),
  ]);
});
afterEach(async () => {
  await office.close();
  rmSync(directory, { recursive: true, force: true });
});

function person(number: string, role: Operator['role'], more: Partial<Operator> = {}): Operator {
  const pinHash = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g';
  return {
    number,
    name: number,
    role,
    locale: 'en',
    pinHash,
    ...newcomer,
    withdrawn: false,
    ...more,
  };
}

type At = { at?: number; businessDate?: string; operator?: string };

async function push(facts: readonly LooseFact[], where: At = {}): Promise<void> {
  const entries = till.write(facts, { at: office.clock.now(), operator: '1001', ...where });
  expect((await till.call('push', { entries })).status).toBe(200);
}

const review = () => reviewTill(office.store.db, office.clock, till);
const found = async () =>
  (await listAnomalies(office.store.db, { stores: [till.store], limit: 50 })).map(
    ({ anomaly, params, entries }) => ({ anomaly, params, entries }),
  );
const decisions = () =>
  office.store.db
    .selectFrom('decisions')
    .select(['seq', 'kind', 'verdict'])
    .orderBy('seq')
    .execute();
const signedIn = (offline: boolean): LooseFact => ({
  kind: 'signed-in',
  body: {
    role: 'cashier',
    offline,
    steps: [{ step: 'sync', state: 'passed', problems: [], tookMs: 40 }],
  },
});
const signedOut: LooseFact = { kind: 'signed-out', body: { reason: 'operator' } };
const lifted = (by: string | null, challenge?: string): LooseFact => ({
  kind: 'offline-lifted',
  body: { limit: 'days', by, days: 4, unsyncedMinor: 0, ...(challenge && { challenge }) },
});
const alone = (why: string, operator: string, ...entries: number[]) => [
  { anomaly: 'decided-alone', params: { why, operator }, entries },
];

const settled = (by: string): LooseFact => ({
  kind: 'attempt-settled',
  body: {
    attemptId: '0190a1b2-0000-7000-8000-000000000001',
    outcome: 'charged',
    amountMinor: 1_300,
    currency: 'CNY',
    maskedPan: null,
    stan: '000002',
    batch: '000007',
    slip: '0163',
    reason: 'the bank says debited',
    by,
  },
});

describe('a card payment that a manager settled by hand', () => {
  it('stays open until somebody has found it on the statement, and odd where nobody might', async () => {
    await push([signedIn(false), settled('9001')]);
    await review();
    const params = { outcome: 'charged', amount: '13.00', currency: 'CNY', slip: '0163' };
    const waits = { params: { ...params, operator: '9001' }, entries: [2] };
    expect(await found()).toEqual([{ anomaly: 'payment-settled', ...waits }]);
    const [task] = await listAnomalies(office.store.db, { stores: [till.store], limit: 1 });
    expect(task).toMatchObject({ state: 'open' });
    await judgeAnomaly(office.store.db, office.clock, {
      store: till.store,
      till: till.till,
      id: task?.id ?? '',
      state: 'closed',
      by: 'head office',
      note: 'statement line 12',
    });
    await push([settled('1001')]);
    await review();
    const open = await listAnomalies(office.store.db, {
      stores: [till.store],
      limit: 5,
      state: 'open',
    });
    expect(open.map(({ anomaly }) => anomaly).sort()).toEqual(['decided-alone', 'payment-settled']);
  });
});

const takenBack = {
  saleId: '0190a1b2-0000-7000-8000-00000000aaab',
  sku: '1',
  name: { zh: '水', en: 'Water' },
  unit: 'piece',
  quantity: 10_000,
  left: 1_000,
  amountMinor: 9,
};

describe('what a till decided alone', () => {
  it('is marked looked at where nothing is wrong with it', async () => {
    await push([signedIn(true), lifted('9001'), signedIn(false)]);
    expect(await review()).toBe(3);
    expect(await decisions()).toEqual([
      { seq: 1, kind: 'signed-in', verdict: 'fine' },
      { seq: 2, kind: 'offline-lifted', verdict: 'fine' },
    ]);
    expect(await found()).toEqual([]);
  });

  it.each<[string, (gone: Operator) => Promise<unknown>]>([
    ['with a list', (gone) => office.admin.putOperators(till.store, [gone])],
    [
      'by a change of their row',
      async (gone) => {
        const row = await office.admin.findOperator(till.store, gone.number);
        return office.admin.changeOperator(till.store, gone, row?.version ?? null);
      },
    ],
  ])(
    'is told where the operator had been withdrawn %s, and not where that came later',
    async (_, withdraw) => {
      const before = office.clock.now();
      office.clock.advance(hourMs);
      await withdraw(person('1001', 'manager', { withdrawn: true }));
      office.clock.advance(hourMs);
      await push([signedIn(true)], { at: before });
      await push([signedIn(true)]);
      await review();
      expect(await found()).toEqual(alone('withdrawn', '1001', 2));
    },
  );

  it('is told where a right was lent by somebody who has none, whatever the act', async () => {
    const body = { saleId: crypto.randomUUID(), sku: '1', listPriceMinor: 2, priceMinor: 1 };
    await push([
      { kind: 'drawer-opened', body: {} },
      { kind: 'drawer-opened', body: { approvedBy: '9001' } },
    ]);
    await review();
    expect(await found()).toEqual([]);
    await push([{ kind: 'drawer-opened', body: { approvedBy: '1002' } }]);
    await push([{ kind: 'price-overridden', body: { ...body, approvedBy: '1003' } }]);
    await push([{ kind: 'line-taken-back', body: { ...takenBack, approvedBy: '1004' } }]);
    const { saleId } = takenBack;
    const givenUp = { saleId, lines: 1, totalMinor: 9, approvedBy: '1005' };
    await push([{ kind: 'sale-abandoned', body: givenUp }]);
    const cash = { kind: 'cash', amountMinor: 9, tenderedMinor: 9, changeMinor: 0 };
    const part = { saleId, tenderId: saleId, tender: cash, drawer: 'main' };
    const givenBack = { ...part, owedMinor: 9, approvedBy: '1006' };
    await push([{ kind: 'tender-given-back', body: givenBack }]);
    await push([{ kind: 'tender-kept', body: { ...part, reason: 'lost', by: '1007' } }]);
    await review();
    const told = (await found()).map(({ params }) => [params.why, params.operator]);
    expect(told).toContainEqual(['unentitled', '1002']);
    expect(told).toContainEqual(['unentitled', '1003']);
    expect(told).toContainEqual(['unentitled', '1004']);
    expect(told).toContainEqual(['unentitled', '1005']);
    expect(told).toContainEqual(['unentitled', '1006']);
    expect(told).toContainEqual(['unentitled', '1007']);
  });

  it('knows who may, also where nothing else was asked', async () => {
    await push([{ kind: 'line-taken-back', body: { ...takenBack, approvedBy: '9001' } }]);
    await review();
    expect(await found()).toEqual([]);
  });

  it('is told where the secret had been changed at another till, and not where at this one', async () => {
    await push([signedIn(false)]);
    office.clock.advance(hourMs);
    const secretSetAt = office.clock.now();
    await office.admin.putOperators(till.store, [person('1001', 'cashier', { secretSetAt })]);
    office.clock.advance(hourMs);
    await push([signedIn(true)]);
    await review();
    expect(await found()).toEqual(alone('secret', '1001', 2));

    const own = office.clock.now();
    await office.admin.putOperators(till.store, [person('1001', 'cashier', { secretSetAt: own })]);
    await push([{ kind: 'secret-changed', body: { number: '1001' } }]);
    office.clock.advance(hourMs);
    await push([signedIn(true)]);
    await review();
    expect(await found()).toHaveLength(1);
  });

  it('is told where the till itself had been withdrawn', async () => {
    await push([signedIn(true)]);
    await office.admin.revokeTill(till.store, till.till);
    await review();
    expect(await found()).toEqual(alone('revoked', '1001', 1));
  });

  it('is told where whoever lifted the limit is no manager, or the code was never given or given once', async () => {
    await office.store.db
      .updateTable('tills')
      .set({ code_key: Buffer.alloc(32).toString('base64') })
      .execute();
    const challenge = '1004-XVB8-0003';
    const asked = { store: till.store, till: till.till, challenge: '', by: 'head office' };
    await push([lifted('1001')]);
    await push([lifted(null, challenge)]);
    await review();
    expect((await found()).map(({ params }) => params.why).sort()).toEqual([
      'invented',
      'unentitled',
    ]);
    await office.store.db.deleteFrom('anomalies').execute();
    await expect(answerChallenge(office.store.db, office.clock, asked)).rejects.toThrow(
      'bad-request',
    );
    await office.store.db
      .insertInto('code_answers')
      .values({
        store_id: till.store,
        till_id: till.till,
        challenge,
        request: '{}',
        given_at: 0,
        given_by: 'head office',
        used_seq: null,
      })
      .execute();
    await push([lifted(null, challenge)]);
    await review();
    expect(await found()).toEqual([]);
    await push([lifted(null, challenge)]);
    await review();
    expect(await found()).toEqual(alone('reused', '1001', 3, 4));
  });
});

describe('a review', () => {
  it('done again, or cut off and done by another, finds the same once', async () => {
    const moved: LooseFact = { kind: 'clock-moved', body: { direction: 'set-back', byMs: hourMs } };
    await push([signedIn(false), moved]);
    const raised = {
      anomaly: 'clock-moved',
      params: { direction: 'back', minutes: 60 },
      entries: [2],
    };
    await push([{ kind: 'anomaly-raised', body: raised }]);
    await Promise.all([review(), review()]);
    await office.store.db.deleteFrom('reviews').execute();
    await review();
    expect(await found()).toEqual([raised]);
    const rows = await office.store.db.selectFrom('sign_ins').select(['seq', 'opened']).execute();
    expect(rows).toEqual([{ seq: 1, opened: 1 }]);
  });

  it('leaves what a person has closed', async () => {
    await push([lifted('1001')]);
    await review();
    const [one] = await listAnomalies(office.store.db, { stores: [till.store], limit: 1 });
    const judgement = {
      store: till.store,
      till: till.till,
      id: one?.id ?? '',
      by: 'anna',
      note: 'seen to',
    };
    expect(
      await judgeAnomaly(office.store.db, office.clock, { ...judgement, state: 'closed' }),
    ).toBe(true);
    await office.store.db.deleteFrom('reviews').execute();
    await review();
    expect(await listAnomalies(office.store.db, { stores: [till.store], limit: 9 })).toMatchObject([
      { state: 'closed', stateBy: 'anna', note: 'seen to' },
    ]);
    expect(
      await listAnomalies(office.store.db, { stores: [till.store], state: 'open', limit: 9 }),
    ).toEqual([]);
  });

  it('passes over what it cannot read', async () => {
    await push([{ kind: 'from-the-future', body: {} }, lifted('1001')]);
    expect(await review()).toBe(2);
    expect(await found()).toEqual(alone('unentitled', '1001', 2));
  });

  it('tells of a till that was copied', async () => {
    await push([signedIn(false)]);
    const twin = wireTill(office, till.till, till);
    const entries = twin.write([signedIn(true)], { at: office.clock.now(), operator: '1001' });
    expect((await twin.call('push', { entries })).status).toBe(409);
    await review();
    expect(await found()).toEqual([{ anomaly: 'till-cloned', params: { seq: 1 }, entries: [1] }]);
  });

  const id = '0190a1b2-0000-7000-8000-00000000aaaa';
  const overridden = { saleId: id, sku: '1', listPriceMinor: 9, priceMinor: 1, approvedBy: '9001' };
  const paidOut = { drawer: 'main', amountMinor: 100, reasonId: 'errand', reason: '跑腿' };
  const cash = { kind: 'cash', amountMinor: 100, tenderedMinor: 100, changeMinor: 0 };
  const givenBack = { saleId: id, tenderId: id, tender: cash, owedMinor: 100, drawer: 'main' };
  it.each<[string, LooseFact]>([
    ['many-no-sales', { kind: 'drawer-opened', body: {} }],
    ['many-reversals', { kind: 'attempt-reversed', body: { attemptId: id, responseCode: '00' } }],
    ['many-voids', { kind: 'sale-abandoned', body: { saleId: id, lines: 1, totalMinor: 9 } }],
    ['many-voids', { kind: 'line-taken-back', body: takenBack }],
    ['many-discounts', { kind: 'price-overridden', body: overridden }],
    ['many-no-sales', { kind: 'cash-paid-out', body: paidOut }],
    ['many-no-sales', { kind: 'tender-given-back', body: givenBack }],
  ])('compares a date with those before it at the same till: %s', async (anomaly, opened) => {
    const date = (day: number) =>
      `2026-${day < 9 ? 11 : 12}-${String(day < 9 ? 22 + day : day - 8).padStart(2, '0')}`;
    for (let day = 1; day <= 9; day += 1) {
      await push([signedIn(false), sale(day), opened, signedOut], { businessDate: date(day) });
      office.clock.advance(24 * hourMs);
    }
    const many = Array.from({ length: 9 }, () => opened);
    await push([signedIn(false), sale(10), ...many], { businessDate: date(10) });
    await review();
    const entries = Array.from({ length: 9 }, (_, index) => 39 + index);
    const params = { count: 9, usual: 1, businessDate: date(10) };
    expect(await found()).toEqual([{ anomaly, params, entries }]);
  });

  it('names what stands behind a count, less what was undone', async () => {
    for (let day = 1; day <= 8; day += 1) {
      await push([signedIn(false), sale(day)], { businessDate: `2026-11-0${day}` });
    }
    const undone = (act: string, sku: string, more = {}): LooseFact => ({
      kind: 'act-undone',
      body: { saleId: takenBack.saleId, act, sku, amountMinor: 9, ...more },
    });
    const { saleId } = takenBack;
    const changed = { kind: 'price-overridden', body: { ...overridden, saleId } };
    const voided = { kind: 'line-taken-back', body: takenBack };
    const other = { kind: 'line-taken-back', body: { ...takenBack, sku: '2' } };
    const five = <Of>(one: Of) => Array.from({ length: 5 }, () => one);
    const acts = [voided, other, undone('remove', '1', { putBack: true }), ...five(voided)];
    const prices = [changed, undone('override-price', '1'), ...five(changed), reduced(10)];
    await push([signedIn(false), sale(9), ...acts, ...prices], { businessDate: '2026-11-09' });
    await review();
    const usual = { usual: 0, businessDate: '2026-11-09' };
    expect(await found()).toContainEqual({
      anomaly: 'many-voids',
      params: { count: 6, ...usual },
      entries: [20, 22, 23, 24, 25, 26],
    });
    expect(await found()).toContainEqual({
      anomaly: 'many-discounts',
      params: { count: 6, ...usual },
      entries: [29, 30, 31, 32, 33, 34],
    });
  });

  it('runs beside the pushes, begins with what was left, and ends when it is told', async () => {
    await push([lifted('1001')]);
    const faults: unknown[] = [];
    const reviewer = startReviewer(office.store.db, office.clock, (cause) => faults.push(cause));
    let count = 0;
    await until(() => {
      void found().then((all) => {
        count = all.length;
      });
      return count === 1;
    }, 'what was left is reviewed');
    await push([lifted('1001')]);
    reviewer.want(till);
    await reviewer.stop();
    expect(faults).toEqual([]);
  });
});

/** Half of it taken off by hand. */
function reduced(number: number): LooseFact {
  const fact = cashSale(countingIds()(), number, 100);
  if (fact.kind !== 'sale-completed') throw new Error('no sale');
  const discounts = [{ source: 'hand' as const, reason: 'damaged' as const, minor: 100 }];
  const asked = { listPriceMinor: 200, priceMinor: 200, discounts };
  const lines = fact.body.lines.map((line) => ({ ...line, ...asked }));
  const body = { ...fact.body, lines, listMinor: 200, discountMinor: 100 };
  return { kind: fact.kind, body: bodyAtRest({ ...fact, body }) };
}

function sale(number: number): LooseFact {
  const line = {
    line: 1,
    sku: '1',
    barcode: null,
    name: { zh: '水', en: 'Water' },
    unit: 'piece',
    quantity: 1_000,
    listPriceMinor: 100,
    priceMinor: 100,
    taxRate: 0,
    totalMinor: 100,
  };
  return {
    kind: 'sale-completed',
    body: {
      saleId: `0190a1b2-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`,
      number,
      lines: [line],
      pieces: 1,
      listMinor: 100,
      discountMinor: 0,
      totalMinor: 100,
      roundingMinor: 0,
      tax: [{ rate: 0, grossMinor: 100, taxMinor: 0 }],
      tenders: [{ kind: 'cash', amountMinor: 100, tenderedMinor: 100, changeMinor: 0 }],
      voidedLines: 0,
    },
  };
}
