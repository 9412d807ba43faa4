/** Who may work the till, as the back office says; with the hash of each secret, never a secret. */
import { z } from 'zod';
import { type Operator, operatorSchema } from '../../domain/people/operator.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';
import {
  addPendingSecret,
  type PendingSecret,
  withPendingSecret,
  withSecret,
} from './pending-secrets.ts';

/** The hash as it is kept, sealed (main/till/sealed-secrets.ts). */
const keptSchema = operatorSchema.extend({ pinHash: z.string() });

type OperatorRow = Readonly<{ body: string }>;

/**
 * Adds and replaces; an operator who left comes as withdrawn. What was chosen or counted here and is not known there yet
 * stays: a new secret, and how far the counters of passkeys have come.
 */
export function applyOperators(db: Writable, list: readonly Operator[]): void {
  db.transaction(() => {
    for (const operator of list) {
      const known = findOperator(db, operator.number);
      save(db, withCounters(withPendingSecret(db, operator), known));
    }
  });
}

/** Also one who is withdrawn: whether they may sign in is not decided here. */
export function findOperator(db: Readable, number: string): Operator | null {
  const row = db.get<OperatorRow>(sql`SELECT body FROM operators WHERE number = ${number}`);
  return row ? parse(db, row) : null;
}

/** By number, the withdrawn too. */
export function listOperators(db: Readable): Operator[] {
  return db
    .all<OperatorRow>(sql`SELECT body FROM operators ORDER BY number`)
    .map((row) => parse(db, row));
}

/**
 * A secret of the operator's own choice: good here at once, and to be told to the back office. Within the transaction of
 * the caller, who writes the entry that vouches for it.
 */
export function setSecret(db: Writable, secret: PendingSecret): void {
  const operator = findOperator(db, secret.number);
  if (!operator) return;
  save(db, withSecret(operator, secret));
  addPendingSecret(db, secret);
}

/** Adds, or counts on. */
export function savePasskey(
  db: Writable,
  number: string,
  passkey: Operator['passkeys'][number],
): void {
  changePasskeys(db, number, (passkeys) => [
    ...passkeys.filter(({ credentialId }) => credentialId !== passkey.credentialId),
    passkey,
  ]);
}

export function removePasskey(db: Writable, number: string, credentialId: string): void {
  changePasskeys(db, number, (passkeys) =>
    passkeys.filter((passkey) => passkey.credentialId !== credentialId),
  );
}

function changePasskeys(
  db: Writable,
  number: string,
  change: (passkeys: Operator['passkeys']) => Operator['passkeys'],
): void {
  db.transaction(() => {
    const operator = findOperator(db, number);
    if (operator) save(db, { ...operator, passkeys: change(operator.passkeys) });
  });
}

function withCounters(operator: Operator, known: Operator | null): Operator {
  const counters = new Map(
    known?.passkeys.map(({ credentialId, counter }) => [credentialId, counter]),
  );
  return {
    ...operator,
    passkeys: operator.passkeys.map((passkey) => ({
      ...passkey,
      counter: Math.max(passkey.counter, counters.get(passkey.credentialId) ?? 0),
    })),
  };
}

function save(db: Writable, operator: Operator): void {
  db.run(
    sql`INSERT INTO operators (number, body) VALUES (${operator.number}, ${JSON.stringify(operator)})
        ON CONFLICT (number) DO UPDATE SET body = excluded.body`,
  );
}

function parse(db: Readable, row: OperatorRow): Operator {
  return readStored(db.file, row.body, keptSchema.parse);
}
