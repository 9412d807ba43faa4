/**
 * Sells from FILE until it is killed, or COUNT times: a card attempt turn by turn, then capture and sale in one
 * commit. Says `written SEQ` after each commit, `problem KIND` when one was refused; with `die` it is killed right then,
 * before anything is tidied up, and otherwise ends like a program.
 */

import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openTillDatabase } from '../../../db/till-database.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import { cardSale, context, prepared } from '../facts.ts';

const [file = '', count = 'Infinity', end = ''] = process.argv.slice(2);
try {
  const db = openTillDatabase(file);
  const write = (...facts: Fact[]) => {
    const entries = db.journal.append(facts, context, randomUUID);
    writeSync(1, `written ${entries.at(-1)?.seq}\n`);
  };
  for (let sold = 0; sold < Number(count); sold += 1) {
    const [attemptId, saleId] = [randomUUID(), randomUUID()];
    db.basket.save({ id: saleId, lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 });
    write(prepared(attemptId, saleId, db.numbers.nextStan()));
    write({
      kind: 'attempt-requested',
      body: { attemptId, maskedPan: '620000******0013', entryMode: '021' },
    });
    const answer = { authorisationCode: 'A12345', referenceNumber: '112233445566' };
    write({ kind: 'attempt-approved', body: { attemptId, ...answer, responseCode: '00' } });
    write(
      { kind: 'attempt-captured', body: { attemptId, saleId } },
      cardSale(saleId, db.numbers.nextSale(context.businessDate), attemptId),
    );
    // As the upkeep does between two customers, only more often.
    db.tidy();
  }
  db.close();
} catch (thrown) {
  const { kind, cause } = toProblem(thrown);
  writeSync(1, `problem ${kind}\n`);
  if (kind === 'unexpected') writeSync(2, `${cause instanceof Error ? cause.stack : cause}\n`);
  if (end === 'die') process.kill(process.pid, 'SIGKILL');
}
