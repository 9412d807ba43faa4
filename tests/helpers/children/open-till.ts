/**
 * Opens FILE and says `open`, or `problem KIND`. With `hold` it then keeps it until it is killed; `as-nobody` it first
 * becomes a user who may write nowhere.
 */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openTillDatabase } from '../../../db/till-database.ts';
import { toProblem } from '../../../domain/words/problem.ts';

const [file = '', how] = process.argv.slice(2);
if (how === 'as-nobody') becomeNobody();
try {
  const db = openTillDatabase(file);
  writeSync(1, 'open\n');
  if (how === 'hold') setInterval(() => {}, 60_000);
  else db.close();
} catch (thrown) {
  writeSync(1, `problem ${toProblem(thrown).kind}\n`);
}

/** Once everything is loaded: the sources may lie where nobody can read them. */
function becomeNobody(): void {
  new Database(':memory:').close();
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
}
