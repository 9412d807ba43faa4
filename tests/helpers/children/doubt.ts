/**
 * Sells once from FILE while the disk fails at the commit and once more after it, and goes on until the doubt is over.
 * Says what each call came to.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openTillDatabase } from '../../../db/till-database.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import { cashSale, context } from '../facts.ts';

const [file = ''] = process.argv.slice(2);
const db = openTillDatabase(file);
const saleId = randomUUID();
const say = (what: string, work: () => unknown): void => {
  try {
    writeSync(1, `${what}: ${work()}\n`);
  } catch (thrown) {
    writeSync(1, `${what}: ${toProblem(thrown).kind}\n`);
  }
};
const sell = () => db.journal.append([cashSale(saleId, 1)], context, randomUUID).at(-1)?.seq;

say('sell', sell);
say('sell', sell);
say('keep a basket', () =>
  db.basket.save({ id: saleId, lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 }),
);
say('tidy', () => db.tidy());
say('settle', db.settle);
say('settle', db.settle);
say('entries', () => db.journal.head().seq);
say('sell', sell);
db.close();
