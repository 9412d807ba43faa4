/**
 * The seconds of a sign-in that the program takes, the cashier's own hands left out: from the PIN typed to the gate open,
 * with the back office over TLS. Floor of the first: what cannot be left out, the slow look at the PIN and one signed
 * question; with much to push, also the bare writing of as many rows. Of a later operator's: the PIN alone.
 */
import { join } from 'node:path';
import { pushEntriesMax } from '../../domain/contract/sync.ts';
import { systemRandom } from '../../main/machine/clock.ts';
import { hashPin } from '../../server/people/pin-hash.ts';
import { demoOperators } from '../demo/seed.ts';
import { type Figure, spreadOf, timeEach } from './figures.ts';
import { withFolder } from './folder.ts';
import { type HeadlessTill, openHeadlessTill } from './headless-till.ts';
import { type PlainTable, plainTable } from './plain-rows.ts';
import { appendSales } from './sample-journal.ts';

const [, , first, second] = demoOperators;
const dayMs = 24 * 3_600_000;
const entriesToPush = 10_000;

/** The first of a day; everything was pushed the evening before. */
export function benchSignIn(count: number): Promise<Figure> {
  return withTill(async (till) => {
    const floor = await floorOf(till);
    return figureOf('first sign-in of the day, nothing to sync', count, {
      figure: () => nextDay(till),
      floor: { what: 'the PIN and one signed question', run: floor },
    });
  });
}

/** The first of a day, after a day offline. */
export function benchSignInWithMuch(count: number): Promise<Figure> {
  return withTill(async (till, folder) => {
    const plain = plainTable(join(folder, 'plain.db'));
    const floor = await floorOf(till);
    try {
      return await figureOf('first sign-in of the day, 10,000 entries to push', count, {
        figure: async () => {
          appendSales(till.db, entriesToPush, till.now());
          return nextDay(till);
        },
        floor: {
          what: 'the PIN, one signed question, plain inserts of as many rows',
          run: async () => (await floor()) + (await insertAll(plain, till)),
        },
      });
    } finally {
      await plain.close();
    }
  });
}

/** Another operator takes the till. */
export function benchSecondSignIn(count: number): Promise<Figure> {
  return withTill(async (till) => {
    const check = await checkOfPin(till);
    return figureOf('second sign-in of the day', count, {
      figure: async () => {
        await till.call('till.signOut', {});
        return till.signIn(second.number, second.pin);
      },
      floor: { what: 'the PIN alone', run: async () => timed(check) },
    });
  });
}

type Measured = Readonly<{
  figure: () => Promise<number>;
  floor: Readonly<{ what: string; run: () => Promise<number> }>;
}>;

/** Each answers how long it took, in ms; they take turns. The first round is not counted. */
async function figureOf(what: string, count: number, { figure, floor }: Measured): Promise<Figure> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round <= count; round += 1) {
    values.push(await figure());
    floors.push(await floor.run());
  }
  return {
    what,
    unit: 'ms',
    value: spreadOf(values.slice(1)),
    floor: { what: floor.what, value: spreadOf(floors.slice(1)) },
  };
}

function withTill(use: (till: HeadlessTill, folder: string) => Promise<Figure>): Promise<Figure> {
  return withFolder(async (folder) => {
    const till = await openHeadlessTill(folder);
    try {
      await till.signIn(first.number, first.pin);
      return await use(till, folder);
    } finally {
      await till.close();
    }
  });
}

/** The till sleeps until the next morning, and its cashier signs in. */
async function nextDay(till: HeadlessTill): Promise<number> {
  await till.call('till.signOut', {});
  till.sleep(dayMs);
  return till.signIn(first.number, first.pin);
}

async function checkOfPin({ hashing }: HeadlessTill): Promise<() => Promise<void>> {
  const kept = await hashPin(second.pin, systemRandom);
  return async () => {
    await hashing.verify(kept, second.pin);
  };
}

async function floorOf(till: HeadlessTill): Promise<() => Promise<number>> {
  const check = await checkOfPin(till);
  return () =>
    timed(async () => {
      await check();
      await till.wire().call('digests', { from: '2999-01-01' });
    });
}

async function timed(run: () => Promise<void>): Promise<number> {
  const [ms = 0] = await timeEach(1, 0, run);
  return ms;
}

async function insertAll(plain: PlainTable, { db }: HeadlessTill): Promise<number> {
  let ms = 0;
  const until = db.journal.head().seq;
  for (let seq = until - entriesToPush; seq < until; seq += pushEntriesMax) {
    ms += await plain.insert(db.journal.read(seq, Math.min(pushEntriesMax, until - seq)));
  }
  return ms;
}
