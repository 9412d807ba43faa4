/** Both sets of books, read from their files as an auditor would. */
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Shop } from '../../../tools/demo/shop.ts';
import { databaseOf } from './till.ts';

export type BookedSale = Readonly<{ saleId: string; totalMinor: number; cardMinor: number }>;

type SaleBody = Readonly<{
  saleId: string;
  totalMinor: number;
  tenders: readonly Readonly<{ kind: string; amountMinor: number }>[];
}>;

/** `here`: the till's journal; `there`: the back office's copy of it. Oldest first. */
export function readBooks(shop: Shop): { here: BookedSale[]; there: BookedSale[] } {
  return {
    here: salesIn(databaseOf(shop.tillDirectory), 'journal'),
    there: salesIn(
      join(dirname(shop.tillDirectory), 'back-office', 'back-office.db'),
      backOfficeJournal,
    ),
  };
}

/** Kinds of the entries of a till's journal, oldest first, each with its body. */
export function readJournal(shop: Shop): { kind: string; body: Record<string, unknown> }[] {
  return rows(databaseOf(shop.tillDirectory), 'SELECT kind, body FROM journal ORDER BY seq').map(
    ({ kind, body }) => ({ kind: String(kind), body: JSON.parse(String(body)) }),
  );
}

const backOfficeJournal = 'entries';

function salesIn(file: string, table: string): BookedSale[] {
  return rows(file, `SELECT body FROM ${table} WHERE kind = 'sale-completed' ORDER BY seq`).map(
    ({ body }) => {
      const sale: SaleBody = JSON.parse(String(body));
      const cardMinor = sale.tenders
        .filter(({ kind }) => kind === 'card')
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      return { saleId: sale.saleId, totalMinor: sale.totalMinor, cardMinor };
    },
  );
}

function rows(file: string, sql: string): Record<string, unknown>[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    db.close();
  }
}
