/** Something off by hand: within a limit, above it, and what is written down of it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';

const manager = { number: people.manager.number, pin: people.manager.pin };
let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
});
afterEach(() => shop.close());

const off = (basisPoints: number) => ({ by: { basisPoints }, reasonId: 'damaged' });
const given = () => shop.journal().filter(({ kind }) => kind === 'discount-given');

it('a cashier takes off a line up to their limit, and what is more by approval; the entry says who allowed it', async () => {
  await shop.call('basket.scan', { code: codes.apples });
  const line = { line: 1 };
  const before = (await shop.call('basket.view', {})).totals.dueMinor;
  const ten = await shop.onCounter('basket.discount', { ...line, discount: off(1_000) });
  const minor = Math.round(before / 10);
  expect(ten.lines[0]).toMatchObject({
    discounts: [{ source: 'hand', reasonId: 'damaged', minor }],
    totalMinor: before - minor,
  });
  const more = { ...line, discount: off(1_001) };
  expect(await shop.refusal('basket.discount', more)).toBe('approval-needed');
  // An amount is a share of the price, too.
  const amount = { by: { minor: minor + 1 }, reasonId: 'complaint' };
  expect(await shop.refusal('basket.discount', { ...line, discount: amount })).toBe(
    'approval-needed',
  );
  expect(given()).toHaveLength(1);

  const half = { ...line, discount: off(5_000) };
  const lent = await shop.onCounter('basket.discount', half, manager);
  // In place of the one before, not on top of it.
  expect(lent.totals.dueMinor).toBe(before - Math.round(before / 2));
  expect(given().map(({ operator, body }) => [operator, body.approvedBy, body.sku])).toEqual([
    [people.cashier.number, people.cashier.number, lent.lines[0]?.sku],
    [people.cashier.number, people.manager.number, lent.lines[0]?.sku],
  ]);
  expect(given().map(({ body }) => body.lent)).toEqual([
    undefined,
    { right: 'sale.discount', limit: null, rolesVersion: 0 },
  ]);
  const back = await shop.onCounter('basket.discount', { ...line, discount: null });
  expect(back.totals.dueMinor).toBe(before);
  const removed = () => shop.journal().filter(({ kind }) => kind === 'discount-removed');
  expect(removed()).toMatchObject([
    { operator: people.cashier.number, body: { line: 1, amountMinor: Math.round(before / 2) } },
  ]);
  // There is none any more.
  await shop.call('basket.discount', { ...line, discount: null });
  expect(removed()).toHaveLength(1);
});

it('what was allowed is off what was shown, not off more of it', async () => {
  await shop.call('basket.scan', { code: codes.water });
  const half = { line: 1, discount: off(5_000) };
  const refused = await shop.call('basket.discount', half).catch((thrown: Problem) => thrown);
  const ask = refused instanceof Problem ? String(refused.params.ask) : '';
  const { grant } = await shop.call('approval.give', { ask, proof: manager });
  await shop.call('basket.setQuantity', { line: 1, quantity: 100_000 });
  expect(await shop.granted('basket.discount', half, grant)).toBe('approval-refused');
  expect(given()).toEqual([]);
});

it('off the basket is shared by the lines, sold so, on paper, and a figure of the day', async () => {
  await shop.fill();
  const whole = { line: null, discount: off(1_000) };
  expect(await shop.refusal('basket.discount', whole)).toBe('approval-needed');
  const { dueMinor } = (await shop.call('basket.view', {})).totals;
  const view = await shop.onCounter('basket.discount', whole, manager);
  const minor = Math.round(dueMinor / 10);
  expect(view.totals.dueMinor).toBe(dueMinor - minor);
  expect(view.discount).toEqual({
    ...off(1_000),
    ofMinor: dueMinor,
    allowedBy: people.manager.number,
  });
  // It comes back after a crash, too.
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor - minor);

  const { saleId } = await shop.payCash(2_000);
  const sold = shop.journal().find(({ kind }) => kind === 'sale-completed');
  const lines = sold?.body.lines as { discounts: { whole?: true; minor: number }[] }[];
  const shares = lines.flatMap(({ discounts }) => discounts);
  expect(shares.every((share) => share.whole)).toBe(true);
  expect(shares.reduce((sum, share) => sum + share.minor, 0)).toBe(minor);
  const totals = shop.db.totals((await shop.state()).businessDate);
  expect(figureOf(totals, 'handDiscounts')).toEqual({ count: 1, minor: -minor });
  expect(JSON.stringify(await shop.call('sale.receipt', { saleId }))).toContain('优惠');
});

it('stands for the goods it was given for: not for one of ten, not for ninety-nine of one', async () => {
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('basket.setQuantity', { line: 1, quantity: 10_000 });
  const { dueMinor } = (await shop.call('basket.view', {})).totals;
  const tenth = { by: { minor: dueMinor / 10 }, reasonId: 'other' };
  await shop.call('basket.discount', { line: 1, discount: tenth });
  const one = await shop.onCounter('basket.setQuantity', { line: 1, quantity: 1_000 });
  expect(one.totals.dueMinor).toBe((dueMinor / 10) * 0.9);

  await shop.call('basket.discount', { line: 1, discount: off(10_000) }, manager);
  const many = await shop.onCounter('basket.setQuantity', { line: 1, quantity: 99_000 });
  expect(many.totals.dueMinor).toBe((dueMinor / 10) * 98);
});

it('a limit is not passed in parts: what somebody took off the lines counts when they take something off the whole', async () => {
  const { other } = people;
  const operator = shop.db.operators.find(other.number);
  if (!operator) throw new Error('no such operator');
  await shop.office.admin.putOperators(shop.office.store, [{ ...operator, role: 'supervisor' }]);
  await shop.call('till.syncNow', {});
  await shop.call('till.signOut', {});
  await shop.signIn('other');
  await shop.call('basket.scan', { code: codes.water });
  const line = (basisPoints: number) => ({ line: 1, discount: off(basisPoints) });
  const whole = (basisPoints: number) => ({ line: null, discount: off(basisPoints) });
  await shop.call('basket.discount', line(1_000));
  expect(await shop.refusal('basket.discount', whole(1_001))).toBe('approval-needed');
  await shop.call('basket.discount', whole(1_000));
  // Nor the other way round.
  expect(await shop.refusal('basket.discount', line(1_500))).toBe('approval-needed');
  // What somebody else has allowed is theirs.
  await shop.call('basket.discount', line(9_000), manager);
  await shop.call('basket.discount', whole(2_000));
});

it('a price is held against the list, however many steps lead there', async () => {
  await shop.call('basket.scan', { code: codes.water });
  const listed = (await shop.call('basket.view', {})).lines[0]?.listPriceMinor ?? 0;
  const to = (share: number) => ({
    line: 1,
    priceMinor: Math.round(listed * share),
    reasonId: null,
  });
  const { other } = people;
  const operator = shop.db.operators.find(other.number);
  if (!operator) throw new Error('no such operator');
  await shop.office.admin.putOperators(shop.office.store, [{ ...operator, role: 'supervisor' }]);
  await shop.call('till.syncNow', {});
  const supervisor = { number: other.number, pin: other.pin };
  await shop.call('basket.overridePrice', to(0.8), supervisor);
  expect(await shop.refusal('basket.overridePrice', to(0.64), supervisor)).toBe('approval-refused');
});

it('is on the counter with its entry, or there is neither', async () => {
  await shop.call('basket.scan', { code: codes.water });
  shop.pullAfter = shop.appends + 1;
  await shop.call('basket.discount', { line: 1, discount: off(1_000) }).catch(() => {});
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  expect(given()).toHaveLength(1);
  expect((await shop.call('basket.view', {})).lines[0]?.hand).toMatchObject(off(1_000));
});

it("the reason is of the store's own list", async () => {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  const discount = [{ id: 'jubilee', name: { zh: '店庆', en: 'Anniversary' } }];
  const reasons = { ...settings.reasons, discount };
  await shop.office.admin.putSettings(shop.office.store, { ...settings, reasons });
  await shop.call('till.syncNow', {});
  await shop.call('basket.scan', { code: codes.water });
  expect(await shop.refusal('basket.discount', { line: 1, discount: off(1_000) })).toBe(
    'reason-gone',
  );
  const jubilee = { by: { basisPoints: 1_000 }, reasonId: 'jubilee' };
  await shop.call('basket.discount', { line: 1, discount: jubilee });
  expect(given()).toMatchObject([{ body: { reasonId: 'jubilee', reason: '店庆' } }]);
});

it('off an emptied basket is nothing, whatever is scanned next', async () => {
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('basket.discount', { line: null, discount: off(5_000) }, manager);
  await shop.call('basket.remove', { line: 1 });
  const next = await shop.onCounter('basket.scan', { code: codes.apples });
  expect(next.discount).toBeUndefined();
  expect(next.totals.dueMinor).toBe(next.totals.listMinor);
});
