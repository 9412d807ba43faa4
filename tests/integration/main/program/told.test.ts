/** What the page is told: once, by topic, with rising numbers, and as little as has changed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codes } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.boot();
  await shop.signIn();
});
afterEach(() => shop.close());

/** What was told while `act` ran. */
async function toldDuring(act: () => Promise<unknown>) {
  const from = shop.events.length;
  const answer = await act();
  return { answer, events: shop.events.slice(from) };
}

describe('the page is told', () => {
  it('of a scan once: the line that is new, and the sums; the act answers up to where', async () => {
    const lengths: number[] = [];
    for (let line = 1; line <= 30; line += 1) {
      const { answer, events } = await toldDuring(() =>
        shop.call('basket.scan', { code: codes.apples }),
      );
      const [told, ...others] = events.filter(({ kind }) => kind === 'basket');
      if (told?.kind !== 'basket') throw new Error('the basket was not told');
      expect(others).toEqual([]);
      expect(told.change.changed.map((changed) => changed.line)).toEqual([line]);
      expect(answer).toEqual({ seq: told.seq });
      lengths.push(JSON.stringify(told).length);
    }
    // The thirtieth line costs what the second did, but for the digits of its sums.
    expect(Math.abs((lengths[29] ?? 0) - (lengths[1] ?? 0))).toBeLessThan(40);
  });

  it('of each topic with numbers that rise by one', async () => {
    await shop.fill();
    await shop.payCash(9_999);
    await shop.fill();
    const last = new Map<string, number>();
    for (const event of shop.events) {
      if (!('seq' in event)) continue;
      const topic = event.kind === 'state' ? event.topic : event.kind;
      expect(event.seq, topic).toBe((last.get(topic) ?? 0) + 1);
      last.set(topic, event.seq);
    }
    const { told } = await shop.call('till.state', {});
    for (const [topic, seq] of last) expect(told).toMatchObject({ [topic]: seq });
  });

  it('of a sale: the books and nothing else of the state', async () => {
    await shop.fill();
    await shop.payCash(9_999);
    await shop.fill();
    const { events } = await toldDuring(() => shop.payCash(9_999));
    const topics = events.flatMap((event) => (event.kind === 'state' ? [event.topic] : []));
    expect(new Set(topics)).toEqual(new Set(['office']));
  });

  it('in parts that together are the state', async () => {
    await shop.call('till.setLocale', { locale: 'en' });
    const { told, ...state } = await shop.call('till.state', {});
    expect(Object.keys(told)).toContain('basket');
    expect(shop.stateTold()).toEqual(state);
  });
});
