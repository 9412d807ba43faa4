/** Whose journal this is: the one row of the table `till`, written at enrolment and never again. */
import { assert } from '../../domain/basics/assert.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';

export type TillIdentity = Readonly<{
  /** The till's id; part of every hash. */
  till: string;
  store: string;
  tillName: string;
  currency: string;
  /** IANA name; hours of reports are this zone's. */
  zone: string;
}>;

/** Null until the till has joined a store. */
export function findIdentity(db: Readable): TillIdentity | null {
  return (
    db.get<TillIdentity>(
      sql`SELECT till, store, till_name AS tillName, currency, zone FROM till`,
    ) ?? null
  );
}

export function insertIdentity(db: Writable, identity: TillIdentity): void {
  const { till, store, tillName, currency, zone } = identity;
  const changes = db.run(
    sql`INSERT INTO till (till, store, till_name, currency, zone)
        VALUES (${till}, ${store}, ${tillName}, ${currency}, ${zone})`,
  );
  assert(changes === 1, 'a till is one row');
}
