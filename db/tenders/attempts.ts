/** Every card attempt and the state it is in, folded by the payment machine. */
import { assert } from '../../domain/basics/assert.ts';
import type { BodyOf, Entry } from '../../domain/contract/entry.ts';
import { type AttemptState, nextAttemptState } from '../../domain/tenders/attempt.ts';
import { type Means, meansOf } from '../../domain/tenders/means.ts';
import type { Readable, Writable } from '../file/open.ts';
import { projection } from '../file/projection.ts';
import { sql } from '../file/sql.ts';

export type AttemptRow = Readonly<{
  attemptId: string;
  saleId: string;
  state: AttemptState;
  amountMinor: number;
  currency: string;
  /** Null: only a later version knows it. */
  means: Means | null;
  stan: string;
  batch: string;
  entryMode: string | null;
  /** First six and last four digits only. */
  maskedPan: string | null;
  authorisationCode: string | null;
  referenceNumber: string | null;
  /** DE39 of the last 0400. */
  reversalReason: BodyOf<'attempt-reversing'>['reason'] | null;
  /** The payment terminal's last transaction before this one; null where the till asks the host itself. */
  terminalMark: string | null;
  /** How often it was tried to take it back. */
  tries: number;
  /** When it was prepared, in ms UTC. */
  at: number;
  operator: string | null;
}>;

/** Those that have no end yet, oldest first. */
export function openAttempts(db: Readable): AttemptRow[] {
  return db.all<AttemptRow>(
    sql`SELECT attempt_id AS attemptId, sale_id AS saleId, state, amount_minor AS amountMinor, currency,
               means, stan, batch, entry_mode AS entryMode, masked_pan AS maskedPan,
               authorisation_code AS authorisationCode, reference_number AS referenceNumber,
               reversal_reason AS reversalReason, terminal_mark AS terminalMark, tries, at, operator
        FROM attempts WHERE state NOT IN ('captured', 'declined', 'reversed') AND state <> 'settled' ORDER BY seq`,
  );
}

export function findAttempt(db: Readable, id: string): AttemptRow | null {
  return (
    db.get<AttemptRow>(
      sql`SELECT attempt_id AS attemptId, sale_id AS saleId, state, amount_minor AS amountMinor, currency,
                 means, stan, batch, entry_mode AS entryMode, masked_pan AS maskedPan,
                 authorisation_code AS authorisationCode, reference_number AS referenceNumber,
                 reversal_reason AS reversalReason, terminal_mark AS terminalMark, tries, at, operator
          FROM attempts WHERE attempt_id = ${id}`,
    ) ?? null
  );
}

export const attempts = projection({
  name: 'attempts',
  version: 2,
  tables: ['attempts'],
  fold: moveAttempt,
});

/** Moves the attempt the entry speaks of; throws (a bug) where the machine knows no such turn. */
function moveAttempt(db: Writable, entry: Entry): void {
  switch (entry.kind) {
    case 'attempt-prepared':
      insert(db, entry, entry.body);
      return;
    case 'attempt-requested':
    case 'attempt-approved':
    case 'attempt-declined':
    case 'attempt-unknown':
    case 'attempt-reversing':
    case 'attempt-reversed':
    case 'attempt-doubted':
    case 'attempt-settled':
    case 'attempt-captured': {
      const attempt = findAttempt(db, entry.body.attemptId);
      assert(attempt, `no attempt ${entry.body.attemptId}`);
      const state = nextAttemptState(attempt.state, entry.kind);
      update(db, learn({ ...attempt, state }, entry));
      return;
    }
    default:
      return;
  }
}

/** What a turn tells about the attempt besides its state. */
function learn(attempt: AttemptRow, entry: Entry): AttemptRow {
  switch (entry.kind) {
    case 'attempt-requested': {
      const { maskedPan, entryMode, terminalMark = null } = entry.body;
      return { ...attempt, maskedPan, entryMode, terminalMark };
    }
    case 'attempt-approved': {
      const { authorisationCode, referenceNumber, maskedPan = attempt.maskedPan } = entry.body;
      return { ...attempt, authorisationCode, referenceNumber, maskedPan };
    }
    case 'attempt-reversing':
      return { ...attempt, reversalReason: entry.body.reason, tries: attempt.tries + 1 };
    default:
      return attempt;
  }
}

function insert(db: Writable, entry: Entry, body: BodyOf<'attempt-prepared'>): void {
  const { attemptId, saleId, amountMinor, currency, stan, batch } = body;
  db.run(
    sql`INSERT INTO attempts
          (attempt_id, seq, sale_id, state, amount_minor, currency, means, stan, batch, at, operator)
        VALUES (${attemptId}, ${entry.seq}, ${saleId}, 'prepared', ${amountMinor}, ${currency},
                ${meansOf(body)}, ${stan}, ${batch}, ${entry.at}, ${entry.operator})`,
  );
}

function update(db: Writable, attempt: AttemptRow): void {
  const changes = db.run(
    sql`UPDATE attempts SET state = ${attempt.state}, entry_mode = ${attempt.entryMode},
          masked_pan = ${attempt.maskedPan}, authorisation_code = ${attempt.authorisationCode},
          reference_number = ${attempt.referenceNumber},
          reversal_reason = ${attempt.reversalReason}, terminal_mark = ${attempt.terminalMark}, tries = ${attempt.tries}
        WHERE attempt_id = ${attempt.attemptId}`,
  );
  assert(changes === 1, 'an attempt is one row');
}
