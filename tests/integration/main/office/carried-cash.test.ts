/** What lies in the drawer when one journal is followed by another. */
import { expect, test } from 'vitest';
import { exportJournal } from '../../../../db/journal/export.ts';
import type { ExportedEntry } from '../../../../domain/journal/chain.ts';
import { carriedCash } from '../../../../main/use-cases/office/carried-cash.ts';
import { cashSale, context, identity } from '../../../helpers/facts.ts';
import { enrolledTill } from '../../../helpers/till-file.ts';
import { sampleBodies } from '../../../unit/domain/contract/sample-bodies.ts';

test('is what came since the last Z of the date', () => {
  const { file, db, newId } = enrolledTill();
  const { businessDate } = context;
  const float = { kind: 'float-counted', body: sampleBodies['float-counted'] } as const;
  const z = {
    kind: 'day-closed',
    body: { ...sampleBodies['day-closed'], zNumber: 1, closedDate: businessDate },
  } as const;
  const entries = () => [...exportJournal(file)].map((line): ExportedEntry => JSON.parse(line));
  const carried = () => carriedCash(db, entries(), identity.zone).get(businessDate);

  db.journal.append([float, cashSale(newId(), 1, 100_000)], context, newId);
  expect(carried()).toBe(150_000);
  db.journal.append([z], context, newId);
  expect(carried()).toBeUndefined();
  db.journal.append([float, cashSale(newId(), 2, 5_000)], context, newId);
  expect(carried()).toBe(55_000);
});
