/** A till that has started: its ports, its open database, what it tells; and memory that may be lost. */

import type { TillIdentity } from '../../db/file/identity.ts';
import type { TillDatabase } from '../../db/till-database.ts';
import type { WatchState } from '../../domain/anomalies/watch.ts';
import type { PaymentView, SignInView, TillEvent } from '../../domain/contract/ipc.ts';
import type { BackOffice } from '../../domain/contract/sync.ts';
import type { DeviceConfig } from '../../domain/devices/verbs.ts';
import type { CodeRequest } from '../../domain/people/one-time-code.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { WayIn } from '../../domain/people/ways-in.ts';
import type { Basket } from '../../domain/sale/basket.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import type { TillKey } from '../machine/till-key.ts';
import type { Lane } from './lane.ts';
import type { TillPorts } from './ports.ts';
import type { Witness } from './witness.ts';

/** A card payment under way. */
export type Payment = {
  view: PaymentView;
  /** Of the basket it pays for. */
  readonly saleId: string;
  /** Once it has ended, late stages of the devices are not shown. */
  ended: boolean;
};

/** A sign-in under way: its view, and the answer it waits for. */
export type SignInRun = {
  operator: Operator;
  /** What they proved who they are by. */
  ways: readonly WayIn[];
  businessDate: string;
  view: SignInView;
  cancelled: boolean;
  /** What a person is asked, and who hears the answer; null while nobody is. */
  asked: Readonly<{ question: PersonQuestion; answer(given: PersonAnswer): void }> | null;
};
export type PersonQuestion =
  | Readonly<{ waitsFor: 'seals'; seals: SignInView['seals'] }>
  | Readonly<{ waitsFor: 'float' }>
  | Readonly<{ waitsFor: 'lift'; request: LiftRequest }>;
/** An offline limit that the till is past. */
export type LiftRequest = Extract<CodeRequest, { purpose: 'offline-lift' }>;
/** Who let the till open past an offline limit: a manager, or the back office, whose code answered the challenge. */
export type Lift = Readonly<{ by: string } | { by: null; challenge: string }>;
export type PersonAnswer =
  | Readonly<{ kind: 'seals'; intact: boolean }>
  | Readonly<{ kind: 'float'; denominations: Readonly<Record<string, number>> }>
  | Readonly<{ kind: 'lift'; lift: Lift }>
  | Readonly<{ kind: 'cancelled' }>;

export type Session = {
  signIn: SignInRun | null;
  basket: Basket;
  payment: Payment | null;
  /** What the cashier has asked to be taken back, and waits for. */
  resolving: Promise<void> | null;
  /** When the last sale of this run was paid, monotonic ms. */
  soldAt: number | null;
  /** What was odd of late, so that it is told once. */
  watch: WatchState;
  /** Working keys are in the pad since a host sign-on of this business date. */
  host: Readonly<{ businessDate: string; batch: string }> | null;
  serverOnline: boolean;
  /** When the back office last answered a pull, by the till's clock and in ms since the machine started. */
  lastPull: Readonly<{ at: number; bootMs: number }> | null;
  /** The server's clock minus ours, once it has told. */
  serverAheadMs: number | null;
  /** What is attached: the configuration's, until a technician attaches another. */
  devices: readonly DeviceConfig[];
  deviceStatus: Map<string, Readonly<{ online: boolean; problem: ProblemData | null }>>;
};

/** What becomes of the till's file between two starts, once nothing writes to it any more. */
export type FileChange = Readonly<{ whileOpen(): void; onceClosed(): void }>;

export type OpenTill = Readonly<{
  ports: TillPorts;
  db: TillDatabase;
  identity: TillIdentity;
  key: TillKey;
  /** How far the journal once was; see witness.ts. */
  witness: Witness;
  backOffice: BackOffice;
  session: Session;
  signInLane: Lane;
  syncLane: Lane;
  attemptLane: Lane;
  hostLane: Lane;
  /** Ends what runs, and starts on what is there then; see start.ts. */
  startAgain(change: FileChange): void;
  emit(event: TillEvent): void;
  /** Something the page's state shows may have changed. */
  changed(): void;
  /** The back office should hear of new entries soon. */
  wantSync(): void;
  /** What the register says of people may have changed: whoever was withdrawn goes. */
  peopleChanged(): void;
  /** Runs beside the use case; a failure is logged and, when `notice`, told to the cashier. */
  inBackground(what: string, notice: boolean, run: () => Promise<void>): void;
}>;
