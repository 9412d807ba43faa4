/** One business day from the key in the door to the light switched off, and what the auditor makes of it. */
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '../../domain/basics/assert.ts';
import type { DayClosedBody } from '../../domain/day/facts.ts';
import type { ChainHead, ExportedEntry } from '../../domain/journal/chain.ts';
import { digestOf } from '../../domain/office/reconcile.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { databaseName } from '../../main/program/app.ts';
import { type Auditor, createAuditor } from './auditor.ts';
import { openCounter } from './counter.ts';
import type { CutPlan } from './power-cut.ts';
import { createSeededRandom } from './random.ts';
import { openShop, type Shop } from './shop.ts';
import { createDay, playDay } from './workload.ts';

export type DayOptions = Readonly<{
  seed: number;
  /** About so many customers. */
  sales: number;
  /** Where the till's database goes. Must not exist. */
  file: string;
  /** Pulls the plug once. */
  cut?: CutPlan;
}>;

export type DayResult = Readonly<{
  /** Where the books differ; empty when they agree. */
  findings: readonly string[];
  totals: DayTotals;
  counts: ReturnType<Auditor['counts']>;
  z: DayClosedBody;
  head: ChainHead;
  entries: readonly ExportedEntry[];
  powerCuts: number;
  /** Appends of the journal: where a plug could have been pulled. */
  appends: number;
}>;

/** Friday, 20 November 2026, 07:30 in Shanghai. */
const dawnMs = Date.parse('2026-11-20T07:30:00+08:00');

/** Throws where the day itself came to a stop: a bug, in the till or here. */
export async function simulateDay(options: DayOptions): Promise<DayResult> {
  const directory = mkdtempSync(join(scratchDirectory(), 'rollcall-day-'));
  try {
    const { seed, cut = null } = options;
    const shop = await openShop({ seed, directory, startMs: dawnMs, cut, counter: openCounter });
    const result = await live(shop, options);
    copyFileSync(join(directory, databaseName), options.file, constants.COPYFILE_EXCL);
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * A thousand commits of till and back office wait for a real disk a minute altogether. That they do is shown elsewhere;
 * here nobody pulls a real plug, and Linux has a file system in memory.
 */
export function scratchDirectory(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

async function live(shop: Shop, { seed, sales }: DayOptions): Promise<DayResult> {
  const { cashStepMinor } = shop.office.settings;
  const auditor = createAuditor({ cashStepMinor, utcOffsetHours: 8 });
  const random = createSeededRandom(seed, 'people');
  const day = createDay({ shop, auditor, random, items: shop.office.items, sales });
  await playDay(day);

  const entries = shop.journal();
  const z = entries.find((entry) => entry.kind === 'day-closed');
  assert(z, 'the day was closed');
  const closing = z.body as unknown as DayClosedBody;
  const last = entries.at(-1);
  const head = { seq: last?.seq ?? 0, hash: last?.hash ?? '' };
  const totals = shop.books(closing.closedDate);
  auditor.checkTotals('after the Z', totals);
  auditor.checkJournal(entries);
  auditor.checkHost(shop.counter.host.books.charged());
  // What was on its way to the printer when the power went is on paper or not, and nobody knows.
  if (shop.powerCuts() === 0) checkPaper(auditor, shop, entries);
  const there = await shop.officeBooks();
  await shop.close();
  auditor.compare('back office: digests', [digestOf(totals)], there.digests);
  auditor.compare('back office: head', head, there.head);
  return {
    findings: auditor.findings,
    totals,
    counts: auditor.counts(),
    z: closing,
    head,
    entries,
    powerCuts: shop.powerCuts(),
    appends: shop.appends(),
  };
}

const slips: ReadonlySet<string> = new Set([
  'cash-paid-in',
  'cash-paid-out',
  'cash-dropped',
  'drawer-handed-over',
]);

/** A receipt for each that the journal knows of, a slip for cash that moved or was passed on, and the Z. */
function checkPaper(auditor: Auditor, shop: Shop, entries: readonly ExportedEntry[]): void {
  const known = entries.filter((entry) => entry.kind === 'receipt-printed').length;
  const printed = shop.counter.printer.receipts().at(-1)?.number ?? 0;
  const moved = entries.filter(({ kind }) => slips.has(kind)).length;
  auditor.compare('papers printed', known + moved + 1, printed);
}
