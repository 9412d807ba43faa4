/** What goes on around a card payment under way: the cut-over comes, somebody locks, signs out or closes the day. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCards } from '../../../../drivers/acquirer/emulator.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

const dayMs = 24 * 3_600_000;

/** So long until 05:00 of the next morning in Shanghai. */
function untilNextMorningMs(): number {
  const midnight = Math.floor((Date.now() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  return midnight + dayMs + 5 * 3_600_000 - Date.now();
}

/** The upkeep has seen the new date. */
const sawCutOver = () => shop.stateTold().pastCutOver === true;

/** The customer has the pad in hand. */
async function begin() {
  await shop.fill();
  const paying = shop.call('sale.payCard', await shop.named());
  await until(() => shop.stages().includes('swipe-card'), 'asked to swipe');
  return { paying };
}

async function swipeAndType(): Promise<void> {
  const card = testCards[0];
  const { pad, reader } = shop.emulators.control;
  reader.swipe('', card?.track2 ?? '');
  await until(() => pad.wantsPin(), 'asked for the PIN');
  pad.typePin(card?.pin ?? '');
  pad.pressEnter();
}

describe('while a card payment is under way', () => {
  it('nobody locks the till, leaves, hands over or closes the day', async () => {
    const { paying } = await begin();
    const { businessDate } = await shop.state();
    const close = { businessDate, reasonId: null, accepts: [] };
    expect(await shop.refusal('till.lock', {})).toBe('sale-in-payment');
    expect(await shop.refusal('till.signOut', {})).toBe('sale-in-payment');
    expect(await shop.refusal('day.close', close)).toBe('sale-in-payment');
    expect(await shop.refusal('till.handOver', {})).toBe('till-not-locked');
    await swipeAndType();
    await paying;
    expect(shop.paymentTold().stage).toBe('approved');
    expect(shop.kinds()).not.toContain('till-locked');
  });

  it('the cut-over ends no shift: the sale is booked on its own date, and then the shift ends', async () => {
    const { businessDate } = await shop.state();
    const { paying } = await begin();
    shop.shiftMs = untilNextMorningMs();
    await until(sawCutOver, 'the till has looked at its clock');
    expect(shop.kinds()).not.toContain('signed-out');
    expect(await shop.refusal('sale.payCash', await shop.cash(9_999))).toBe('sale-in-payment');
    await swipeAndType();
    await paying;
    expect(shop.paymentTold().stage).toBe('approved');
    const sale = shop.journal().find(({ kind }) => kind === 'sale-completed');
    expect(sale?.businessDate).toBe(businessDate);
    expect(await shop.refusal('basket.scan', { code: '6901028075763' })).toBe('past-cut-over');
    await until(() => shop.kinds().includes('signed-out'), 'the shift ends');
    expect(shop.journal().findLast(({ kind }) => kind === 'signed-out')?.body).toEqual({
      reason: 'cut-over',
    });
  });

  it('it can still be given up after the cut-over, and nothing new begins', async () => {
    const { paying } = await begin();
    shop.shiftMs = untilNextMorningMs();
    await shop.call('sale.cancelCard', { attemptId: shop.attemptId() });
    await paying;
    expect(shop.paymentTold().stage).toBe('declined');
    await shop.call('basket.abandon', await shop.named());
    expect(await shop.refusal('basket.scan', { code: '6901028075763' })).toMatch(
      /^(past-cut-over|not-signed-in)$/,
    );
  });
});
