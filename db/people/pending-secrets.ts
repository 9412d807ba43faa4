/** PINs and passwords chosen at this till that the back office has not acknowledged: their hashes, never they themselves. */
import type { Operator } from '../../domain/people/operator.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';

export type PendingSecret = Readonly<{ number: string; pinHash: string; setAt: number }>;

/** Oldest first. */
export function listPendingSecrets(db: Readable): PendingSecret[] {
  return db.all<PendingSecret>(
    sql`SELECT number, pin_hash AS pinHash, set_at AS setAt FROM pending_secrets ORDER BY set_at`,
  );
}

/** The last one counts. Within the transaction of the caller. */
export function addPendingSecret(db: Writable, { number, pinHash, setAt }: PendingSecret): void {
  db.run(
    sql`INSERT INTO pending_secrets (number, pin_hash, set_at) VALUES (${number}, ${pinHash}, ${setAt})
        ON CONFLICT (number) DO UPDATE SET pin_hash = excluded.pin_hash, set_at = excluded.set_at`,
  );
}

/** When this operator last chose a secret at this till, by its journal, and what vouches for it; null where never. */
export function lastSecretChange(
  db: Readable,
  number: string,
): Readonly<{ at: number; secretHash: string | null }> | null {
  const last = db.get<{ at: number; secretHash: string | null }>(
    sql`SELECT at, body ->> 'secretHash' AS secretHash FROM journal
        WHERE kind = 'secret-changed' AND operator = ${number} ORDER BY seq DESC LIMIT 1`,
  );
  return last ?? null;
}

/** One that was chosen after `setAt` still waits. */
export function forgetPendingSecret(db: Writable, { number, setAt }: PendingSecret): void {
  db.run(sql`DELETE FROM pending_secrets WHERE number = ${number} AND set_at <= ${setAt}`);
}

/** What the back office says, with the secret that it does not know yet. A newer one of its own counts more. */
export function withPendingSecret(db: Writable, operator: Operator): Operator {
  const pending = db.get<PendingSecret>(
    sql`SELECT number, pin_hash AS pinHash, set_at AS setAt
        FROM pending_secrets WHERE number = ${operator.number}`,
  );
  if (!pending) return operator;
  if (operator.secretSetAt !== null && operator.secretSetAt > pending.setAt) {
    forgetPendingSecret(db, pending);
    return operator;
  }
  return withSecret(operator, pending);
}

/** The operator with a PIN or password of their own choice. */
export function withSecret(
  { secretDoubt: _, ...operator }: Operator,
  { pinHash, setAt }: Omit<PendingSecret, 'number'>,
): Operator {
  return { ...operator, pinHash, secretSetAt: setAt, mustChangeSecret: false };
}
