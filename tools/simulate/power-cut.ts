/** A plug pulled at one append of the journal: just before it, or just after it was on the disk. */
import type { TillDatabase } from '../../db/till-database.ts';
import { Problem } from '../../domain/words/problem.ts';

/** What everybody who waits for the till gets instead of an answer. */
export class PowerCut extends Error {
  constructor() {
    super('the power went');
    this.name = 'PowerCut';
  }
}

export type CutPlan = Readonly<{
  /** The how-manieth append of the day, from 1. */
  append: number;
  /** `doubt`: no cut, but the disk answers the commit with an error, and the next few tries to find out as well. */
  when: 'before' | 'after' | 'doubt';
}>;

export type Plug = Readonly<{
  /** The database on this plug: from the cut on nothing more is written. */
  on(db: TillDatabase): TillDatabase;
  /** Plans the cut anew, counted from now: at the `append`-th append to come. Null: none. */
  arm(plan: CutPlan | null): void;
  pulled(): boolean;
  /** Fails when the plug is pulled; never ends otherwise. */
  gone: Promise<never>;
  appends(): number;
}>;

/** How often a failing disk is asked in vain what came of the last commit. */
const doubtLasts = 3;

/** A plug that is pulled as planned, or never. `appendsBefore` were made before the till was plugged in. */
export function createPlug(first: CutPlan | null, appendsBefore: number): Plug {
  let plan = first;
  let pulled = false;
  let appends = appendsBefore;
  let doubtLeft: number | null = null;
  let pull = (_cut: PowerCut): void => {};
  const gone = new Promise<never>((_, reject) => {
    pull = reject;
  });
  // Whoever is waiting hears of it; that nobody is must not end the process.
  gone.catch(() => {});

  const cut = (): never => {
    pulled = true;
    const thrown = new PowerCut();
    pull(thrown);
    throw thrown;
  };
  const unknown = (): never => {
    throw new Problem('commit-unknown', { file: 'till.db' });
  };
  const powered =
    <In extends unknown[], Out>(write: (...input: In) => Out) =>
    (...input: In): Out =>
      pulled ? cut() : doubtLeft === null ? write(...input) : unknown();

  return {
    pulled: () => pulled,
    gone,
    appends: () => appends,
    arm: (next) => {
      plan = next && { ...next, append: appends + next.append };
    },
    on: (db) => ({
      ...db,
      settle: () => {
        if (doubtLeft === null) return db.settle();
        doubtLeft -= 1;
        if (doubtLeft > 0) unknown();
        doubtLeft = null;
        return true;
      },
      journal: {
        ...db.journal,
        append: powered((facts, context, newId, also) => {
          appends += 1;
          const isTheOne = plan?.append === appends;
          if (isTheOne && plan?.when === 'before') cut();
          if (isTheOne && plan?.when === 'doubt') {
            doubtLeft = doubtLasts;
            return unknown();
          }
          const entries = db.journal.append(facts, context, newId, also);
          return isTheOne ? cut() : entries;
        }),
      },
      basket: { ...db.basket, save: powered(db.basket.save) },
      catalogue: { ...db.catalogue, apply: powered(db.catalogue.apply) },
      operators: { ...db.operators, apply: powered(db.operators.apply) },
      register: { ...db.register, replace: powered(db.register.replace) },
      settings: { ...db.settings, save: powered(db.settings.save) },
      sync: {
        ...db.sync,
        setAcknowledged: powered(db.sync.setAcknowledged),
        setCursor: powered(db.sync.setCursor),
        setLastAt: powered(db.sync.setLastAt),
        setRelease: powered(db.sync.setRelease),
      },
    }),
  };
}
