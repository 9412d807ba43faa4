/** What the back office makes of an entry: a fact it knows, or a reason why it only keeps it. */
import type { ExportedEntry } from '../domain/journal-chain.ts';
import { bodySchemas, type Entry, parseFact } from '../domain/journal-entry.ts';

/** `unknown-kind`: a till newer than this server. `body`: not as its kind should be. `card-number`: one in clear. */
export type Aside = 'unknown-kind' | 'body' | 'card-number';

export type Interpreted =
  | Readonly<{ kind: 'fact'; entry: Entry }>
  | Readonly<{ kind: 'aside'; seq: number; reason: Aside }>;

export function interpret(exported: ExportedEntry): Interpreted {
  const { seq, id, at, businessDate, operator } = exported;
  if (!Object.hasOwn(bodySchemas, exported.kind)) {
    return { kind: 'aside', seq, reason: 'unknown-kind' };
  }
  try {
    const fact = parseFact(exported.kind, exported.body);
    return { kind: 'fact', entry: { ...fact, seq, id, at, businessDate, operator } };
  } catch (thrown) {
    // A RangeError says that a full card number stands in it; see parseFact.
    return { kind: 'aside', seq, reason: thrown instanceof RangeError ? 'card-number' : 'body' };
  }
}
