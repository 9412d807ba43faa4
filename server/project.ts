/** From a batch of entries to what is folded from them, all pure: totals, sales, the till's day, its last sign-in. */
import type { DayFold } from '../domain/day.ts';
import { foldDay } from '../domain/day.ts';
import type { ExportedEntry } from '../domain/journal-chain.ts';
import type { Entry } from '../domain/journal-entry.ts';
import { countEntry, type DayTotals, emptyTotals, foldTotals } from '../domain/report.ts';
import { interpret } from './interpret.ts';
import type { NewSale } from './store/books.ts';
import type { SetAside } from './store/journal.ts';
import type { LastSignIn } from './store/tills.ts';

export type Folds = Readonly<{
  day: DayFold;
  signIn: LastSignIn | null;
  totals: readonly DayTotals[];
}>;

export type Projected = Folds & Readonly<{ sales: readonly NewSale[]; aside: readonly SetAside[] }>;

/**
 * Folds `entries` onto `before`, whose totals hold every business date of theirs that is known so far. An entry that is
 * set aside counts as an entry, so that both books name the same number of them, and as nothing else.
 */
export function project(before: Folds, entries: readonly ExportedEntry[], zone: string): Projected {
  const totals = new Map(before.totals.map((day) => [day.businessDate, day]));
  const sales: NewSale[] = [];
  const aside: SetAside[] = [];
  let { day, signIn } = before;
  for (const exported of entries) {
    const { businessDate } = exported;
    const soFar = totals.get(businessDate) ?? emptyTotals(businessDate);
    const interpreted = interpret(exported);
    if (interpreted.kind === 'aside') {
      aside.push({ seq: interpreted.seq, reason: interpreted.reason });
      totals.set(businessDate, countEntry(soFar, exported));
      continue;
    }
    const { entry } = interpreted;
    totals.set(businessDate, foldTotals(soFar, entry, zone));
    day = foldDay(day, entry);
    signIn = foldSignIn(signIn, entry);
    if (entry.kind === 'sale-completed') sales.push(entry);
  }
  return { day, signIn, totals: [...totals.values()], sales, aside };
}

function foldSignIn(signIn: LastSignIn | null, entry: Entry): LastSignIn | null {
  const { at, businessDate, operator } = entry;
  if (entry.kind === 'signed-in') {
    const { offline, steps } = entry.body;
    return { at, businessDate, operator, opened: true, offline, steps };
  }
  if (entry.kind === 'sign-in-failed') {
    const { steps } = entry.body;
    return { at, businessDate, operator, opened: false, offline: false, steps };
  }
  return signIn;
}
