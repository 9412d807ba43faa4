/**
 * Baskets that this version cannot read, such as a later one left behind: put aside at the start as they are, in a table of
 * their own, so that whatever waits elsewhere can be read. They come back once a version reads them.
 */
import { readBasket } from '../../domain/sale/stored-basket.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';
import type { Whose } from './holds.ts';

export type UnreadBasket = Whose & Readonly<{ id: string; body: string }>;

/** Oldest first. */
export function listUnread(db: Readable): UnreadBasket[] {
  return db.all<UnreadBasket>(
    sql`SELECT id, operator, business_date AS businessDate, parked_at AS at, held_as AS heldAs, body
        FROM unread_baskets ORDER BY parked_at, id`,
  );
}

/** Those that were not put aside yet. `counter`: whose and when the one on the counter is taken to be. */
export function findUnread(db: Readable, counter: Omit<Whose, 'heldAs'>): UnreadBasket[] {
  const onCounter = db
    .all<{ id: string; body: string }>(sql`SELECT id, body FROM basket`)
    // For whoever comes, as if it had been put aside for its customer.
    .map((row) => ({ ...row, ...counter, heldAs: '' }));
  const waiting = db.all<UnreadBasket>(
    sql`SELECT id, operator, business_date AS businessDate, parked_at AS at, held_as AS heldAs, body
        FROM parked_baskets ORDER BY parked_at, id`,
  );
  return [...onCounter, ...waiting].filter(({ body }) => !isReadable(db, body));
}

/** Puts them aside, and whatever can be read by now back to where it waits. Within the transaction of the caller. */
export function setAside(db: Writable, found: readonly UnreadBasket[]): void {
  for (const unread of listUnread(db).filter(({ body }) => isReadable(db, body))) {
    dropUnread(db, unread.id);
    const { id, operator, businessDate, at, heldAs, body } = unread;
    db.run(
      sql`INSERT INTO parked_baskets (id, operator, business_date, parked_at, held_as, body)
          VALUES (${id}, ${operator}, ${businessDate}, ${at}, ${heldAs}, ${body})`,
    );
  }
  for (const { id, operator, businessDate, at, heldAs, body } of found) {
    db.run(sql`DELETE FROM basket WHERE id = ${id}`);
    db.run(sql`DELETE FROM parked_baskets WHERE id = ${id}`);
    db.run(
      sql`INSERT INTO unread_baskets (id, operator, business_date, parked_at, held_as, body)
          VALUES (${id}, ${operator}, ${businessDate}, ${at}, ${heldAs}, ${body})`,
    );
  }
}

/** Somebody has seen to it. Within the transaction of the caller. */
export function dropUnread(db: Writable, id: string): void {
  db.run(sql`DELETE FROM unread_baskets WHERE id = ${id}`);
}

function isReadable(db: Readable, body: string): boolean {
  return readStored(db.file, body, readBasket) !== null;
}
