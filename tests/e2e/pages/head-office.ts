/** Head office at its own desk: changes the store of a running shop, and answers the telephone. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoreSettings } from '../../../domain/office/store-settings.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { systemClock, systemRandom } from '../../../main/machine/clock.ts';
import { createHashing } from '../../../main/machine/hashing.ts';
import { type Admin, createAdmin } from '../../../server/admin.ts';
import { answerChallenge } from '../../../server/people/one-time-codes.ts';
import { openStore, type Store } from '../../../server/store/open.ts';
import type { Shop } from '../../../tools/demo/shop.ts';

type Desk = Readonly<{ admin: Admin; books: Store; store: string; till: string }>;

async function atDesk<Value>(shop: Shop, work: (desk: Desk) => Promise<Value>): Promise<Value> {
  const directory = join(dirname(shop.tillDirectory), 'back-office');
  const { store, till } = JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8'));
  const books = await openStore({ sqliteFile: join(directory, 'back-office.db') });
  try {
    const admin = createAdmin({ store: books, clock: systemClock, random: systemRandom });
    return await work({ admin, books, store, till });
  } finally {
    await books.close();
  }
}

export function changeSettings(shop: Shop, change: Partial<StoreSettings>): Promise<void> {
  return atDesk(shop, async ({ admin, store }) => {
    const { settings } = (await admin.stores()).find((one) => one.store === store) ?? {};
    if (!settings) throw new Error('the demo has no store');
    await admin.putSettings(store, { ...settings, ...change });
  });
}

export function changeOperator(
  shop: Shop,
  number: string,
  change: Partial<Operator>,
): Promise<void> {
  return takeOn(shop, number, { ...change, number });
}

/** Somebody as the operator of number `like`, PIN included, but for what differs. */
export function takeOn(
  shop: Shop,
  like: string,
  different: Partial<Operator> & Pick<Operator, 'number'>,
): Promise<void> {
  return atDesk(shop, async ({ admin, store }) => {
    const operator = (await admin.operators(store)).find(({ number }) => number === like);
    if (!operator) throw new Error(`nobody has number ${like}`);
    await admin.putOperators(store, [{ ...operator, ...different }]);
  });
}

/** What the store keeps of a badge with this text. */
export function badgeToken(shop: Shop, badge: string): Promise<Operator['tokens'][number]> {
  return atDesk(shop, async ({ store }) => ({
    kind: 'badge',
    hash: await createHashing(systemRandom).hashToken(store, 'badge', badge),
  }));
}

/** Answers the code by which a till of a new name joins the store. */
export function addTill(shop: Shop): Promise<string> {
  return atDesk(shop, async ({ admin, store }) => (await admin.addTill(store, '2')).code);
}

/** The code that is read out on the telephone. */
export function askForCode(shop: Shop, challenge: string): Promise<string> {
  return atDesk(shop, async ({ books, store, till }) => {
    const question = { store, till, challenge, by: 'manager' };
    return (await answerChallenge(books.db, systemClock, question)).code;
  });
}
