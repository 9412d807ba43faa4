/** The end of a business date where the day was not the plain one. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInView } from '../../../../domain/contract/ipc.ts';
import type { DayClosedBody } from '../../../../domain/day/facts.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000 });
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const dayMs = 24 * 3_600_000;

async function sellForCash(): Promise<void> {
  await shop.fill();
  await shop.payCash(1_300);
}

/** Whoever is signed in leaves, and `who` comes. */
async function again(who: 'cashier' | 'manager'): Promise<SignInView> {
  await shop.call('till.signOut', {});
  return shop.signIn(who);
}

function problemsOf({ steps }: SignInView): string[] {
  return steps.flatMap(({ problems }) => problems.map(({ kind }) => kind));
}

/** The Z reports written down, in order. */
function closings(): DayClosedBody[] {
  return shop
    .journal()
    .filter(({ kind }) => kind === 'day-closed')
    .map(({ body }) => body as DayClosedBody);
}

function zPapers(): string[] {
  const zReport = speakerIn('zh-CN')('paper.zReport');
  return shop.emulators.control.printer
    .receipts()
    .map(({ lines }) => lines.join('\n'))
    .filter((paper) => paper.includes(zReport));
}

describe('closing the day', () => {
  it('needs no network: the Z is written and printed, the shift is over, and it is sent later', async () => {
    await shop.signIn('manager');
    await sellForCash();
    await shop.office.setReachable(false);
    expect(await closeDay(shop, { 10: 5_130 })).toMatchObject({ differenceMinor: 0 });
    expect(await shop.state()).toMatchObject({ phase: 'closed', operator: null });
    await until(() => zPapers().length === 1, 'the Z is on paper');
    expect(shop.kinds()).toContain('signed-out');

    await shop.office.setReachable(true);
    await shop.call('till.syncNow', {});
    const arrived = await shop.office.entries();
    expect(arrived.map(({ kind }) => kind)).toContain('day-closed');
    expect(arrived).toHaveLength(shop.journal().length);
  });

  it('of yesterday leaves today open, and each Z has its own sales, float and number', async () => {
    await shop.signIn('cashier');
    await sellForCash();
    const { businessDate: yesterday } = await shop.state();
    await shop.call('till.signOut', {});
    // Its clock is the real one, and would contradict ours.
    await shop.office.setReachable(false);
    shop.shiftMs = dayMs;

    expect((await shop.signIn('manager')).verdict).toBe('may-open');
    const { businessDate: today } = await shop.state();
    await sellForCash();
    await sellForCash();
    expect(await shop.call('day.preview', {})).toMatchObject({
      businessDate: yesterday,
      session: 1,
      due: { lines: [{ minor: 50_000 }, { count: 1, minor: 1_300 }, { minor: 0 }] },
    });
    const first = await closeDay(shop, { 10: 5_130 });
    expect(first).toMatchObject({ zNumber: 1, differenceMinor: 0 });
    expect(await shop.state()).toMatchObject({ phase: 'open', unclosedDates: [today] });
    const again = { businessDate: yesterday, reasonId: null, accepts: [] };
    expect(await shop.refusal('day.close', again)).toBe('day-already-closed');

    await sellForCash();
    const second = await closeDay(shop, { 10: 5_130 }, { reasonId: 'unknown' });
    expect(second).toMatchObject({ zNumber: 2, differenceMinor: 51_300 - 50_000 - 3 * 1_300 });
    expect(closings()).toMatchObject([
      { closedDate: yesterday, sales: 1, salesMinor: 1_300, expectedMinor: 51_300 },
      { closedDate: today, sales: 3, salesMinor: 3_900, expectedMinor: 53_900 },
    ]);
    expect(await shop.state()).toMatchObject({ phase: 'closed', unclosedDates: [] });
    await until(() => zPapers().length === 2, 'both are on paper');
  });

  it('of yesterday gives up what waits of yesterday, and leaves what waits of today', async () => {
    await shop.signIn('cashier');
    await sellForCash();
    const { businessDate: yesterday } = await shop.state();
    await shop.call('till.signOut', {});
    await shop.office.setReachable(false);
    shop.shiftMs = dayMs;
    await shop.signIn('cashier');
    const dueMinor = await shop.fill();
    const { id } = await shop.call('basket.view', {});
    await shop.call('till.lock', {});
    await shop.call('till.handOver', {});
    await shop.signIn('manager');
    const { businessDate: today } = await shop.state();
    await closeDay(shop, { 10: 5_130 }, { businessDate: yesterday });
    expect(shop.db.parked.list()).toMatchObject([{ id, businessDate: today }]);
    expect(shop.kinds()).not.toContain('sale-abandoned');
    await shop.call('till.signOut', {});
    await shop.signIn('cashier');
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
  });

  it.each([
    [
      'totals',
      "UPDATE day_totals SET body = json_set(body, '$.figures.cash.minor', 2300)",
      'cash.minor',
    ],
    [
      'hours',
      "UPDATE day_totals SET body = json_set(body, '$.byHourMinor[3]', 7)",
      'byHourMinor.3',
    ],
    ['a date that is gone', 'DELETE FROM day_totals', 'entries'],
    ['sales', 'UPDATE sales SET total_minor = total_minor + 1000', 'sale 1'],
    ['a sale that is gone', 'DELETE FROM sales', 'sales'],
    ['attempts', "UPDATE attempts SET state = 'declined'", 'attempts'],
  ])(
    'stops at kept figures that are not the journal’s until a manager has them worked out again: %s',
    async (_, statement, what) => {
      await shop.signIn('manager');
      await sellForCash();
      await shop.fill();
      expect((await shop.payCard())?.stage).toBe('approved');
      const { businessDate } = await shop.call('day.preview', {});
      const { totals } = await shop.call('report.x', {});
      await shop.call('day.count', { businessDate, denominations: { 100: 513 } });
      const other = new Database(join(shop.directory, databaseName));
      other.exec(statement);
      other.close();

      const close = { businessDate, reasonId: null, accepts: ['hour' as const] };
      for (const [channel, input] of [
        ['report.x', {}],
        ['report.printX', {}],
        ['day.preview', {}],
        ['day.close', close],
      ] as const) {
        const refused = shop.call(channel, input);
        await expect(refused, channel).rejects.toMatchObject({
          kind: 'totals-differ',
          params: { businessDate, what },
        });
      }
      expect(closings()).toEqual([]);
      expect(problemsOf(await again('cashier'))).toContain('totals-differ');
      expect(await shop.refusal('day.refold', { businessDate })).toBe('not-permitted');

      await again('manager');
      await shop.call('day.refold', { businessDate });
      await shop.call('day.refold', { businessDate });
      const told = shop.journal().filter(({ kind }) => kind === 'totals-refolded');
      expect(told).toMatchObject([
        { operator: people.manager.number, body: { businessDate, what } },
      ]);
      expect((await shop.call('report.x', {})).totals.figures.cash).toEqual(totals.figures.cash);
      const { differenceMinor } = await shop.call('day.close', close);
      expect(differenceMinor).toBe(0);
      expect(closings()).toMatchObject([{ expectedMinor: 51_300, sales: 2 }]);
    },
  );

  it('stops with the number of the entry where the journal itself was changed', async () => {
    await shop.signIn('manager');
    await sellForCash();
    const { businessDate } = await shop.call('day.preview', {});
    const seq = shop.journal().find(({ kind }) => kind === 'sale-completed')?.seq;
    const other = new Database(join(shop.directory, databaseName));
    other.exec(`DROP TRIGGER journal_never_changes;
      UPDATE journal SET body = replace(body, '1300', '1400') WHERE seq = ${seq}`);
    other.close();
    for (const channel of ['day.preview', 'report.x'] as const) {
      const refused = shop.call(channel, {});
      await expect(refused).rejects.toMatchObject({ kind: 'journal-broken', params: { seq } });
    }
    expect(await shop.refusal('day.refold', { businessDate })).toBe('journal-broken');
  });

  it('counts one float and the cash of every cashier, however often they came and went', async () => {
    await shop.signIn('technician');
    await shop.call('till.signOut', {});
    for (const who of ['cashier', 'other', 'cashier'] as const) {
      expect((await shop.signIn(who)).verdict).toBe('may-open');
      await sellForCash();
      await shop.call('till.signOut', {});
    }
    await shop.signIn('manager');
    await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
    const { totals } = await shop.call('report.x', {});
    expect(totals).toMatchObject({
      figures: {
        float: { minor: 50_000 },
        cash: { count: 3, minor: 3_900 },
        card: { count: 1, minor: 1_300 },
      },
      operators: ['1001', '1002', '7001', '9001'],
    });
    expect(shop.kinds().filter((kind) => kind === 'float-counted')).toHaveLength(1);
    expect(await closeDay(shop, { 100: 539 })).toMatchObject({ differenceMinor: 0 });
  });

  it('goes on without paper; the cashier is told', async () => {
    await shop.signIn('manager');
    await sellForCash();
    await until(() => shop.kinds().includes('receipt-printed'), 'the receipt is printed');
    shop.emulators.control.printer.setPaper('out');
    await closeDay(shop, {}, { reasonId: 'unknown' });
    await until(() => shop.notices().includes('printer-paper-out'), 'the cashier is told');
    expect((await shop.state()).phase).toBe('closed');
    expect(closings()[0]).toMatchObject({ differenceMinor: -51_300, reason: '原因不明' });
  });
});
