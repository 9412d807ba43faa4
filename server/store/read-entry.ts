/** An entry that this version can read: as it came, and what it says. */
import type { ExportedEntry } from '../../domain/journal-chain.ts';
import type { Fact } from '../../domain/journal-entry.ts';

export type Read = Readonly<{ entry: ExportedEntry; fact: Fact }>;
