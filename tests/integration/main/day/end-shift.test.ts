/** Every end of a shift is one act: what goes with the person, what stays with the date, and who hears of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operator } from '../../../../domain/people/operator.ts';
import { whoIsHere } from '../../../../main/till/presence.ts';
import { root } from '../../../../tools/paths.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ haste: 50 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

const dayMs = 24 * 3_600_000;
const endings = (): unknown[] =>
  shop.journal().flatMap(({ kind, body }) => (kind === 'signed-out' ? [body.reason] : []));
const signOns = (): number => shop.kinds().filter((kind) => kind === 'host-signed-on').length;

/** The manager, as the till's register knows them. */
function registered(): Operator {
  const manager = shop.db.operators.find(people.manager.number);
  if (!manager) throw new Error('no manager');
  return manager;
}

async function closeIt(): Promise<void> {
  await closeDay(shop, { 100: 500 });
}

/** Reason → how it comes about, whether goods lie on the counter then, whether the date's working keys go with it. */
const ends = {
  operator: { act: () => shop.call('till.signOut', {}), goods: false, keysGo: false },
  'handed-over': {
    act: async () => {
      await shop.call('till.lock', {});
      await shop.call('till.handOver', {});
    },
    goods: true,
    keysGo: false,
  },
  withdrawn: {
    act: async () => {
      shop.db.operators.apply([{ ...registered(), withdrawn: true }]);
    },
    goods: true,
    keysGo: false,
  },
  'cut-over': {
    act: async () => {
      shop.shiftMs += dayMs;
    },
    goods: false,
    keysGo: true,
  },
  'day-closed': { act: closeIt, goods: false, keysGo: true },
} as const;

describe('the end of a shift', () => {
  it.each(Object.entries(ends))('%s', async (reason, { act, goods, keysGo }) => {
    expect((await shop.state()).cardReady).toBe(true);
    expect(signOns()).toBe(1);
    if (goods) await shop.fill();
    let heard = false;
    await act();
    shop.onServerAsked = () => {
      heard = true;
    };
    await until(() => endings().includes(reason), 'the shift has ended');
    expect(endings()).toEqual([reason]);
    expect(await shop.state()).toMatchObject({
      phase: 'closed',
      operator: null,
      cardReady: !keysGo,
    });
    expect(await shop.refusal('basket.view', {})).toBe('not-signed-in');
    expect(shop.db.parked.list()).toHaveLength(goods ? 1 : 0);
    await until(() => heard, 'the back office hears of it');
  });

  it('by a crash leaves the goods on the counter, for whoever signs in next', async () => {
    const dueMinor = await shop.fill();
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    expect(endings()).toEqual(['restart']);
    expect(await shop.state()).toMatchObject({ phase: 'closed', operator: null });
    await shop.signIn('cashier');
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
  });

  it('is written in one place', () => {
    const main = join(root, 'main');
    const writers = readdirSync(main, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(main, name), 'utf8').includes("kind: 'signed-out'"));
    expect(writers).toEqual([join('use-cases', 'day', 'end-shift.ts')]);
  });
});

it('who is here is what they signed in as, by the name the register has now', async () => {
  expect(await shop.state()).toMatchObject({ operator: { number: people.manager.number } });
  const till = { db: shop.db } as Parameters<typeof whoIsHere>[0];
  shop.db.operators.apply([{ ...registered(), name: '陈静', role: 'cashier' }]);
  expect(whoIsHere(till)).toEqual({ number: people.manager.number, name: '陈静', role: 'manager' });
});
