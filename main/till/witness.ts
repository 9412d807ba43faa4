/**
 * How far this till's journal once was, in a file of its own beside the till's key: what the journal itself cannot show,
 * because a file that was put back, or whose end was cut off, is whole in itself.
 *
 * It is written after each commit, without waiting for the disk: a power cut may leave it behind the journal, by entries
 * that are then read again, and never before it. Two slots are written in turn, each under a code made with the till's
 * key, so that a torn or forged one is not believed and the other is still there. A copy of the whole folder takes its
 * witness along; that is for the back office to notice.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TillDatabase } from '../../db/till-database.ts';
import { assert } from '../../domain/basics/assert.ts';
import { type Entry, factOrUnread } from '../../domain/contract/entry.ts';
import type { ChainHead, ExportedEntry } from '../../domain/journal/chain.ts';
import type { Log } from '../machine/log.ts';
import type { TillKey } from '../machine/till-key.ts';

/** In the data directory. */
export const witnessName = 'till.witness';

const slotBytes = 2_048;
/** A code in hex and a space stand before the record, a line feed after it. */
const codeLength = 64;
/** Business dates whose highest receipt number is kept: more than anybody cuts off unseen. */
const datesMax = 16;
/** Entries in memory at a time while it catches up with the journal. */
const pageSize = 500;

const seenSchema = z.object({
  /** The till's id. */
  till: z.string(),
  /** Of the newest entry. */
  seq: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Business date → highest receipt number, of the newest dates. */
  receipts: z.record(z.string(), z.int().positive()),
  /** Highest Z number; 0 before the first. */
  z: z.int().nonnegative(),
  /** Trace number and batch used last with the acquirer; null before the first. */
  stan: z.string().nullable(),
  batch: z.string().nullable(),
});
/** The newest of everything that must never be used twice. */
export type Seen = z.infer<typeof seenSchema>;

/** `turn` grows by one with each record, so that the newer slot is known. */
const recordSchema = seenSchema.extend({ turn: z.int().nonnegative() });

export type Witness = Readonly<{
  /** What was seen last, by this run or the ones before; null where there is nothing to believe. */
  last(): Seen | null;
  /** Remembers. Never throws: that it could not be written is logged, and holds no sale up. */
  note(seen: Seen): void;
  /** On the disk when it returns. */
  flush(): void;
  close(): void;
}>;

/** Opens the witness in `directory`, made if it is not there. Never throws; what cannot be opened remembers nothing. */
export function openWitness(directory: string, key: TillKey, log: Log): Witness {
  const secret = key.privateKey.export({ format: 'der', type: 'pkcs8' });
  const macKey = new Uint8Array(hkdfSync('sha256', secret, '', 'rollcall witness', 32));
  const guarded = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (err) {
      log.warn({ err, file: witnessName }, 'the witness is not written');
      return null;
    }
  };
  const readFound = (from: number | null) =>
    from === null ? null : guarded(() => readNewest(from, macKey));
  let handle = guarded(() => openFile(join(directory, witnessName)));
  const found = readFound(handle);
  let turn = found?.turn ?? 0;
  let seen = found?.seen ?? null;
  const flush = (): void => {
    const file = handle;
    if (file !== null) guarded(() => fdatasyncSync(file));
  };

  return {
    last: () => seen,
    note: (fresh) => {
      seen = fresh;
      turn += 1;
      const json = JSON.stringify({ ...fresh, turn });
      const line = Buffer.from(`${codeOf(macKey, json)} ${json}\n`);
      const file = handle;
      if (file === null || line.length > slotBytes) return;
      guarded(() => writeSync(file, line, 0, line.length, (turn % 2) * slotBytes));
    },
    flush,
    close: () => {
      flush();
      const file = handle;
      // Its number may soon be another file's.
      handle = null;
      if (file !== null) guarded(() => closeSync(file));
    },
  };
}

/**
 * The database with a witness: every entry is noted once it is on the disk, and numbers go on after the highest ever
 * seen, whatever the file says. An entry that was committed before a crash and not noted is read from the journal.
 */
export function witnessed(db: TillDatabase, witness: Witness): TillDatabase {
  const till = db.identity()?.till;
  assert(till !== undefined, 'a till that has joined a store');
  catchUp(db, till, witness);
  return {
    ...db,
    journal: {
      ...db.journal,
      append: (facts, context, newId, also) => {
        const entries = db.journal.append(facts, context, newId, also);
        witness.note(seenAfter(witness.last(), till, entries, db.journal.head()));
        // Nobody waits for the till at the end of a shift.
        if (entries.some(({ kind }) => kind === 'signed-out')) witness.flush();
        return entries;
      },
    },
    numbers: {
      ...db.numbers,
      nextSale: (businessDate) =>
        Math.max(
          db.numbers.nextSale(businessDate),
          (witness.last()?.receipts[businessDate] ?? 0) + 1,
        ),
      nextZ: () => Math.max(db.numbers.nextZ(), (witness.last()?.z ?? 0) + 1),
      nextStan: () => nextStan(db.numbers.nextStan(), witness.last()?.stan ?? null),
      lastBatch: () => witness.last()?.batch ?? db.numbers.lastBatch(),
    },
  };
}

/** More than a till takes cards in a day: what neither file nor witness has seen lies within it. */
const stansSkipped = 1_000;
const stanMax = 999_999;

/**
 * The next trace number toward the acquirer or terminal, six digits. Where the file goes on with another than the witness
 * has seen, one of them was put back or lost: then a range is left out, because a number that somebody's paid sale has
 * would take that sale back. The entry that carries the new number puts an end to the doubt.
 */
function nextStan(ofFile: string, seen: string | null): string {
  const ofWitness = stanAfter(Number(seen ?? 0));
  if (ofFile === ofWitness) return ofFile;
  return stanAfter(Math.max(Number(ofFile), Number(ofWitness)) + stansSkipped);
}

/** 000000 is no trace number. */
function stanAfter(last: number): string {
  return String((last % stanMax) + 1).padStart(6, '0');
}

/** What the journal lacks: it ends at `here`, or has something else where the witness saw `there`. */
export type Shortfall = Readonly<{ here: number; there: number }>;

/** Whether the journal is the one the witness saw; null where it is, or where there is nothing to compare. */
export function shortfallOf(db: TillDatabase, seen: Seen | null): Shortfall | null {
  if (seen === null) return null;
  const { seq: here } = db.journal.head();
  if (seen.till !== db.identity()?.till) {
    // A new journal that follows the one it saw; any other was put in its place.
    return follows(db, seen.till) ? null : { here, there: seen.seq };
  }
  const [entry] = seen.seq === 0 ? [] : db.journal.read(seen.seq - 1, 1);
  if (entry?.hash === seen.hash) return null;
  return { here, there: seen.seq };
}

function follows(db: TillDatabase, till: string): boolean {
  const [first] = db.journal.read(0, 1).map(readEntry);
  return first?.kind === 'till-enrolled' && first.body.continues?.till === till;
}

/** Only what a crash kept from being noted; what was put back is told by `shortfallOf` and never unlearnt. */
function catchUp(db: TillDatabase, till: string, witness: Witness): void {
  const seen = witness.last();
  if (shortfallOf(db, seen)) return;
  const { seq } = db.journal.head();
  if (seen?.till === till && seen.seq === seq) return;
  let caught = seen?.till === till ? seen : null;
  for (let after = caught?.seq ?? seq; after < seq; after += pageSize) {
    const page = db.journal.read(after, pageSize).map(readEntry);
    caught = seenAfter(caught, till, page, db.journal.head());
  }
  witness.note(caught ?? seenAfter(seen, till, [], db.journal.head()));
}

function readEntry({ kind, body, ...place }: ExportedEntry): Entry {
  return { ...place, ...factOrUnread(kind, body) };
}

function seenAfter(
  before: Seen | null,
  till: string,
  entries: readonly Entry[],
  head: ChainHead,
): Seen {
  const receipts = new Map(Object.entries(before?.receipts ?? {}));
  let { z = 0, stan = null, batch = null } = before ?? {};
  for (const entry of entries) {
    if (entry.kind === 'sale-completed') {
      const { number } = entry.body;
      receipts.set(entry.businessDate, Math.max(number, receipts.get(entry.businessDate) ?? 0));
    }
    if (entry.kind === 'day-closed') z = Math.max(z, entry.body.zNumber);
    if (entry.kind === 'attempt-prepared' || entry.kind === 'host-signed-on') {
      ({ stan, batch } = entry.body);
    }
  }
  const newest = [...receipts].sort(([one], [other]) => (one < other ? 1 : -1)).slice(0, datesMax);
  return {
    till,
    seq: head.seq,
    hash: head.hash,
    receipts: Object.fromEntries(newest),
    z,
    stan,
    batch,
  };
}

function openFile(file: string): number {
  try {
    return openSync(file, 'r+');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  }
  const handle = openSync(file, 'w+', 0o600);
  // All of its room at once: a full disk must not leave it behind.
  ftruncateSync(handle, 2 * slotBytes);
  return handle;
}

function readNewest(
  handle: number,
  macKey: Uint8Array,
): Readonly<{ seen: Seen; turn: number }> | null {
  const slots = [0, 1].flatMap((slot) => {
    const bytes = Buffer.alloc(slotBytes);
    readSync(handle, bytes, 0, slotBytes, slot * slotBytes);
    const line = bytes.subarray(0, Math.max(0, bytes.indexOf('\n'))).toString('utf8');
    const json = line.slice(codeLength + 1);
    const code = Buffer.from(line.slice(0, codeLength));
    const right = Buffer.from(codeOf(macKey, json));
    if (code.length !== right.length || !timingSafeEqual(code, right)) return [];
    const { turn, ...seen } = recordSchema.parse(JSON.parse(json));
    return [{ seen, turn }];
  });
  return slots.sort((one, other) => other.turn - one.turn)[0] ?? null;
}

/** HMAC-SHA-256, lower-case hex. */
function codeOf(macKey: Uint8Array, json: string): string {
  return createHmac('sha256', macKey).update(json).digest('hex');
}
