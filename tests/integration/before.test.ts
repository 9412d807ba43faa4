/** The version before: what it left on disk opens, verifies, syncs and sells on; what it says is understood. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTillDatabase } from '../../db/till-database.ts';
import type { DayClosedBody } from '../../domain/day/facts.ts';
import { digestOf } from '../../domain/office/reconcile.ts';
import { zReport } from '../../domain/reports/day-report.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { figureOf } from '../../domain/reports/figures.ts';
import { foldSession, newSession } from '../../domain/reports/session.ts';
import { storedTotals } from '../../domain/reports/stored-totals.ts';
import { readConfig } from '../../main/machine/config.ts';
import { speakerIn } from '../../main/machine/words.ts';
import { databaseName } from '../../main/program/app.ts';
import { createBackOffice } from '../../server/program/app.ts';
import { openStore } from '../../server/store/open.ts';
import { exec } from '../../tools/exec.ts';
import { root } from '../../tools/paths.ts';
import { payAtPad } from '../../tools/simulate/card-customer.ts';
import { cast } from '../../tools/simulate/cast.ts';
import { openCounter } from '../../tools/simulate/counter.ts';
import { createSeededRandom } from '../../tools/simulate/random.ts';
import { officeName, openShop } from '../../tools/simulate/shop.ts';
import { signIn } from '../../tools/simulate/sign-in.ts';
import { handClock } from '../helpers/hand-clock.ts';
import { paperText } from '../helpers/paper-text.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const versions = readdirSync(fixtures).filter((name) => name.startsWith('before-'));

/** A request as the old till sent it, byte for byte, and what the old server answered. */
type Exchange = Readonly<{
  request: { method: string; path: string; headers: Record<string, string>; body: string };
  answer: { status: number; body: string };
}>;
type OldSchemas = Readonly<Record<string, { method: string; path: string; output: object }>>;

describe.each(versions)('What the version of %s left', (version) => {
  const fixture = (name: string): Buffer =>
    brotliDecompressSync(readFileSync(join(fixtures, version, `${name}.br`)));
  const json = <Value>(name: string): Value => JSON.parse(fixture(name).toString());

  /** The old till's data folder, and the old back office's file beside it, to be written to. */
  function oldShop(): string {
    const directory = temporaryDirectory('before');
    for (const name of ['config.json', 'till.key']) {
      writeFileSync(join(directory, name), readFileSync(join(fixtures, version, 'till', name)));
    }
    writeFileSync(join(directory, databaseName), fixture('till/till.db'));
    writeFileSync(join(directory, officeName), fixture('office.db'));
    return directory;
  }
  const exported = () => fixture('journal.ndjson').toString();

  it('verifies as it lies there, the file and its export, to the same head', async () => {
    const directory = oldShop();
    const ndjson = join(directory, 'journal.ndjson');
    writeFileSync(ndjson, exported());
    const verdicts = await Promise.all(
      [join(directory, databaseName), ndjson].map((file) => verdictOf(file)),
    );
    const last = JSON.parse(exported().trimEnd().split('\n').at(-1) ?? '');
    const whole = { bad: null, entries: last.seq, head: { seq: last.seq, hash: last.hash } };
    expect(verdicts).toMatchObject([whole, whole]);
  });

  it('opens at the till: the file migrates, and its books stand as a rebuild from the journal has them', async () => {
    const directory = oldShop();
    const file = join(directory, databaseName);
    const old = booksAsTheyLie(file);
    expect(old.totals.length).toBeGreaterThan(0);
    openTillDatabase(file).close();
    forgetBooks(file);
    const db = openTillDatabase(file);
    for (const totals of old.totals) {
      // What is summed since by operator it did not keep.
      const { byOperator } = db.totals(totals.businessDate);
      expect(db.totals(totals.businessDate)).toEqual({ ...totals, byOperator });
      expect(figureOf(totals, 'sales').count).toBeGreaterThan(0);
    }
    const hashes = db.journal.read(0, 10_000).map(({ hash }) => hash);
    db.close();
    expect(booksAsTheyLie(file).userVersion).toBeGreaterThan(old.userVersion);
    expect(hashes).toEqual(
      exported()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).hash),
    );
  });

  it('prints its Z again as it was printed', async () => {
    const directory = oldShop();
    const db = openTillDatabase(join(directory, databaseName));
    const closing = db.journal
      .read(0, 10_000)
      .flatMap(({ kind, body }) =>
        kind === 'day-closed' ? [body as unknown as DayClosedBody] : [],
      )
      .at(-1);
    if (!closing) throw new Error('the journal has a Z');
    let books = newSession(closing.closedDate);
    for (const entry of db.journal.since(0)) {
      if (entry.kind === 'day-closed') break;
      books = foldSession(books, entry, db.identity()?.zone ?? 'UTC');
    }
    const settings = db.settings.load();
    db.close();
    if (!settings) throw new Error('the till has its store');
    const { storeName, receiptFooter } = settings;
    for (const locale of ['zh-CN', 'en'] as const) {
      const say = speakerIn(locale);
      const letterhead = { storeName, receiptFooter, tillName: '1', locale, say, printedAt: '-' };
      const golden = join(fixtures, version, `z.${locale}.golden.txt`);
      await expect(paperText(zReport(letterhead, books, closing))).toMatchFileSnapshot(golden);
    }
  });

  it('is a till that today’s back office understands: its requests, in answers its own schemas take', async () => {
    const office = await todaysOffice(oldShop());
    const schemas = json<OldSchemas>('schemas.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    for (const format of ['base64', 'starts_with']) ajv.addFormat(format, true);
    const asked = new Set<string>();
    for (const { request, answer } of json<Exchange[]>('exchanges.json')) {
      const today = await office.answer(request);
      const path = request.path.replace(/\?.*/, '');
      const [route, { output }] = Object.entries(schemas).find(
        ([, old]) => old.method === request.method && old.path === path,
      ) ?? ['', { output: { not: {} } }];
      asked.add(route);
      const check = ajv.compile(output);
      check(today.value);
      expect([route, today.status, check.errors]).toEqual([route, 200, null]);
      // What was pulled may have grown since; what the old till compares with its own books may not.
      if (route !== 'pull') expect([route, today.value]).toEqual([route, JSON.parse(answer.body)]);
    }
    expect([...asked].sort()).toEqual(['digests', 'head', 'pull', 'push']);
  });

  it('works a day on: signs in, sells for cash and by card, closes with a Z, and the back office has it all', async () => {
    const directory = oldShop();
    const office = await todaysOffice(directory);
    for (const { request } of json<Exchange[]>('exchanges.json')) await office.answer(request);
    await office.close();
    const entries = exported().trimEnd().split('\n');
    const { at, seq } = JSON.parse(entries.at(-1) ?? '');

    const shop = await openShop({
      seed: 1,
      directory,
      // The next day, at the hour the till was left.
      startMs: at + 24 * 3_600_000,
      cut: null,
      counter: openCounter,
      config: readConfig(join(directory, 'config.json')),
    });
    await signIn(shop, cast.manager, async () => ({ '1000': 50 }));
    const goods = (await shop.call('catalogue.search', { text: '水' })).find(
      ({ unit }) => unit === 'piece',
    );
    const sold = async () => {
      const view = await shop.onCounter('basket.add', { sku: goods?.sku ?? '', quantity: 1_000 });
      return { saleId: view.id, amountMinor: view.cashDueMinor };
    };
    const cash = await sold();
    await shop.call('sale.payCash', { ...cash, tenderedMinor: cash.amountMinor });
    await sold();
    const random = createSeededRandom(1, 'people');
    const { view } = await payAtPad({ shop, random }, 'good');
    expect(view.stage).toBe('approved');

    const { businessDate, due } = await shop.call('day.preview', {});
    // The store of before has said nothing about its count: it is blind.
    expect(due).toBeNull();
    const counted = await shop.call('day.count', { businessDate, denominations: {} });
    const denominations = { '1': counted.due?.expectedMinor ?? 0 };
    await shop.call('day.count', { businessDate, denominations });
    const accepts = ['hour' as const];
    const closed = await shop.call('day.close', { businessDate, reasonId: null, accepts });
    expect(closed.differenceMinor).toBe(0);
    await shop.pass(5 * 60_000);
    const fresh = shop.journal(seq);
    expect(fresh.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['till-started', 'signed-in', 'sale-completed', 'day-closed']),
    );
    const zs = shop.journal().filter(({ kind }) => kind === 'day-closed');
    expect(zs.map(({ body }) => (body as unknown as DayClosedBody).zNumber)).toEqual([1, 2]);
    const there = await shop.officeBooks();
    const last = shop.journal().at(-1);
    expect(there.head).toEqual({ seq: last?.seq, hash: last?.hash });
    const dates = zs.map(({ body }) => (body as unknown as DayClosedBody).closedDate);
    expect(there.digests).toEqual(dates.map((date) => digestOf(shop.books(date))));
    await shop.close();
    const file = join(directory, databaseName);
    expect(await verdictOf(file)).toMatchObject({ bad: null, entries: last?.seq });
  });

  async function todaysOffice(directory: string) {
    const store = await openStore({ sqliteFile: join(directory, officeName) });
    let open = true;
    const close = async () => {
      if (open) await store.close();
      open = false;
    };
    onTestFinished(close);
    let now = 0;
    const clock = { ...handClock(), now: () => now };
    const app = createBackOffice({ store, clock, random: createSeededRandom(1, 'office') });
    return {
      close,
      answer: async ({ method, path, headers, body }: Exchange['request']) => {
        now = Number(headers['x-rollcall-at']);
        const bytes = Buffer.from(body, 'base64');
        const init = bytes.length === 0 ? { method, headers } : { method, headers, body: bytes };
        const response = await app.request(`https://office.simulated${path}`, init);
        return { status: response.status, value: await response.json() };
      },
    };
  }
});

async function verdictOf(file: string): Promise<unknown> {
  const { stdout } = await exec(process.execPath, [join(root, 'tools/verify.ts'), file, '--json']);
  return JSON.parse(stdout);
}

/** What the file says, read by nobody's code. */
function booksAsTheyLie(file: string): { userVersion: number; totals: DayTotals[] } {
  const db = new Database(file, { readonly: true });
  const userVersion = Number(db.pragma('user_version', { simple: true }));
  const bodies = db.prepare('SELECT body FROM day_totals').pluck().all();
  db.close();
  return { userVersion, totals: bodies.map((body) => storedTotals(String(body))) };
}

/** The next opening has to work them out from the journal. */
function forgetBooks(file: string): void {
  const db = new Database(file);
  for (const table of ['projections', 'day_totals', 'sales', 'attempts']) {
    db.exec(`DELETE FROM ${table}`);
  }
  db.close();
}
