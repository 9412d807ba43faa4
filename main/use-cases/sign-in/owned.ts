/**
 * What the back office owns is compared with the till's copy; what is not alike is taken whole, written down and told.
 */

import { createHash } from 'node:crypto';
import { sleep } from '../../../domain/basics/clock.ts';
import type { PulledList } from '../../../domain/office/left-out.ts';
import {
  differing,
  digestsOfRows,
  hashingItems,
  type OwnedDigests,
  type OwnedTable,
  secretLine,
} from '../../../domain/office/owned.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence, whoIsHere } from '../../till/presence.ts';
import { endShift } from '../day/end-shift.ts';
import { pull } from '../office/sync.ts';
import { tellOwned } from '../office/tell-owned.ts';
import { paymentOf } from '../tenders/under-way.ts';
import { signInOf } from './under-way.ts';
import { endSignIn } from './withdrawn.ts';

const newHash = () => createHash('sha256');
/** Read at a stretch: a few ms, in which nobody at the till is answered. */
const pageItems = 200;

/** Since the program started, this was compared: a file can be changed while nobody runs it. */
export const comparison = memory<{ done: boolean }>(() => ({ done: false }));

/** A copy of which this version left a row out is not whole, and is told as that. */
const tablesOf: Readonly<Record<PulledList, readonly OwnedTable[]>> = {
  items: ['items', 'goods'],
  operators: ['people', 'secrets'],
  devices: ['devices'],
  promotions: ['promotions', 'groups'],
  categories: ['categories'],
  roles: ['roles'],
  settings: ['settings', 'reasons', 'wallets'],
};

/** Changed at the till as well: comparable only while the back office knows of everything. */
const ofBoth: readonly OwnedTable[] = ['people', 'secrets', 'devices'];

/** Which tables are not those of the back office. The caller holds the sync lane, and has pushed. */
export async function differingOwned(till: OpenTill, theirs: OwnedDigests): Promise<OwnedTable[]> {
  const { db } = till;
  const items = await itemDigests(till);
  const rows = {
    operators: db.operators.list(),
    promotions: db.promotions.list(),
    categories: db.categories.list(),
    roles: db.roles.list(),
    devices: db.register.list(),
    settings: settingsOf(till),
  };
  const leftOut = new Set(db.leftOut.list().flatMap(({ list }) => tablesOf[list]));
  const found = differing({ ...digestsOfRows(rows, newHash), ...items }, theirs);
  const here = found.filter((table) => !leftOut.has(table));
  const toldAll =
    db.journal.head().seq === db.sync.acknowledgedSeq() && db.secrets.pending().length === 0;
  return toldAll ? here : here.filter((table) => !ofBoth.includes(table));
}

/**
 * Takes everything anew. Whoever proved themselves by something that was not the back office's does so again, and whose
 * shift runs under rights that are not; whoever is signing in goes on with the rights they have. The caller holds the sync lane. Throws `Problem`: `server-…`.
 */
export async function takeAnew(till: OpenTill, tables: readonly OwnedTable[]): Promise<void> {
  for (const what of tables) tellOwned(till, what);
  const { db } = till;
  const concerned = [signInOf(till)?.operator.number, db.day().operator];
  const before = concerned.map((number) => (number ? db.operators.find(number) : null));
  await pull(till, { whole: true });
  for (const known of before) {
    const operator = known && db.operators.find(known.number);
    if (!operator || operator.withdrawn) continue;
    const isProven = secretLine(known) === secretLine(operator);
    const run = signInOf(till);
    if (run?.operator.number === operator.number) {
      if (isProven) run.operator = operator;
      else endSignIn(till, new Problem('owned-taken-anew', { what: 'secrets' }));
    }
    const here = whoIsHere(till);
    if (here?.number !== operator.number || (isProven && here.role === operator.role)) continue;
    // In the middle of a payment the lock asks for the secret that is right now.
    if (!paymentOf(till) && !presence(till).leaving) {
      endShift(till, 'handed-over', { basket: 'parked' });
    }
  }
  till.changed('store', 'shift');
}

/**
 * Read anew each time: what was kept from the last would not see a row that somebody has changed since. 50,000 items are
 * 0.25 s of one processor, and half of it is reading them; nobody waits for more than a page of it.
 */
async function itemDigests({ db, ports }: OpenTill) {
  const hashes = hashingItems(newHash);
  let after = '';
  for (;;) {
    const page = db.catalogue.page(after, pageItems);
    for (const { sku, item } of page) {
      if (item) hashes.add(item);
      else hashes.inconsistent(sku);
    }
    const last = page.at(-1);
    if (!last || page.length < pageItems) return hashes.digests();
    after = last.sku;
    await sleep(ports.clock, 0);
  }
}
