/**
 * A till that has started: its ports, its open database, and what lives in memory only.
 *
 * Whatever must outlive a crash is in the journal; losing everything here costs a sign-in and nothing else.
 */

import type { TillIdentity } from '../../db/file/identity.ts';
import type { WriteContext } from '../../db/journal/journal.ts';
import type { TillDatabase } from '../../db/till-database.ts';
import type { WatchState } from '../../domain/anomalies/watch.ts';
import { assert } from '../../domain/basics/assert.ts';
import { businessDateOf, dateAfterChange } from '../../domain/basics/business-date.ts';
import type { Entry, Fact } from '../../domain/contract/entry.ts';
import type {
  OperatorView,
  PaymentView,
  SignInView,
  TillEvent,
  TillState,
} from '../../domain/contract/ipc.ts';
import type { BackOffice } from '../../domain/contract/sync.ts';
import type { BenchResult } from '../../domain/devices/bench.ts';
import type { DeviceConfig } from '../../domain/devices/verbs.ts';
import type { StoreSettings } from '../../domain/office/store-settings.ts';
import type { CodeRequest } from '../../domain/people/one-time-code.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { Proof } from '../../domain/people/proof.ts';
import type { Permission } from '../../domain/people/right.ts';
import type { WayIn } from '../../domain/people/ways-in.ts';
import { type Basket, basketTotals } from '../../domain/sale/basket.ts';
import { Problem, type ProblemData, toProblem } from '../../domain/words/problem.ts';
import type { TillKey } from '../machine/till-key.ts';
import type { Lane } from './lane.ts';
import type { TillPorts } from './ports.ts';
import { watchOn } from './watch.ts';
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

/** A staff card's number comes from the card reader only, never from the page. */
export type GivenProof = Proof | Readonly<{ card: string }>;

/** What is proved: to sign in or unlock, or to lend a right for one act. */
export type ProofPurpose = 'entry' | Permission;

/** What an operator has shown so far, and what goes on from there. */
export type ProofInProgress = Readonly<{
  purpose: ProofPurpose;
  operator: Operator;
  ways: readonly WayIn[];
  moreWays: readonly WayIn[];
  stopClock(): void;
}>;

/** A challenge for a one-time code that has been shown; `until` is monotonic ms. */
export type PendingCode = {
  readonly challenge: string;
  readonly until: number;
  wrongTries: number;
};

export type Bench = {
  readonly operator: OperatorView;
  /** When it shuts by itself, monotonic ms. */
  until: number;
  /** The last soak of each device: too long for the journal, wanted in the report. */
  readonly soaks: Map<string, BenchResult>;
  /** Tests that run: they end with the bench. */
  readonly runs: Set<string>;
};

export type Session = {
  /** Who signed in, as the register knew them then: a change from the back office waits for the next sign-in. */
  operator: OperatorView | null;
  locale: TillState['locale'];
  signIn: SignInRun | null;
  /** Counts the changes of who may be standing here: what was asked of one is not answered for another. */
  presence: number;
  /** Somebody showed one way in, and must show another. */
  proof: ProofInProgress | null;
  /** The page asks for somebody who approves; what a device read of them, until the act takes it. */
  approval: Readonly<{ shown: Readonly<{ id: string; proof: GivenProof }> | null }> | null;
  /** What a passkey is asked to sign; base64url, and until when (monotonic ms). */
  passkeyChallenge: Readonly<{
    purpose: 'assertion' | 'attestation';
    challenge: string;
    until: number;
  }> | null;
  /** The day is being closed: last sync and farewell. */
  leaving: boolean;
  basket: Basket;
  payment: Payment | null;
  /** Who has the bench open. */
  bench: Bench | null;
  /** The last raw bytes that any bench sent, to whichever device; see drawer-pulse.ts. */
  rawTail: readonly number[];
  /** What the cashier has asked to be taken back, and waits for. */
  resolving: Promise<void> | null;
  /** Challenges that have been shown and wait for their codes, by what they are for. */
  pendingCodes: Map<string, PendingCode>;
  /**
   * Refused since the last entry about it without being looked at, and when that was told (ms UTC), by
   * what was tried.
   */
  inVain: Map<string, { count: number; toldAt: number | null }>;
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
  /** PINs, badges and passkeys are looked at one at a time, so that tries in parallel cannot slip past the growing delay. */
  pinLane: Lane;
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

export function settingsOf(till: OpenTill): StoreSettings {
  const settings = till.db.settings.load();
  assert(settings, 'a till that has started has settings');
  return settings;
}

/** The business date of this moment. */
export function businessDateNow(till: OpenTill): string {
  const now = till.ports.clock.now();
  return dateAfterChange(businessDateOf(now, settingsOf(till)), now, till.db.lastZoneChange());
}

/** The date facts are booked on: the shift's own while there is one, so that a sale across the cut-over stays whole. */
export function bookingDate(till: OpenTill): string {
  const day = till.db.day();
  return day.state === 'closed' || day.businessDate === null
    ? businessDateNow(till)
    : day.businessDate;
}

/** `businessDate`: another than the shift's. `also` writes in the same transaction. */
type RecordOptions = Readonly<{ businessDate?: string; also?: () => void }>;

/**
 * Writes facts down, all or none, on the disk when it returns. `operator` is whose act it is: the shift's unless given.
 * Throws `Problem` (`disk-full` …) with nothing written.
 */
export function record(
  till: OpenTill,
  facts: readonly Fact[],
  operator: string | null = till.db.day().operator,
  { businessDate = bookingDate(till), also }: RecordOptions = {},
): Entry[] {
  const context = { at: till.ports.clock.now(), businessDate, operator };
  const before = till.db.day();
  const entries = till.db.journal.append(facts, context, till.ports.newId, also);
  const after = till.db.day();
  if (after.state !== before.state || after.operator !== before.operator) endPresence(till);
  raiseAnomalies(till, entries, context);
  till.changed();
  return entries;
}

/** What is odd about them is written beside them; that it could not be undoes nothing. */
function raiseAnomalies(till: OpenTill, entries: readonly Entry[], context: WriteContext): void {
  const { session, db, ports } = till;
  const { state, facts } = watchOn(session.watch, entries, settingsOf(till));
  session.watch = state;
  if (facts.length === 0) return;
  try {
    db.journal.append(facts, context, ports.newId);
  } catch (thrown) {
    logFailure(till, 'raise anomalies', thrown);
  }
}

/**
 * A right ends with the person: whatever somebody was allowed, had shown or was asked while they stood at the till.
 * `record` calls this for every entry that changes whose shift it is or whether the till is locked; a sign-in that
 * begins calls it as well.
 */
export function endPresence(till: OpenTill): void {
  const { session } = till;
  session.presence += 1;
  shutBench(till);
  session.proof?.stopClock();
  session.proof = null;
  session.approval = null;
  session.passkeyChallenge = null;
}

/** The tests that run by the right of whoever opened it end as well. */
export function shutBench(till: OpenTill): void {
  const { bench } = till.session;
  if (bench === null) return;
  till.session.bench = null;
  for (const run of bench.runs) {
    till.inBackground('stop test', false, async () => {
      await till.ports.devices.request('stopTest', { run });
    });
  }
  till.emit({ kind: 'bench-shut' });
}

/** A technician who walks away leaves the bench open this long. */
export const benchIdleMs = 15 * 60_000;

/** Whoever has the bench open; every use keeps it open. */
export function benchOperator(till: OpenTill): OperatorView | null {
  const { session } = till;
  const now = till.ports.clock.monotonic();
  if (session.bench && session.bench.until < now) shutBench(till);
  if (session.bench) session.bench.until = now + benchIdleMs;
  return session.bench?.operator ?? null;
}

/** The same behind the gate. Throws `Problem` `bench-closed`. */
export function benchUser(till: OpenTill): OperatorView {
  const operator = benchOperator(till);
  if (!operator) throw new Problem('bench-closed');
  return operator;
}

/** Whether something is on the counter. */
export function basketBegun(session: Session): boolean {
  return session.basket.lines.length > 0;
}

/** What the basket comes to at the prices of its lines. */
export function dueMinor(session: Session): number {
  return basketTotals(session.basket).dueMinor;
}

/** Logs what was thrown: kind and stack of its cause, never what a person typed. */
export function logFailure(till: OpenTill, what: string, thrown: unknown): void {
  const problem = toProblem(thrown);
  till.ports.log.warn({ what, kind: problem.kind, err: problem.cause ?? problem }, 'failed');
}
