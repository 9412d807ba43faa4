/**
 * What is folded from the journal and kept beside it. A room declares its own; db/journal/projections.ts lists them, and
 * clearing, folding, folding anew and finding damage come of the list.
 */
import type { Entry } from '../../domain/contract/entry.ts';
import type { KeptName } from './kept.ts';
import type { Writable } from './open.ts';

export type Projection = Readonly<{
  /** Stands in the file beside its version; never another's. */
  name: string;
  /** One higher whenever the fold changes: a file with another one is folded again, by this fold alone. */
  version: number;
  /** Its own, nobody else writes to them. One named `body` holds JSON. */
  tables: readonly string[];
  /** What it keeps under a name (kept.ts). */
  keeps: readonly KeptName[];
  /** With one entry more, in that entry's own transaction. `zone` is the store's. */
  fold(db: Writable, entry: Entry, zone: string): void;
}>;

export const projection = ({
  tables = [],
  keeps = [],
  ...rest
}: Pick<Projection, 'name' | 'version' | 'fold'> & Partial<Projection>): Projection => ({
  tables,
  keeps,
  ...rest,
});
