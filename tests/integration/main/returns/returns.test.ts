/** Goods come back: at what was paid for them, never more than was sold, allowed, paid out, and in all books. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BodyOf } from '../../../../domain/contract/entry.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

const sales = () =>
  shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .map(({ body }) => body as BodyOf<'sale-completed'>);
const soldLast = () => {
  const sale = sales().at(-1);
  if (!sale) throw new Error('nothing sold');
  return sale;
};

/** Sells what `fill` puts on the counter. */
async function sell() {
  await shop.payCash((await shop.fill()) + 500);
  return soldLast();
}

async function take(of: string, lines: readonly { line: number; quantity: number }[]) {
  const { saleId } = await shop.named();
  const why = lines.map((line) => ({ ...line, reasonId: 'faulty' }));
  return shop.call('returns.take', { saleId, of, lines: why });
}

async function payOut() {
  const { id: saleId, cashDueMinor: amountMinor } = await shop.call('basket.view', {});
  return shop.call('sale.payCash', { saleId, amountMinor, tenderedMinor: 0 });
}

it('are found by their receipt, cost what was paid, and are paid out', async () => {
  const sold = await sell();
  const [first] = sold.lines;
  if (!first) throw new Error('nothing sold');
  expect((await shop.call('returns.list', { businessDate: null }))[0]).toMatchObject({
    saleId: sold.saleId,
    number: sold.number,
    totalMinor: sold.totalMinor,
  });
  const all = sold.lines.map(({ line, quantity }) => ({ line, quantity }));
  await take(sold.saleId, all);
  const paid = await payOut();
  expect(paid).toMatchObject({ totalMinor: -sold.totalMinor, changeMinor: sold.totalMinor });
  const back = soldLast();
  expect(back.totalMinor).toBe(-sold.totalMinor);
  expect(back.tax).toEqual(
    sold.tax.map(({ rate, grossMinor, taxMinor }) => ({
      rate,
      grossMinor: -grossMinor,
      taxMinor: -taxMinor,
    })),
  );
  expect(back.lines[0]).toMatchObject({
    kind: 'return',
    quantity: -first.quantity,
    undoes: { saleId: sold.saleId, line: first.line, number: sold.number },
    reasonId: 'faulty',
  });
  expect((await shop.call('returns.view', { of: sold.saleId })).lines[0]?.left).toBe(0);
  const { totals } = await shop.call('report.x', {});
  expect(totals.figures).toMatchObject({
    sales: { count: 2, minor: 0 },
    returned: { count: sold.lines.length, minor: -sold.totalMinor },
    cash: { count: 2, minor: 0 },
  });
});

it('are no more than was sold, over returns, baskets and a restart', async () => {
  const sold = await sell();
  const line = sold.lines.find(({ unit }) => unit === 'piece');
  if (!line) throw new Error('no pieces');
  const { saleId } = await shop.named();
  const refused = (quantity: number) =>
    shop.refusal('returns.take', {
      saleId,
      of: sold.saleId,
      lines: [{ line: line.line, quantity, reasonId: 'faulty' }],
    });
  expect(await refused(line.quantity + 1_000)).toBe('return-too-many');
  await take(sold.saleId, [{ line: line.line, quantity: line.quantity }]);
  // It lies on the counter already.
  expect(await refused(1_000)).toBe('return-too-many');
  const held = await shop.call('basket.view', {});
  await shop.call('basket.hold', { saleId: held.id, name: '' });
  // While that basket waits the same goods come back with another.
  await take(sold.saleId, [{ line: line.line, quantity: line.quantity }]);
  await payOut();
  await shop.closeTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
  await shop.call('basket.recall', { saleId: held.id });
  const { cashDueMinor: amountMinor } = await shop.call('basket.view', {});
  const pay = { saleId: held.id, amountMinor, tenderedMinor: 0 };
  expect(await shop.refusal('sale.payCash', pay)).toBe('return-changed');
  const [back] = (await shop.call('basket.view', {})).lines;
  await shop.call('basket.remove', { line: back?.line ?? 0 });
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
});

it('stand beside new goods: an exchange may cost the customer, nothing, or the shop', async () => {
  const sold = await sell();
  const all = sold.lines.map(({ line, quantity }) => ({ line, quantity }));
  await take(sold.saleId, all);
  await shop.fill();
  const even = await shop.call('basket.view', {});
  expect(even.totals.dueMinor).toBe(0);
  await payOut();
  expect(soldLast()).toMatchObject({ totalMinor: 0, tenders: [{ amountMinor: 0 }] });
  expect(soldLast().lines.map(({ kind }) => kind)).toContain('return');
});

it('cost what they did: no other quantity, price or discount; taken off again they are an undone act', async () => {
  const sold = await sell();
  const [first] = sold.lines;
  await take(sold.saleId, [{ line: first?.line ?? 0, quantity: first?.quantity ?? 0 }]);
  const { lines, id: saleId, lastAct } = await shop.call('basket.view', {});
  const line = lines[0]?.line ?? 0;
  expect(lastAct?.kind).toBe('return');
  const price = { line, priceMinor: 1, reasonId: null };
  expect(await shop.refusal('basket.overridePrice', price)).toBe('return-fixed');
  expect(await shop.refusal('basket.setQuantity', { line, quantity: 1_000 })).toBe('return-fixed');
  await shop.call('basket.undo', { saleId, act: lastAct?.act ?? 0 });
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
  expect(shop.journal().at(-1)).toMatchObject({
    kind: 'act-undone',
    body: { act: 'return', amountMinor: first?.totalMinor },
  });
});

it('are allowed by who may, and whoever may not is told who', async () => {
  const sold = await sell();
  await shop.call('till.signOut', {});
  await shop.signIn('cashier');
  const { saleId } = await shop.named();
  const lines = [{ line: sold.lines[0]?.line ?? 0, quantity: 1_000, reasonId: 'faulty' }];
  const input = { saleId, of: sold.saleId, lines };
  expect(await shop.refusal('returns.take', input)).toBe('approval-needed');
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
  const { number, pin } = people.manager;
  await shop.call('returns.take', input, { number, pin });
  expect(shop.journal().at(-1)).toMatchObject({
    kind: 'goods-returned',
    operator: people.cashier.number,
    body: {
      of: sold.saleId,
      approvedBy: people.manager.number,
      lent: { right: 'sale.refund' },
    },
  });
});

it('undo a whole sale of today, which is paid out as it was paid', async () => {
  const sold = await sell();
  const undone = await shop.call('returns.void', { of: sold.saleId, reasonId: 'mistake' });
  const [tender] = sold.tenders;
  expect(undone.paidOutMinor).toBe(tender?.amountMinor);
  expect(soldLast()).toMatchObject({ voids: sold.saleId, totalMinor: -sold.totalMinor });
  expect((await shop.call('returns.view', { of: sold.saleId })).voidRefusal).toBe('returned');
  const again = { of: sold.saleId, reasonId: 'mistake' };
  expect(await shop.refusal('returns.void', again)).toBe('void-refused');
  const { totals } = await shop.call('report.x', {});
  expect(totals.figures.voidedSales).toEqual({ count: 1, minor: -sold.totalMinor });
});

it('outlive a plug pulled after every entry: what was allowed lies there, and money goes out once', async () => {
  const sold = await sell();
  const [line] = sold.lines;
  const before = shop.kinds().length;
  const pulled = async (act: () => Promise<unknown>) => {
    shop.pullAfter = shop.appends + 1;
    await expect(act()).rejects.toThrow();
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    await shop.signIn('manager');
  };
  const all = [{ line: line?.line ?? 0, quantity: line?.quantity ?? 0 }];
  await pulled(() => take(sold.saleId, all));
  expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(0 - (line?.totalMinor ?? 0));
  await pulled(payOut);
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
  const rest = sold.lines
    .slice(1)
    .map(({ line: number, quantity }) => ({ line: number, quantity }));
  if (rest.length > 0) await take(sold.saleId, rest);
  const added = shop.kinds().slice(before);
  expect(added.filter((kind) => kind === 'sale-completed')).toHaveLength(1);
  const { lines } = await shop.call('returns.view', { of: sold.saleId });
  expect(lines.map(({ left }) => left)).toEqual(sold.lines.map(() => 0));
});

it('undo a sale whole or not at all where the plug is pulled', async () => {
  const sold = await sell();
  shop.pullAfter = shop.appends + 1;
  const input = { of: sold.saleId, reasonId: 'mistake' };
  await expect(shop.call('returns.void', input)).rejects.toThrow();
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
  expect(soldLast().voids).toBe(sold.saleId);
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
  expect(await shop.refusal('returns.void', input)).toBe('void-refused');
});

it('are whole where they were sold whole', async () => {
  const sold = await sell();
  const line = sold.lines.find(({ unit }) => unit === 'piece')?.line ?? 0;
  const { saleId } = await shop.named();
  const lines = [{ line, quantity: 1, reasonId: 'faulty' }];
  const input = { saleId, of: sold.saleId, lines };
  expect(await shop.refusal('returns.take', input)).toBe('quantity-not-sellable');
  expect((await shop.call('basket.view', {})).lines).toEqual([]);
});

it('pay for no goods that are given up with them', async () => {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  await shop.office.admin.putSettings(shop.office.store, { ...settings, takeBackMinorMax: 0 });
  await shop.call('till.syncNow', {});
  const sold = await sell();
  await shop.call('till.signOut', {});
  await shop.signIn('cashier');
  const { saleId } = await shop.named();
  const lines = sold.lines.map(({ line, quantity }) => ({ line, quantity, reasonId: 'faulty' }));
  const { number, pin } = people.manager;
  await shop.call('returns.take', { saleId, of: sold.saleId, lines }, { number, pin });
  await shop.fill();
  const { id, totals } = await shop.call('basket.view', {});
  expect(totals.dueMinor).toBe(0);
  expect(await shop.refusal('basket.abandon', { saleId: id })).toBe('take-back-limit');
});
