/** A durable sale: entry, chain, projections and running totals, against a raw write and fdatasync of the same bytes. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { openTillDatabase, type TillDatabase } from '../../db/index.ts';
import type { Fact } from '../../domain/journal-entry.ts';
import { type Figure, spreadOf } from './figures.ts';

const zone = 'Asia/Shanghai';
const businessDate = '2026-11-22';

/** Figure and floor in turn, `count` times, so that a machine that slows down slows both. */
export function benchSaleCommit(count: number): Figure {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const db = openTillDatabase(join(directory, 'till.db'));
  const raw = openSync(join(directory, 'raw'), 'w');
  try {
    enrol(db);
    const commits: number[] = [];
    const writes: number[] = [];
    const warmup = Math.min(100, count);
    for (let index = -warmup; index < count; index += 1) {
      const fact = sale(db);
      const commitMs = timed(() => append(db, fact));
      const bytes = Buffer.from(JSON.stringify(fact));
      const writeMs = timed(() => {
        writeSync(raw, bytes);
        fdatasyncSync(raw);
      });
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

function enrol(db: TillDatabase): void {
  const identity = { till: v7(), store: 'bench', tillName: '1', currency: 'CNY', zone };
  db.enrol(
    identity,
    {
      kind: 'till-enrolled',
      body: { store: 'bench', tillName: '1', currency: 'CNY', zone, publicKey: 'bench' },
    },
    { at: Date.now(), businessDate, operator: null },
    v7(),
  );
}

function append(db: TillDatabase, fact: Fact): void {
  db.journal.append([fact], { at: Date.now(), businessDate, operator: '1007' }, () => v7());
}

function sale(db: TillDatabase): Fact {
  const lines = Array.from({ length: 5 }, (_, index) => ({
    line: index + 1,
    sku: String(10_001 + index),
    barcode: '6921168509256',
    name: { zh: '农夫山泉 550ml', en: 'Nongfu Spring 550 ml' },
    unit: 'piece' as const,
    quantity: 1000,
    listPriceMinor: 200,
    priceMinor: 200,
    taxRate: 1300,
    totalMinor: 200,
  }));
  return {
    kind: 'sale-completed',
    body: {
      saleId: v7(),
      number: db.numbers.nextSale(businessDate),
      lines,
      pieces: 5,
      listMinor: 1000,
      discountMinor: 0,
      totalMinor: 1000,
      roundingMinor: 0,
      tax: [{ rate: 1300, grossMinor: 1000, taxMinor: 115 }],
      tenders: [{ kind: 'cash', amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 }],
      voidedLines: 0,
    },
  };
}
