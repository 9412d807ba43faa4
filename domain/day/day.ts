/**
 * The day machine of a till, folded from its journal, so that a restart, a crash or a second window cannot skip the
 * gate.
 */
import { setup, transition } from 'xstate';
import { z } from 'zod';
import { assert } from '../basics/assert.ts';
import { movesCash } from '../cash/drawer.ts';
import { cashFacts } from '../cash/facts.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { journalFacts } from '../journal/facts.ts';
import { lastCloseSchema } from '../journal/fields.ts';
import { roleIdSchema } from '../people/role.ts';
import { saleFacts } from '../sale/facts.ts';
import { signInFacts } from '../sign-in/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';
import { dayFacts } from './facts.ts';

export type DayState =
  /** Nobody is signed in. There is no sale screen. */
  | 'closed'
  /** The steps run. Held in memory only: a crash here leaves the till closed. */
  | 'signing-in'
  /** The gate is open: the operator sells. */
  | 'open'
  /** The operator stepped away; the basket waits. Only a PIN opens it again. */
  | 'locked'
  /** Last sync and farewell. Held in memory only. */
  | 'signing-out';

export type DayEvent =
  | 'begin'
  | 'cancel'
  | 'sign-in-failed'
  | 'signed-in'
  | 'till-locked'
  | 'till-unlocked'
  | 'leave'
  | 'signed-out';

export const dayMachine = setup({ types: { events: {} as { type: DayEvent } } }).createMachine({
  id: 'day',
  initial: 'closed',
  states: {
    closed: { on: { begin: 'signing-in', 'signed-in': 'open', 'sign-in-failed': 'closed' } },
    'signing-in': { on: { 'signed-in': 'open', 'sign-in-failed': 'closed', cancel: 'closed' } },
    open: { on: { 'till-locked': 'locked', leave: 'signing-out', 'signed-out': 'closed' } },
    locked: { on: { 'till-unlocked': 'open', leave: 'signing-out', 'signed-out': 'closed' } },
    'signing-out': { on: { 'signed-out': 'closed', cancel: 'open' } },
  },
});

/** The state after `event`. Throws (a bug) when the event may not follow the state. */
export function nextDayState(state: DayState, event: DayEvent): DayState {
  const snapshot = dayMachine.resolveState({ value: state });
  assert(snapshot.can({ type: event }), `day cannot go from ${state} by ${event}`);
  const [next] = transition(dayMachine, snapshot, { type: event });
  return next.value as DayState;
}

/** What the journal alone says about the day. It is kept beside the journal, and read back by this. */
export const dayFoldSchema = z.object({
  state: z.enum(['closed', 'open', 'locked']),
  /** Whose shift it is; null when closed. */
  operator: z.string().nullable(),
  /** As what they signed in: another role waits for their next sign-in. Null when closed. */
  role: roleIdSchema.nullable(),
  /** Business date of the last sign-in; null on a new till. */
  businessDate: z.string().nullable(),
  signedInAt: z.int().nullable(),
  /** Business dates on which cash moved or something was sold, and no Z yet, oldest first. */
  unclosedDates: z.array(z.string()).readonly(),
  /** The last business date closed by a Z. */
  lastClosedDate: z.string().nullable(),
  /** That Z: `session` is which of its date, `by` who closed. */
  lastClose: lastCloseSchema.nullable(),
});
export type DayFold = Readonly<z.infer<typeof dayFoldSchema>>;

export const newTillDay: DayFold = {
  state: 'closed',
  operator: null,
  role: null,
  businessDate: null,
  signedInAt: null,
  unclosedDates: [],
  lastClosedDate: null,
  lastClose: null,
};

const facts = {
  ...journalFacts,
  ...saleFacts,
  ...tendersFacts,
  ...cashFacts,
  ...signInFacts,
  ...dayFacts,
} as const;

/** One journal entry further. */
export function foldDay(day: DayFold, any: AnyFact & Omit<Place, 'seq' | 'id'>): DayFold {
  const entry = factOf(facts, any);
  if (!entry) return day;
  const opens = movesCash.has(entry.kind) && !day.unclosedDates.includes(entry.businessDate);
  // The same object where nothing changes, so that nothing is written.
  const next = opens
    ? { ...day, unclosedDates: [...day.unclosedDates, entry.businessDate].sort() }
    : day;
  switch (entry.kind) {
    case 'signed-in':
      return {
        ...next,
        state: 'open',
        operator: entry.operator,
        role: entry.body.role,
        businessDate: entry.businessDate,
        signedInAt: entry.at,
      };
    case 'till-locked':
    case 'till-unlocked':
      return { ...next, state: entry.kind === 'till-locked' ? 'locked' : 'open' };
    case 'signed-out':
      return { ...next, state: 'closed', operator: null, role: null };
    case 'till-enrolled': {
      const lastClose = entry.body.continues?.lastClose;
      return lastClose ? { ...next, lastClose, lastClosedDate: lastClose.date } : next;
    }
    case 'day-closed': {
      const { closedDate, zNumber, session = 1 } = entry.body;
      const { at, operator: by } = entry;
      return {
        ...next,
        unclosedDates: next.unclosedDates.filter((date) => date !== closedDate),
        lastClosedDate: closedDate,
        lastClose: { date: closedDate, zNumber, session, at, by },
      };
    }
    default:
      return next;
  }
}

export type GateVerdict = 'may-sell' | 'not-signed-in' | 'till-locked' | 'past-cut-over';

/**
 * May a sale go on now? After the cut-over a basket that was begun before it may be finished, on the business date
 * it was begun; a new one may not begin.
 */
export function judgeGate(
  day: DayFold,
  businessDateNow: string,
  basketBegun: boolean,
): GateVerdict {
  if (day.state === 'closed') return 'not-signed-in';
  if (day.state === 'locked') return 'till-locked';
  if (day.businessDate !== businessDateNow && !basketBegun) return 'past-cut-over';
  return 'may-sell';
}
