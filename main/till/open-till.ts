/** A till that has started: its ports, its open database, and what it tells. Memory is its rooms': memory.ts. */

import type { TillIdentity } from '../../db/file/identity.ts';
import type { TillDatabase } from '../../db/till-database.ts';
import type { StateTopic, Told } from '../../domain/contract/ipc.ts';
import type { BackOffice } from '../../domain/contract/sync.ts';
import type { News } from '../../domain/contract/told.ts';
import type { TillKey } from '../machine/till-key.ts';
import type { TillPorts } from './ports.ts';
import type { Shortfall, Witness } from './witness.ts';

/** What becomes of the till's file between two starts, once nothing writes to it any more. */
export type FileChange = Readonly<{ whileOpen(): void; onceClosed(): void }>;

export type OpenTill = Readonly<{
  ports: TillPorts;
  db: TillDatabase;
  identity: TillIdentity;
  key: TillKey;
  /** How far the journal once was; see witness.ts. */
  witness: Witness;
  /** What the journal lacked of what the witness saw, when this till started. */
  shortfall: Shortfall | null;
  /** Number of the last start, where a witness was kept since and there was none when this till started. */
  witnessLostAt: number | null;
  backOffice: BackOffice;
  /** Ends what runs, and starts on what is there then; see start.ts. */
  startAgain(change: FileChange): void;
  /** Tells the page. */
  emit(news: News): void;
  /** Up to where the page has been told. */
  told(): Told;
  /** These parts of the page's state may have changed; all where none is named. */
  changed(...topics: StateTopic[]): void;
  /** The back office should hear of new entries soon. */
  wantSync(): void;
  /** What the register says of people may have changed: whoever was withdrawn goes. */
  peopleChanged(): void;
  /** Runs beside the use case; a failure is logged and, when `notice`, told to the cashier. */
  inBackground(what: string, notice: boolean, run: () => Promise<void>): void;
}>;
