/** What pays or gives up names the sale and the amount on the screen; acting on whatever is at hand is refused. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codes, people } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
});
afterEach(() => shop.close());

const sold = () => shop.kinds().filter((kind) => kind === 'sale-completed').length;

/** The cashier has a basket of 13.00 on the counter, and another of the same goods waits behind it. */
async function oneWaits(): Promise<{ saleId: string; amountMinor: number }> {
  await shop.fill();
  const waiting = await shop.named();
  const { businessDate } = await shop.state();
  const { number: operator } = people.cashier;
  const basket = shop.db.basket.load();
  if (!basket) throw new Error('no basket');
  // As a hand-over leaves it: the same basket, under an id of its own.
  const id = '0190a1b2-0000-7000-8000-00000000000f';
  shop.db.parked.park({ ...basket, id }, { operator, businessDate, at: 0, heldAs: null });
  return waiting;
}

describe('a press on a sale that is no longer at hand', () => {
  it('pays in cash once, however often it is pressed: the basket that waited is not sold', async () => {
    const named = await oneWaits();
    const press = { ...named, tenderedMinor: named.amountMinor };
    const answers = [press, press].map((input) => shop.refusal('sale.payCash', input));
    expect(await Promise.all(answers)).toEqual([null, 'sale-changed']);
    expect(sold()).toBe(1);
    const { id, lines } = await shop.call('basket.view', {});
    expect([id === named.saleId, lines.length]).toEqual([false, 2]);
  });

  it('does not take a card for it either, nor give it up', async () => {
    const named = await oneWaits();
    await shop.payCash(named.amountMinor);
    expect(await shop.refusal('sale.payCard', named)).toBe('sale-changed');
    expect(await shop.refusal('basket.abandon', named)).toBe('sale-changed');
    expect(shop.kinds()).not.toContain('attempt-prepared');
    expect(shop.kinds()).not.toContain('sale-abandoned');
    expect(await shop.refusal('basket.abandon', await shop.named())).toBeNull();
  });

  it('is refused where the amount is another: something was scanned in between', async () => {
    await shop.fill();
    const named = await shop.named();
    await shop.call('basket.scan', { code: codes.water });
    const tendered = { ...named, tenderedMinor: 10_000 };
    expect(await shop.refusal('sale.payCash', tendered)).toBe('sale-changed');
    expect(await shop.refusal('sale.payCard', named)).toBe('sale-changed');
    expect(sold()).toBe(0);
  });

  it('does not cancel another card payment than the one on the screen', async () => {
    await shop.fill();
    const paying = shop.call('sale.payCard', await shop.named());
    await until(() => shop.stages().includes('swipe-card'), 'asked to swipe');
    const attemptId = '0190a1b2-0000-7000-8000-000000000001';
    expect(await shop.refusal('sale.cancelCard', { attemptId })).toBe('sale-changed');
    await shop.call('sale.cancelCard', { attemptId: shop.attemptId() });
    await paying;
    expect(shop.paymentTold().stage).toBe('declined');
    // Pressed once more, when it is over.
    expect(await shop.refusal('sale.cancelCard', { attemptId })).toBeNull();
  });

  it('changes no price in a basket that took the place of the one that was approved', async () => {
    await oneWaits();
    const { lines } = await shop.call('basket.view', {});
    const line = lines[0]?.line ?? 0;
    const { number, pin } = people.manager;
    const by = { number, pin };
    const overriding = shop.refusal(
      'basket.overridePrice',
      { line, priceMinor: 1, reasonId: null },
      by,
    );
    await shop.payCash(1_300);
    expect(await overriding).toBe('approval-refused');
    expect(shop.kinds()).not.toContain('price-overridden');
  });
});
