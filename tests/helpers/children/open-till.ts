/** Opens FILE and says `open`, or `problem KIND`. With `hold` it then keeps it until it is killed. */
import { writeSync } from 'node:fs';
import { openTillDatabase } from '../../../db/index.ts';
import { toProblem } from '../../../domain/problems.ts';

const [file = '', hold] = process.argv.slice(2);
try {
  const db = openTillDatabase(file);
  writeSync(1, 'open\n');
  if (hold === undefined) db.close();
  else setInterval(() => {}, 60_000);
} catch (thrown) {
  writeSync(1, `problem ${toProblem(thrown).kind}\n`);
}
