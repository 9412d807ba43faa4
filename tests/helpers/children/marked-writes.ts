/** Writes to FILE in parts, with a mark on stdout before and after each, for a trace of system calls. */
import { writeSync } from 'node:fs';
import { openTillDatabase } from '../../../db/till-database.ts';
import { cashSale, context, countingIds } from '../facts.ts';

const [file = ''] = process.argv.slice(2);
const db = openTillDatabase(file);
const newId = countingIds();
// Ids of the enrolment are used up already.
for (let used = 0; used < 10; used += 1) newId();
const prices = { listPriceMinor: 650, priceMinor: 600 };
const saleNumber = () => db.numbers.nextSale(context.businessDate);
const sell = () => db.journal.append([cashSale(newId(), saleNumber())], context, newId);

function marked(what: string, work: () => void): void {
  writeSync(1, `begin ${what}\n`);
  for (let count = 0; count < 50; count += 1) work();
  writeSync(1, `end ${what}\n`);
}

// The first commit in a fresh write-ahead log also makes its header durable.
sell();
marked('50 sales', sell);
// So does the tidying up, not the sale after it.
db.tidy();
marked('50 sales in a new WAL', sell);
marked('50 commits of two facts', () =>
  db.journal.append(
    [
      {
        kind: 'price-overridden',
        body: { saleId: newId(), sku: '10001', ...prices, approvedBy: '9001' },
      },
      cashSale(newId(), saleNumber()),
    ],
    context,
    newId,
  ),
);
marked('50 baskets', () =>
  db.basket.save({ id: newId(), lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 }),
);
db.close();
