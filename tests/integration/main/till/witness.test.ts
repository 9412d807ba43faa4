/** What remembers how far the journal was: beside the till's key, believed under it only, never ahead of the journal. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TillDatabase } from '../../../../db/till-database.ts';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { createKeyStore } from '../../../../main/machine/key-store.ts';
import { createLogTo } from '../../../../main/machine/log.ts';
import { makeKey, type TillKey } from '../../../../main/machine/till-key.ts';
import {
  openWitness,
  shortfallOf,
  type Witness,
  witnessed,
  witnessName,
} from '../../../../main/till/witness.ts';
import { cashSale, context, identity, prepared } from '../../../helpers/facts.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { enrolledTill, tempFolder } from '../../../helpers/till-file.ts';

const logged: string[] = [];
const log = createLogTo({ write: (line) => logged.push(line) });

const newKey = (folder: string): TillKey =>
  makeKey(createKeyStore(folder, null), seededRandom('witness'));

function open(folder: string, key: TillKey): Witness {
  const witness = openWitness(folder, key, log);
  onTestFinished(() => witness.close());
  return witness;
}

/** A till whose entries are seen. */
function till() {
  const { file, db, newId } = enrolledTill();
  const folder = dirname(file);
  const key = newKey(folder);
  const witness = open(folder, key);
  const seen = witnessed(db, witness);
  const write = (...facts: Fact[]) => seen.journal.append(facts, context, newId);
  const sell = (number: number) => write(cashSale(newId(), number));
  return { db, seen, newId, folder, key, witness, write, sell };
}

/** The journal as it was after so many of its entries: the sales after them were cut off. */
const cutAt = (db: TillDatabase, seq: number): TillDatabase => ({
  ...db,
  journal: {
    ...db.journal,
    head: () => {
      const [last] = db.journal.read(seq - 1, 1);
      return { seq, hash: last?.hash ?? '' };
    },
    read: (after, limit) => db.journal.read(after, limit).filter((entry) => entry.seq <= seq),
  },
  numbers: { ...db.numbers, nextSale: () => 1, nextZ: () => 1 },
});

describe('the witness', () => {
  test('knows the newest entry and the highest numbers after a restart, for this user only', () => {
    const { db, newId, folder, key, witness, write, sell } = till();
    sell(1);
    sell(2);
    write(prepared(newId(), newId(), '000417'));
    witness.close();

    expect(open(folder, key).last()).toEqual({
      till: identity.till,
      ...db.journal.head(),
      receipts: { [context.businessDate]: 2 },
      z: 0,
      stan: '000417',
      batch: '000007',
    });
    expect(statSync(join(folder, witnessName)).mode & 0o777).toBe(0o600);
  });

  test('says that the end of the journal is missing, and its numbers are not used twice', () => {
    const { db, sell, folder, key, witness } = till();
    for (const number of [1, 2, 3]) sell(number);
    const whole = db.journal.head().seq;
    witness.close();

    const again = open(folder, key);
    const cut = cutAt(db, whole - 2);
    expect(shortfallOf(cut, again.last())).toEqual({ here: whole - 2, there: whole });
    const { numbers } = witnessed(cut, again);
    expect(numbers.nextSale(context.businessDate)).toBe(4);
    expect(numbers.nextSale('2026-11-23')).toBe(1);
    expect(shortfallOf(db, again.last())).toBeNull();
  });

  test('knows another journal of the same length from its own', () => {
    const { db, sell, witness } = till();
    sell(1);
    const { seq, hash } = witness.last() ?? { seq: 0, hash: '' };
    const other = { ...witness.last(), seq, hash: [...hash].reverse().join('') };
    expect(shortfallOf(db, other as never)).toEqual({ here: seq, there: seq });
  });

  test('that a power cut left behind raises no alarm and catches up', () => {
    const { db, newId, folder, key, witness, sell } = till();
    sell(1);
    witness.close();
    // Committed, and cut off before it could be noted.
    for (let number = 2; number <= 600; number += 1) {
      db.journal.append([cashSale(newId(), number)], context, newId);
    }
    const again = open(folder, key);
    expect(shortfallOf(db, again.last())).toBeNull();
    witnessed(db, again);
    expect(again.last()).toMatchObject({
      seq: db.journal.head().seq,
      receipts: { [context.businessDate]: 600 },
    });
  });

  test('that was torn in the middle of a write is the one before', () => {
    const { folder, key, witness, sell } = till();
    sell(1);
    const before = witness.last();
    sell(2);
    const newest = witness.last();
    witness.close();
    const file = join(folder, witnessName);
    const bytes = readFileSync(file);
    bytes.fill(
      0,
      bytes.indexOf(`"seq":${newest?.seq}`),
      bytes.indexOf(`"seq":${newest?.seq}`) + 40,
    );
    writeFileSync(file, bytes);
    expect(open(folder, key).last()).toEqual(before);
  });

  test('is not believed where somebody wrote it who has not the key', () => {
    const { folder, key, witness, sell } = till();
    sell(1);
    const before = witness.last();
    sell(2);
    witness.close();
    const file = join(folder, witnessName);
    const text = readFileSync(file, 'latin1');
    writeFileSync(file, text.replace('"2026-11-22":2', '"2026-11-22":1'), 'latin1');
    expect(open(folder, key).last()).toEqual(before);
    expect(open(folder, newKeyOfAnother()).last()).toBeNull();
  });

  test('that cannot be written holds no sale up and is logged', () => {
    const { db, newId, key } = till();
    const witness = open('/proc/nowhere', key);
    const seen = witnessed(db, witness);
    logged.length = 0;
    seen.journal.append([cashSale(newId(), 1)], context, newId);
    expect(seen.numbers.nextSale(context.businessDate)).toBe(2);
    open('/proc/nowhere', key);
    expect(logged.join()).toContain('the witness is not written');
  });
});

function newKeyOfAnother(): TillKey {
  return makeKey(createKeyStore(tempFolder(), null), seededRandom('another'));
}
