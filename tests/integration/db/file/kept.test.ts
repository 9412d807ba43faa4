/** What is kept beside the journal and was damaged is told as that, whichever field of it is gone. */
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { cashSale, context } from '../../../helpers/facts.ts';
import { enrolledTill } from '../../../helpers/till-file.ts';

test('is never read without one of its fields', () => {
  const { file, db, newId } = enrolledTill();
  db.journal.append([cashSale(newId(), 1)], context, newId);
  const raw = new Database(file);
  const read = raw.prepare('SELECT body FROM projections WHERE name = ?').pluck();
  const write = raw.prepare('UPDATE projections SET body = ? WHERE name = ?');
  const whole = String(read.get('day'));
  for (const field of Object.keys(JSON.parse(whole))) {
    write.run(whole.replace(`"${field}"`, `"${field}x"`), 'day');
    expect(() => db.day(), `without ${field}`).toThrow('database-corrupt');
  }
  write.run(whole, 'day');
  expect(db.day().unclosedDates).toEqual([context.businessDate]);
  raw.close();
});
