/** Whose journal this is: the one row of the table `till`, written at enrolment and never again. */
import { assert } from '../../domain/basics/assert.ts';
import { Problem } from '../../domain/words/problem.ts';
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

/** Null until the till has joined a store. Throws Problem database-corrupt for a zone that there is not. */
export function findIdentity(db: Readable): TillIdentity | null {
  const identity = db.get<TillIdentity>(
    sql`SELECT till, store, till_name AS tillName, currency, zone FROM till`,
  );
  if (!identity) return null;
  if (!isZone(identity.zone)) throw new Problem('database-corrupt', { file: db.file });
  return identity;
}

/** The calendar takes its time to know a zone, and each entry asks. */
const known = new Set<string>();

function isZone(zone: string): boolean {
  if (known.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  known.add(zone);
  return true;
}

export function insertIdentity(db: Writable, identity: TillIdentity): void {
  const { till, store, tillName, currency, zone } = identity;
  const changes = db.run(
    sql`INSERT INTO till (till, store, till_name, currency, zone)
        VALUES (${till}, ${store}, ${tillName}, ${currency}, ${zone})`,
  );
  assert(changes === 1, 'a till is one row');
}
