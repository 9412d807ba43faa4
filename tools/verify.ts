/**
 * `npm run verify -- FILE [--json]`: checks a till's journal, or an export of it, without the till.
 *
 * Written from docs/journal.md alone and imports nothing of ours: two programs that share no code and agree on a hash
 * say more than one. Exit code 0: whole; 1: broken, and the first bad entry is named; 2: could not be read.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import canonicalize from 'canonicalize';

/** An entry as it was found, in the words of an export; nothing about it is believed yet. */
type Found = Readonly<Record<string, unknown>>;

type Bad = Readonly<{ seq: number; why: string; sentence: string }>;

type Verdict = Readonly<{
  entries: number;
  head: Readonly<{ seq: number; hash: string }>;
  till: string | null;
  firstBusinessDate: string | null;
  lastBusinessDate: string | null;
  signedHeads: number;
  /** The journal that this one follows, as its first entry names it. */
  continues: unknown;
  bad: Bad | null;
}>;

/** The file cannot be read as a journal at all. */
class Unreadable extends Error {}

const names = 'at,body,businessDate,hash,id,kind,operator,prev,seq,till';
const zeros = '0'.repeat(64);

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  const [file, ...rest] = args.filter((arg) => arg !== '--json');
  try {
    if (file === undefined || rest.length > 0 || file.startsWith('-')) {
      throw new Unreadable('Say which file: npm run verify -- FILE [--json]');
    }
    const verdict = await check(entriesOf(file));
    process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : report(file, verdict));
    process.exitCode = verdict.bad ? 1 : 0;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    if (json) process.stdout.write(`${JSON.stringify({ unreadable: why })}\n`);
    process.stderr.write(`${why}\n`);
    process.exitCode = 2;
  }
}

/** Walks the chain to its end or to the first entry that does not belong. */
async function check(entries: AsyncIterable<Found> | Iterable<Found>): Promise<Verdict> {
  /** Hash of each entry by seq, for the heads that were signed. */
  const hashes = [zeros];
  let till: string | null = null;
  let key: KeyObject | null = null;
  let firstDate: string | null = null;
  let lastDate: string | null = null;
  let signedHeads = 0;
  let continues: unknown = null;
  let bad: Bad | null = null;

  for await (const entry of entries) {
    const seq = hashes.length;
    till ??= String(entry.till);
    bad = judge(entry, seq, hashes[seq - 1] ?? zeros, till);
    if (bad) break;

    const hash = String(entry.hash);
    const body = entry.body as Record<string, unknown>;
    if (seq === 1 && entry.kind === 'till-enrolled') {
      key = publicKeyOf(body);
      continues = body.continues ?? null;
    }
    if (entry.kind === 'journal-pushed' || entry.kind === 'day-closed') {
      bad = judgeHead(body.head, seq, hashes, key);
      if (bad) break;
      signedHeads += 1;
    }
    hashes.push(hash);
    const date = String(entry.businessDate);
    if (firstDate === null || date < firstDate) firstDate = date;
    if (lastDate === null || date > lastDate) lastDate = date;
  }
  const last = hashes.length - 1;
  return {
    entries: last,
    head: { seq: last, hash: hashes[last] ?? zeros },
    till,
    firstBusinessDate: firstDate,
    lastBusinessDate: lastDate,
    signedHeads,
    continues,
    bad,
  };
}

/** Null when `entry` is the one that follows `prev`. */
function judge(entry: Found, seq: number, prev: string, till: string): Bad | null {
  const bad = (why: string, sentence: string): Bad => ({ seq, why, sentence });
  if (typeof entry.unreadable === 'string') return bad('unreadable', entry.unreadable);
  if (Object.keys(entry).sort().join() !== names) {
    return bad('fields', `it has not exactly the fields ${names}.`);
  }
  if (entry.seq !== seq) {
    return bad('missing', `it is missing: where it should be stands entry ${entry.seq}.`);
  }
  if (typeof entry.body !== 'object' || entry.body === null) {
    return bad('fields', 'its body is not an object.');
  }
  if (entry.till !== till) return bad('till', `it is of till ${entry.till}, not ${till}.`);
  if (entry.prev !== prev) {
    return bad('prev', 'its prev is not the hash of the entry before it.');
  }
  if (entry.hash !== hashOf(prev, entry)) {
    return bad('hash', 'its hash is not that of its content: one or the other was changed.');
  }
  return null;
}

function hashOf(prev: string, entry: Found): string {
  const { prev: _prev, hash: _hash, ...content } = entry;
  try {
    return createHash('sha256')
      .update(Buffer.from(prev, 'hex'))
      .update(canonicalize(content) ?? '', 'utf8')
      .digest('hex');
  } catch {
    return 'text without a canonical form';
  }
}

/** A head says: at that entry this was the hash. It must be so, and the till must have signed it. */
function judgeHead(
  head: unknown,
  seq: number,
  hashes: readonly string[],
  key: KeyObject | null,
): Bad | null {
  const bad = (why: string, sentence: string): Bad => ({ seq, why, sentence });
  const { seq: at, hash, signature } = (head ?? {}) as Record<string, unknown>;
  if (typeof at !== 'number' || at >= seq || hashes[at] !== hash) {
    return bad('head', `the head it carries is not the hash of entry ${at}.`);
  }
  if (key === null) {
    return bad('key', 'it is signed, and the first entry holds no Ed25519 public key.');
  }
  const bytes = Buffer.from(hashes[at] ?? '', 'hex');
  if (!verify(null, bytes, key, Buffer.from(String(signature), 'base64'))) {
    return bad('signature', `the head it carries was not signed by this till's key.`);
  }
  return null;
}

function publicKeyOf(body: Record<string, unknown>): KeyObject | null {
  try {
    const der = Buffer.from(String(body.publicKey), 'base64');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** By content, not by name: what begins like a SQLite file is one, what begins like JSON is an export. */
function entriesOf(file: string): AsyncIterable<Found> | Iterable<Found> {
  const start = firstBytes(file);
  if (start.length === 0) throw new Unreadable(`${file} is empty.`);
  if (start.toString('latin1').startsWith('SQLite format 3\0')) return entriesOfDatabase(file);
  if (start[0] === '{'.charCodeAt(0)) return entriesOfExport(file);
  throw new Unreadable(`${file} is neither a till's database nor an export of its journal.`);
}

function firstBytes(file: string): Buffer {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(16);
      return start.subarray(0, readSync(descriptor, start, 0, start.length, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '?';
    throw new Unreadable(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
    );
  }
}

async function* entriesOfExport(file: string): AsyncGenerator<Found> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() !== '') yield parseLine(line);
  }
}

function parseLine(line: string): Found {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === 'object' && entry !== null) return entry as Found;
  } catch {
    // Said below, with the place where it stands.
  }
  return { unreadable: 'its line is not a JSON object.' };
}

/**
 * Reads beside a running till in one transaction, so what it writes meanwhile is not half seen. A file with no till
 * behind it is read as a copy in a folder of our own: looking at a WAL database leaves files beside it.
 */
function* entriesOfDatabase(file: string): Generator<Found> {
  const live = existsSync(`${file}-shm`) ? openDatabase(file) : null;
  if (live) return yield* rowsOf(live, file);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-verify-'));
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    const database = openDatabase(copy);
    if (!database) throw new Unreadable(`${file} is damaged: SQLite cannot open it.`);
    yield* rowsOf(database, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Null where SQLite will not: no right to its shared memory, or no database behind the first page. */
function openDatabase(path: string): Database.Database | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { readonly: true });
    return database.exec('BEGIN; SELECT count(*) FROM sqlite_master');
  } catch {
    database?.close();
    return null;
  }
}

function* rowsOf(database: Database.Database, file: string): Generator<Found> {
  let read = 0;
  try {
    const till = database.prepare('SELECT till FROM till').pluck().get();
    const rows = database.prepare<[], Record<string, unknown>>(
      `SELECT seq, id, at, business_date, operator, kind, CAST(body AS BLOB) AS body, prev, hash
       FROM journal ORDER BY seq`,
    );
    for (const row of rows.iterate()) {
      yield toEntry(row, till);
      read += 1;
    }
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError)) throw thrown;
    // A damaged page in the middle of the table: what came before it has been read.
    if (read > 0) yield { unreadable: `SQLite cannot read it (${thrown.message}).` };
    else throw new Unreadable(`${file} is no till's database, or is damaged: ${thrown.message}.`);
  } finally {
    database.close();
  }
}

function toEntry(row: Record<string, unknown>, till: unknown): Found {
  const { business_date: businessDate, body, prev, hash, ...same } = row;
  const parsed = parseBody(body);
  if (parsed === undefined) return { unreadable: 'its body is not canonical JSON in UTF-8.' };
  return { ...same, businessDate, body: parsed, till, prev: toHex(prev), hash: toHex(hash) };
}

/** Undefined for bytes that are not exactly the canonical text of what they say. */
function parseBody(bytes: unknown): unknown {
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return Buffer.from(canonicalize(body) ?? '', 'utf8').equals(bytes) ? body : undefined;
  } catch {
    return undefined;
  }
}

function toHex(bytes: unknown): unknown {
  return Buffer.isBuffer(bytes) ? bytes.toString('hex') : bytes;
}

/** Which journal it follows; that one is checked by itself, and its head must be the one named here. */
function followed(continues: unknown): string[] {
  if (typeof continues !== 'object' || continues === null) return [];
  const { till, seq, hash, after } = continues as Record<string, unknown>;
  const brought = typeof after === 'number' ? `, whose entries after ${after} are here again` : '';
  return [`follows ${till} ${seq} ${hash}${brought}`];
}

function report(file: string, verdict: Verdict): string {
  const { entries, head, till, firstBusinessDate, lastBusinessDate, signedHeads, bad } = verdict;
  return [
    bad ? `BROKEN  ${file}` : `whole   ${file}`,
    `till    ${till ?? '-'}`,
    `entries ${entries}${bad ? ' before the bad one' : ''}`,
    `dates   ${firstBusinessDate ?? '-'} to ${lastBusinessDate ?? '-'}`,
    `head    ${head.seq} ${head.hash}`,
    ...followed(verdict.continues),
    `signed  ${signedHeads} ${signedHeads === 1 ? 'head' : 'heads'}`,
    ...(bad ? [`Entry ${bad.seq} is bad: ${bad.sentence}`] : []),
    '',
  ].join('\n');
}
