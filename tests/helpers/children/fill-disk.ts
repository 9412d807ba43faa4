/** Sells on the small disk at FOLDER until it is full, makes room, and sells on; says what happened. */

import { appendFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase } from '../../../db/till-database.ts';
import { figureOf } from '../../../domain/reports/figures.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { cashSale, context, countingIds, enrolledFact, identity } from '../facts.ts';

const [folder = ''] = process.argv.slice(2);
const file = join(folder, 'till.db');
/** Somebody else's files: half of the disk, and later what is left of it. */
const ballast = join(folder, 'ballast');
const filler = join(folder, 'filler');
const newId = countingIds();
const say = (text: string) => writeSync(1, `${text}\n`);
let acknowledged = 0;

function sell(db: TillDatabase): void {
  const number = db.numbers.nextSale(context.businessDate);
  db.journal.append([cashSale(newId(), number)], context, newId);
  acknowledged += 1;
}

/** Sells until the disk is full; more sales than fit would be a bug of this program. */
function sellUntilFull(db: TillDatabase): string {
  for (let count = 0; count < 10_000; count += 1) {
    try {
      sell(db);
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown.kind;
      throw thrown;
    }
  }
  return 'never full';
}

function inspect(db: TillDatabase): void {
  const whole = db.journal.check().kind === 'whole';
  const { count } = figureOf(db.totals(context.businessDate), 'sales');
  say(
    `${whole ? 'whole' : 'broken'}, with ${count === acknowledged ? 'every' : 'not every'} acknowledged sale`,
  );
}

function fill(): void {
  try {
    for (;;) appendFileSync(filler, Buffer.alloc(4096));
  } catch {
    // Full, to the last page.
  }
}

writeFileSync(ballast, Buffer.alloc(1_000_000));
const db = openTillDatabase(file);
db.enrol(identity, enrolledFact, context, newId());
say(`${sellUntilFull(db)} while selling`);
inspect(db);
db.close();
fill();
try {
  const full = openTillDatabase(file);
  say(`${sellUntilFull(full)} again after a restart`);
  full.close();
} catch (thrown) {
  say(`${thrown instanceof Problem ? thrown.kind : thrown} again after a restart`);
}
rmSync(filler, { force: true });
rmSync(ballast);
const again = openTillDatabase(file);
sell(again);
say('sold on with room');
inspect(again);
again.close();
