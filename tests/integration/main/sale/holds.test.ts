/** A basket put aside for a customer and taken up again: by anybody at this till, across restarts, named at the close. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  await shop.signIn('cashier');
});
afterEach(() => shop.close());

const basket = () => shop.call('basket.view', {});
const hold = async (name = '') => shop.call('basket.hold', { ...(await shop.named()), name });
const facts = () => shop.journal().filter(({ kind }) => /^basket-/.test(kind));

it('is a fact, leaves the counter empty, and comes back as it was', async () => {
  const dueMinor = await shop.fill();
  const before = await basket();
  await hold('red coat');
  expect((await basket()).lines).toEqual([]);
  expect((await shop.state()).held).toMatchObject([
    { id: before.id, name: 'red coat', totalMinor: dueMinor },
  ]);
  // The next customer is served meanwhile.
  await shop.fill();
  await shop.payCash(1_300);
  await shop.call('basket.recall', { saleId: before.id });
  const after = await basket();
  expect([after.id, after.lines, after.totals]).toEqual([before.id, before.lines, before.totals]);
  expect((await shop.state()).held).toEqual([]);
  expect(facts()).toMatchObject([
    { kind: 'basket-held', body: { saleId: before.id, name: 'red coat', totalMinor: dueMinor } },
    { kind: 'basket-recalled', body: { saleId: before.id } },
  ]);
  await shop.payCash(1_300);
  expect(shop.journal().filter(({ kind }) => kind === 'sale-completed')).toHaveLength(2);
});

it('is not put aside under a payment card’s number, and stays on the counter', async () => {
  await shop.fill();
  const named = { ...(await shop.named()), name: '6200000000000005' };
  expect(await shop.refusal('basket.hold', named)).toBe('card-number-typed');
  expect((await basket()).id).toBe(named.saleId);
  expect(facts()).toEqual([]);
});

it('outlives a restart and is taken up by another, who is told apart in the entry', async () => {
  await shop.fill();
  const { id } = await basket();
  await hold();
  await shop.closeTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn('other');
  // It waits for its customer, not for its cashier.
  expect((await basket()).lines).toEqual([]);
  await shop.call('basket.recall', { saleId: id });
  expect((await basket()).id).toBe(id);
  expect(facts().at(-1)).toMatchObject({
    operator: people.other.number,
    body: { saleId: id, owner: people.cashier.number },
  });
});

it('takes nothing away from the counter, and nobody takes up twice what was put aside once', async () => {
  expect(await shop.refusal('basket.hold', { ...(await shop.named()), name: '' })).toBe(
    'basket-empty',
  );
  await shop.fill();
  const { id } = await basket();
  await hold();
  await shop.fill();
  expect(await shop.refusal('basket.recall', { saleId: id })).toBe('basket-open');
  await shop.call('basket.abandon', await shop.named());
  await shop.call('basket.recall', { saleId: id });
  await shop.call('basket.abandon', await shop.named());
  expect(await shop.refusal('basket.recall', { saleId: id })).toBe('hold-gone');
  expect((await shop.state()).held).toEqual([]);
});

it('is named before a close gives it up', async () => {
  await shop.fill();
  await hold('red coat');
  await shop.call('till.signOut', {});
  await shop.signIn('manager');
  const { steps } = await shop.call('day.preview', {});
  const [told] = steps.find(({ step }) => step === 'holds')?.problems ?? [];
  expect(told).toMatchObject({ kind: 'baskets-given-up', params: { count: 1, whose: 'red coat' } });
});
