/** The till's database with a plug that can be pulled at any append, and a disk that can fail at a commit. */
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { Problem } from '../../domain/words/problem.ts';

/** What a test turns. */
export type Plug = {
  /** The disk has failed at the last commit, and still does; or it works again since, and nobody has been told. */
  lastCommit: 'known' | 'unknown' | 'undone';
  /** The plug is pulled right after this append of a life, counted from 1. */
  readonly pullAfter: number | null;
};

/** Of one run of the till's program. */
type LifeAtPlug = { db: TillDatabase | null; dead: boolean; appends: number };

export function pluggedDatabase(file: string, life: LifeAtPlug, plug: Plug): TillDatabase {
  const db = openTillDatabase(file);
  life.db = db;
  const stopped = (): never => {
    throw new Error('the plug is out');
  };
  return {
    ...db,
    settle: () => {
      const { lastCommit } = plug;
      if (lastCommit === 'unknown') throw new Problem('commit-unknown');
      plug.lastCommit = 'known';
      return lastCommit === 'undone' || db.settle();
    },
    journal: {
      ...db.journal,
      append: (facts, context, newId, also) => {
        if (life.dead) stopped();
        const entries = db.journal.append(facts, context, newId, also);
        life.appends += 1;
        if (plug.pullAfter === life.appends) {
          life.dead = true;
          stopped();
        }
        return entries;
      },
    },
    basket: {
      load: db.basket.load,
      save: (basket) => (life.dead ? stopped() : db.basket.save(basket)),
    },
  };
}
