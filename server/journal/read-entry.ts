/** An entry that this version can read: as it came, and what it says. */

import type { Fact } from '../../domain/contract/entry.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';

export type Read = Readonly<{ entry: ExportedEntry; fact: Fact }>;
