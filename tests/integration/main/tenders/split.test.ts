/** A sale paid by several tenders, at a real till: in parts, given back, over a lock and a restart; what books and drawer say. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BodyOf } from '../../../../domain/contract/entry.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

/** Of the 13.00 on the counter. */
async function takeCash(partMinor: number): Promise<void> {
  await shop.call('sale.takeCash', { ...(await shop.named('cash')), partMinor });
}
/** Of the apples in `fill`. */
const half = {
  id: 'half',
  name: { zh: '五折', en: 'Half price' },
  from: '2020-01-01',
  until: '2099-12-31',
  skus: ['20012'],
  categories: [],
  rule: { kind: 'percent-off' as const, basisPoints: 5_000 },
  withdrawn: false,
};
const view = () => shop.call('basket.view', {});
const sold = () =>
  shop.journal().findLast(({ kind }) => kind === 'sale-completed')
    ?.body as unknown as BodyOf<'sale-completed'>;
const charged = () => shop.emulators.control.host.books.chargedMinor();

describe('a sale of several tenders', () => {
  it('is even with the last of them, and holds them all', async () => {
    await shop.fill();
    await takeCash(500);
    expect(await view()).toMatchObject({ owedMinor: 800, cashDueMinor: 800 });
    expect((await shop.payCard())?.saleId).toBe(sold().saleId);
    expect(sold()).toMatchObject({
      totalMinor: 1_300,
      roundingMinor: 0,
      tenders: [
        { kind: 'cash', amountMinor: 500, takenAs: expect.any(String) },
        { kind: 'card', amountMinor: 800 },
      ],
    });
    expect(charged()).toBe(800);
    const [sale] = await shop.call('sale.recent', {});
    expect(sale).toMatchObject({ tender: 'several', tenderedMinor: 1_300, changeMinor: 0 });
    expect((await view()).taken).toEqual([]);
  });

  it('by card first, then in cash with change, rounds only the cash', async () => {
    await shop.call('basket.scan', { code: codes.apples });
    await shop.call('basket.overridePrice', { line: 1, priceMinor: 1_099, reasonId: null });
    const { totals } = await view();
    expect(totals.dueMinor).toBe(951);
    await shop.payCard('good', undefined, 244);
    expect(await view()).toMatchObject({ owedMinor: 707, cashDueMinor: 710 });
    const done = await shop.payCash(1_000);
    expect(done).toMatchObject({ tender: 'several', changeMinor: 290 });
    expect(sold()).toMatchObject({ totalMinor: 951, roundingMinor: 3 });
    expect(charged()).toBe(244);
  });

  it('whose card is refused goes on in cash', async () => {
    await shop.fill();
    await takeCash(300);
    expect((await shop.payCard('no-funds'))?.stage).toBe('declined');
    expect((await view()).owedMinor).toBe(1_000);
    await shop.payCash(1_000);
    expect(sold().tenders.map(({ kind }) => kind)).toEqual(['cash', 'cash']);
  });

  it('holds its goods until what was taken is given back', async () => {
    await shop.fill();
    await takeCash(300);
    const [part] = (await view()).taken;
    const { saleId } = await shop.named();
    expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('sale-half-paid');
    expect(await shop.refusal('basket.remove', { line: 1 })).toBe('sale-half-paid');
    expect(await shop.refusal('basket.abandon', { saleId })).toBe('sale-half-paid');
    expect(await shop.refusal('till.signOut', {})).toBe('basket-open');
    const giving = { saleId, tenderId: part?.id ?? '', reasonId: 'typed' };
    expect(await shop.call('sale.giveBack', giving)).toEqual({ confirmed: true });
    expect(await shop.refusal('sale.giveBack', giving)).toBe('sale-changed');
    await shop.call('basket.scan', { code: codes.water });
    expect((await view()).owedMinor).toBe(1_650);
  });

  it('gives cash back by whoever may open the drawer, with a reason; a card by anybody', async () => {
    await shop.call('till.signOut', {});
    await shop.signIn('cashier');
    await shop.fill();
    await takeCash(300);
    await shop.payCard('good', undefined, 800);
    const { taken, id: saleId } = await view();
    const [cash, card] = taken.map(({ id }) => ({ saleId, tenderId: id, reasonId: 'typed' }));
    if (!cash || !card) throw new Error('two parts');
    const gone = { ...cash, reasonId: 'gone' };
    expect(await shop.refusal('sale.giveBack', gone)).toBe('reason-gone');
    expect(await shop.refusal('sale.giveBack', cash)).toBe('approval-needed');
    expect((await view()).taken).toHaveLength(2);
    const { number, pin } = people.manager;
    await shop.call('sale.giveBack', cash, { number, pin });
    await shop.call('sale.giveBack', card);
    const why = { reasonId: 'typed', reason: '金额输错' };
    const given = shop.journal().filter(({ kind }) => kind === 'tender-given-back');
    expect(given).toMatchObject([{ body: { ...why, approvedBy: number } }, { body: why }]);
    expect(given[1]?.body).not.toHaveProperty('approvedBy');
  });

  it('gives a card back by taking its money back', async () => {
    await shop.fill();
    expect(await shop.payCard('good', undefined, 800)).toMatchObject({
      stage: 'approved',
      saleId: null,
    });
    expect(charged()).toBe(800);
    const { taken, id: saleId } = await view();
    const giving = { saleId, tenderId: taken[0]?.id ?? '', reasonId: 'otherwise' };
    await shop.call('sale.giveBack', giving);
    expect(charged()).toBe(0);
    expect(await view()).toMatchObject({ taken: [], owedMinor: 1_300 });
    expect((await shop.state()).openAttempts).toBe(0);
    expect(shop.kinds().slice(-3)).toEqual([
      'attempt-reversing',
      'tender-given-back',
      'attempt-reversed',
    ]);
  });

  it('owes a card again that the host does not take back, and takes cash for it meanwhile', async () => {
    const { control } = shop.emulators.control.host;
    await shop.fill();
    await shop.payCard('good', undefined, 800);
    control.always('decline', { for: 'reversal', code: '96' });
    const { taken, id: saleId } = await view();
    const giving = { saleId, tenderId: taken[0]?.id ?? '', reasonId: 'otherwise' };
    expect(await shop.call('sale.giveBack', giving)).toEqual({ confirmed: false });
    expect((await view()).owedMinor).toBe(1_300);
    expect((await shop.state()).openAttempts).toBe(1);
    await shop.payCash(1_300);
    control.behave();
    await shop.call('attempt.resolve', {});
    expect(charged()).toBe(0);
  });

  it('takes no more than is owed, and no part that is all of it', async () => {
    await shop.fill();
    const named = await shop.named('cash');
    const over = { ...named, partMinor: 1_300 };
    expect(await shop.refusal('sale.takeCash', over)).toBe('tender-over-owed');
    expect(await shop.refusal('sale.takeCash', { ...named, partMinor: 105 })).toBe(
      'cash-not-in-coins',
    );
    const moreByCard = { ...named, partMinor: 1_301 };
    expect(await shop.refusal('sale.payCard', moreByCard)).toBe('tender-over-owed');
    expect(await shop.refusal('sale.takeCash', { ...named, amountMinor: 1, partMinor: 1 })).toBe(
      'sale-changed',
    );
    expect((await view()).taken).toEqual([]);
  });

  it('stays on the counter for whoever takes the till over', async () => {
    await shop.fill();
    await takeCash(300);
    await shop.call('till.lock', {});
    await shop.call('till.handOver', {});
    await shop.signIn('cashier');
    expect(await view()).toMatchObject({ owedMinor: 1_000 });
    expect((await shop.state()).parked).toBe(0);
    await shop.payCash(1_000);
    expect(sold()).toMatchObject({ totalMinor: 1_300 });
  });

  it('costs what it did when its first part was taken, whatever promotions a restart brings', async () => {
    await shop.fill();
    const discount = { by: { minor: 100 }, reasonId: 'damaged' } as const;
    await shop.call('basket.discount', { line: 1, discount });
    const before = await view();
    await takeCash(300);
    const { owedMinor } = await view();
    await shop.unplugTill();
    await shop.office.admin.putPromotions(shop.office.store, [half]);
    expect(await shop.boot()).toBeNull();
    await shop.signIn('manager');
    expect(shop.db.promotions.list().map(({ id }) => id)).toContain(half.id);
    const { lines, totals, ...after } = await view();
    expect({ lines, totals }).toEqual({ lines: before.lines, totals: before.totals });
    expect(after.owedMinor).toBe(owedMinor);
    await shop.payCash(after.cashDueMinor);
    expect(sold()).toMatchObject({ totalMinor: before.totals.dueMinor, roundingMinor: 0 });
  });

  it('stands half paid after a crash; drawer, X, Z and back office agree before and after', async () => {
    await shop.fill();
    await takeCash(300);
    const half = await shop.call('report.x', {});
    expect(half.totals.figures.cashHeld).toEqual({ count: 1, minor: 300 });
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    await shop.signIn('manager');
    expect(await view()).toMatchObject({ owedMinor: 1_000, taken: [{ tender: { kind: 'cash' } }] });
    await shop.payCash(1_000);
    const { totals } = await shop.call('report.x', {});
    expect(totals.figures).toMatchObject({
      cash: { count: 2, minor: 1_300 },
      cashHeld: { count: 0, minor: 0 },
    });
    const z = await closeDay(shop, { 10000: 5, 100: 13 });
    expect(JSON.stringify(z.paper)).not.toContain('未结单现金');
    const closed = shop.journal().findLast(({ kind }) => kind === 'day-closed');
    expect(closed?.body).toMatchObject({ expectedMinor: 51_300, differenceMinor: 0 });
    expect(people.manager.number).toBe(closed?.operator);
  });
});
