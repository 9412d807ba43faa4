/**
 * Who comes in: how often somebody may ask, how many are served at a time, and that a refusal is written down.
 *
 * A stranger pays for each refusal with the credit of the address. An address without credit is answered at once, except
 * for tills that have proved themselves from there lately: whoever floods from within a shop does not stop its tills.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';
import type { Audit } from '../audit/audit.ts';
import { createAgingMap } from '../basics/aging-map.ts';
import { createRateLimiter, type Rate } from '../basics/rate-limit.ts';
import { storeOf } from '../basics/till-id.ts';
import type { Database } from '../store/tables.ts';
import { createGate, type Gate, type GateOptions } from './gate.ts';

export type Limits = Readonly<{
  /** Requests of one till. A backlog of a million entries goes at full speed; a loop gone wild does not. */
  till: Rate;
  /** Refusals at one address. */
  stranger: Rate;
  /** Codes that were wrong, at one address. */
  enrolment: Rate;
  pushes: GateOptions;
  /** A whole catalogue is some 20 MB while it is being answered. */
  pulls: GateOptions;
  /** Everything else: short questions. */
  others: GateOptions;
}>;

export const usualLimits: Limits = {
  till: { burst: 200, perSecond: 50 },
  stranger: { burst: 60, perSecond: 1 },
  enrolment: { burst: 10, perSecond: 1 / 60 },
  pushes: { working: 6, waiting: 60, perSource: 4 },
  pulls: { working: 2, waiting: 100, perSource: 4 },
  others: { working: 4, waiting: 200, perSource: 8 },
};

/** Where a request comes from and whom it says it is from. */
export type Source = Readonly<{ address: string; till: string }>;

export type Door = Readonly<{
  gates: Readonly<Record<'pushes' | 'pulls' | 'others', Gate>>;
  /** Throws `Problem` `server-busy` for an address that was refused too often. */
  knock(source: Source): void;
  /** The till has proved itself. Throws `Problem` `server-busy` where it asks too often. */
  recognise(source: Source): void;
  /** Throws `Problem` `server-busy` where too many codes were wrong; `right` gives the try back. */
  tryCode(address: string): Readonly<{ right(): void }>;
  /** Charges a refusal to whom it belongs and writes it down. */
  refused(refusal: Refusal): Promise<void>;
}>;

export type Refusal = Readonly<{
  source: Source;
  /** The till of the source has proved itself. */
  recognised: boolean;
  problem: Problem;
  path: string;
}>;

const provenForMs = 24 * 3_600_000;
const provenMax = 50_000;
/** A busy server writes nothing about it, which would be more work; what nobody expected is in the log. */
const notNoted: ReadonlySet<ProblemKind> = new Set(['server-busy', 'unexpected']);

export function createDoor(
  db: Database,
  clock: Clock,
  audit: Audit,
  limits: Partial<Limits> = {},
): Door {
  const { till, stranger, enrolment, pushes, pulls, others } = { ...usualLimits, ...limits };
  const tills = createRateLimiter(clock, till);
  const strangers = createRateLimiter(clock, stranger);
  const codes = createRateLimiter(clock, enrolment);
  const proven = createAgingMap<true>(clock, provenForMs, provenMax);
  const pay = (waitMs: number): void => {
    if (waitMs <= 0) return;
    throw new Problem('server-busy', { seconds: Math.ceil(waitMs / 1_000), why: 'too-often' });
  };
  return {
    gates: { pushes: createGate(pushes), pulls: createGate(pulls), others: createGate(others) },
    knock: (source) => {
      if (proven.get(keyOf(source))) return;
      const network = networkOf(source.address);
      pay(strangers.take(network));
      strangers.giveBack(network);
    },
    recognise: (source) => {
      proven.set(keyOf(source), true);
      pay(tills.take(source.till));
    },
    tryCode: (address) => {
      const network = networkOf(address);
      pay(codes.take(network));
      return { right: () => codes.giveBack(network) };
    },
    refused: async ({ source, recognised, problem: { kind, params }, path }) => {
      const { address, till: name } = source;
      if (!recognised) strangers.take(networkOf(address));
      if (notNoted.has(kind)) return;
      // A store that somebody only names is not one to write under.
      const store = recognised ? (storeOf(name) ?? '') : '';
      const who = recognised ? (`till:${name}` as const) : (`address:${address}` as const);
      const named = recognised || name === '' ? {} : { named: name };
      const event = { ...params, ...named, kind, path };
      await audit.refused(db, { store, who, what: 'request-refused', params: event });
    },
  };
}

function keyOf({ address, till }: Source): string {
  return `${address} ${till}`;
}

/** Of IPv6 the first half: everybody has 2⁶⁴ addresses there. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = ''] = address.split('::');
  return head.split(':').slice(0, 4).join(':');
}
