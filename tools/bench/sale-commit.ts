/**
 * A durable sale: entry, chain, projections and running totals, against a raw write and fdatasync of the same bytes. The
 * file is tidied between sales as the upkeep does it (main/program/upkeep.ts), when nobody waits.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { openTillDatabase } from '../../db/till-database.ts';
import { type Figure, spreadOf } from './figures.ts';
import { append, businessDate, enrolTill, sale } from './sample-journal.ts';

/** As often as the upkeep at the till. */
const tidyEvery = 50;

/** Figure and floor in turn, `count` times, so that a machine that slows down slows both. */
export function benchSaleCommit(count: number): Figure {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const db = openTillDatabase(join(directory, 'till.db'));
  const raw = openSync(join(directory, 'raw'), 'w');
  try {
    enrolTill(db, { till: v7(), store: 'bench', publicKey: 'bench' });
    const commits: number[] = [];
    const writes: number[] = [];
    const warmup = Math.min(100, count);
    for (let index = -warmup; index < count; index += 1) {
      const fact = sale(db.numbers.nextSale(businessDate));
      const commitMs = timed(() => append(db, [fact]));
      const bytes = Buffer.from(JSON.stringify(fact));
      const writeMs = timed(() => {
        writeSync(raw, bytes);
        fdatasyncSync(raw);
      });
      if (index % tidyEvery === 0) db.tidy();
      if (index < 0) continue;
      commits.push(commitMs);
      writes.push(writeMs);
    }
    return {
      what: 'durable sale commit, five lines',
      unit: 'ms',
      value: spreadOf(commits),
      floor: { what: 'raw write of the same bytes and fdatasync', value: spreadOf(writes) },
    };
  } finally {
    closeSync(raw);
    db.close();
    rmSync(directory, { recursive: true });
  }
}

function timed(run: () => void): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}
