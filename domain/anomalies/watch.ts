/**
 * What is odd about a journal as it grows: a fold, so that the till finds it at once and the back office finds the same
 * when it reads the journal later. Why these limits: docs/anomalies.md.
 */
import { z } from 'zod';
import { localText } from '../basics/business-date.ts';
import { formatMinor } from '../basics/money.ts';
import type { cashFacts } from '../cash/facts.ts';
import { devicesFacts } from '../devices/facts.ts';
import { takesCards } from '../devices/register.ts';
import { type AnyFact, type FactOf, factOf, type Place } from '../journal/fact.ts';
import { journalFacts } from '../journal/facts.ts';
import type { StoreSettings } from '../office/store-settings.ts';
import type { saleFacts } from '../sale/facts.ts';
import { signInFacts } from '../sign-in/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';
import type { Finding } from './kinds.ts';

/** Refused tries of this many different people within this time are nobody's slip of the finger. */
const triesWindowMs = 10 * 60_000;
const triedNumbersMin = 4;
/** And so many refusals of whatever kind are no person's fingers. */
const refusalsMin = 30;
/** A sign-in that is tried again and again tells of the same clock each time. */
const clockAgainMs = 10 * 60_000;
/** Enough to remember of one till; older tries are outside every window. */
const triesKept = 50;

export const watchStateSchema = z.object({
  tries: z.array(z.object({ who: z.string(), at: z.int(), seq: z.int() })),
  /** When tries on many numbers were told last, by the till's clock. */
  triesToldAt: z.int().nullable(),
  /** Everything refused of late, also what was not even looked at; not in states of older versions. */
  refusals: z.array(z.object({ at: z.int(), count: z.int(), seq: z.int() })).default([]),
  refusalsToldAt: z.int().nullable().default(null),
  /** Device → serial number it was registered with. */
  registered: z.record(z.string(), z.string()),
  /** Device → what was told of it last. */
  changed: z.record(z.string(), z.string()),
  /** Who was told to work out of hours on the business date. */
  late: z.object({ businessDate: z.string(), operators: z.array(z.string()) }),
  clock: z.object({ direction: z.string(), at: z.int() }).nullable(),
});
export type WatchState = z.infer<typeof watchStateSchema>;

export const newWatch: WatchState = {
  tries: [],
  triesToldAt: null,
  refusals: [],
  refusalsToldAt: null,
  registered: {},
  changed: {},
  late: { businessDate: '', operators: [] },
  clock: null,
};

const facts = {
  ...journalFacts,
  ...devicesFacts,
  ...signInFacts,
  ...tendersFacts,
} as const;
type Entry = FactOf<typeof facts> & Place;

export type Watched = Readonly<{ state: WatchState; findings: readonly Finding[] }>;
type Hours = Pick<StoreSettings, 'zone' | 'openingHours'>;

/** One entry further. */
export function watch(state: WatchState, any: AnyFact & Place, hours: Hours): Watched {
  const late = watchHours(state, any, hours);
  const entry = factOf(facts, any);
  if (!entry) return late;
  const next = watchKind(late.state, entry);
  return { state: next.state, findings: [...late.findings, ...next.findings] };
}

function watchKind(state: WatchState, entry: Entry): Watched {
  switch (entry.kind) {
    case 'sign-in-refused':
      return add(watchTries(state, entry, entry.body.number ?? `#${entry.seq}`), (so) =>
        watchRefusals(so, entry, entry.body.inVain),
      );
    case 'code-refused':
      return watchRefusals(state, entry, entry.body.inVain);
    case 'journal-shortened':
      return {
        state,
        findings: [{ anomaly: entry.kind, params: entry.body, entries: [entry.seq] }],
      };
    case 'attempt-settled':
      return { state, findings: [settledFinding(entry)] };
    case 'clock-moved':
      return watchClock(state, entry, entry.body);
    case 'signed-in':
    case 'sign-in-failed':
      return entry.body.steps
        .flatMap(({ problems }) => problems)
        .filter(({ kind }) => kind === 'device-swapped')
        .reduce<Watched>(
          (so, { params }) => {
            const device = String(params.device);
            const change = changeOf('swapped', device, params.registered, params.found);
            return add(so, (next) => watchDevice(next, entry, change));
          },
          { state, findings: [] },
        );
    case 'device-attached': {
      const { device, address, before } = entry.body;
      if (before === null || before === address) return { state, findings: [] };
      return watchDevice(state, entry, changeOf('attached', device, before, address));
    }
    case 'device-registered': {
      const { device, serialNumber } = entry.body;
      const after = serialNumber ?? '-';
      // What takes cards is told from its first row on.
      const before = state.registered[device] ?? (takesCards(entry.body) ? '-' : undefined);
      const kept = { ...state, registered: { ...state.registered, [device]: after } };
      if (before === undefined || before === after) return { state: kept, findings: [] };
      return watchDevice(kept, entry, changeOf('registered', device, before, after));
    }
    default:
      return { state, findings: [] };
  }
}

function add(so: Watched, look: (state: WatchState) => Watched): Watched {
  const more = look(so.state);
  return { state: more.state, findings: [...so.findings, ...more.findings] };
}

/** What somebody without a till to work at has no business doing there. */
const work: ReadonlySet<string> = new Set<
  keyof typeof signInFacts | keyof typeof saleFacts | keyof typeof cashFacts
>(['signed-in', 'sale-completed', 'drawer-opened']);

/** Once for each operator and business date. */
function watchHours(
  state: WatchState,
  entry: AnyFact & Place,
  { zone, openingHours }: Hours,
): Watched {
  const { operator, businessDate } = entry;
  if (openingHours === null || operator === null || !work.has(entry.kind)) {
    return { state, findings: [] };
  }
  const time = localText(entry.at, zone).slice(11, 16);
  const { from, until } = openingHours;
  const isOpen = from <= until ? from <= time && time < until : time >= from || time < until;
  const told = state.late.businessDate === businessDate ? state.late.operators : [];
  if (isOpen || told.includes(operator)) return { state, findings: [] };
  return {
    state: { ...state, late: { businessDate, operators: [...told, operator] } },
    findings: [
      {
        anomaly: 'out-of-hours',
        params: { operator, time, from, until },
        entries: [entry.seq],
      },
    ],
  };
}

function watchTries(state: WatchState, { at, seq }: Entry, who: string): Watched {
  const tries = [...state.tries, { who, at, seq }]
    .filter((one) => Math.abs(at - one.at) <= triesWindowMs)
    .slice(-triesKept);
  const next = { ...state, tries };
  const count = new Set(tries.map((one) => one.who)).size;
  const isTold = state.triesToldAt !== null && Math.abs(at - state.triesToldAt) <= triesWindowMs;
  if (count < triedNumbersMin || isTold) return { state: next, findings: [] };
  return {
    state: { ...next, triesToldAt: at },
    findings: [
      {
        anomaly: 'tries-on-many-numbers',
        params: { count, minutes: triesWindowMs / 60_000 },
        entries: tries.map((one) => one.seq),
      },
    ],
  };
}

/** `inVain`: refused before this one without being looked at. Once in a window. */
function watchRefusals(state: WatchState, { at, seq }: Entry, inVain = 0): Watched {
  const refusals = [...state.refusals, { at, count: 1 + inVain, seq }]
    .filter((one) => Math.abs(at - one.at) <= triesWindowMs)
    .slice(-triesKept);
  const count = refusals.reduce((sum, one) => sum + one.count, 0);
  const toldAt = state.refusalsToldAt;
  const isTold = toldAt !== null && Math.abs(at - toldAt) <= triesWindowMs;
  if (count < refusalsMin || isTold) return { state: { ...state, refusals }, findings: [] };
  return {
    state: { ...state, refusals, refusalsToldAt: at },
    findings: [
      {
        anomaly: 'tries-without-pause',
        params: { count, minutes: triesWindowMs / 60_000 },
        entries: refusals.map((one) => one.seq),
      },
    ],
  };
}

function watchClock(
  state: WatchState,
  { at, seq }: Entry,
  { direction, byMs }: Readonly<{ direction: 'set-back' | 'set-forward'; byMs: number }>,
): Watched {
  const { clock } = state;
  const isAgain = clock?.direction === direction && Math.abs(at - clock.at) <= clockAgainMs;
  const next = { ...state, clock: { direction, at } };
  if (isAgain) return { state: next, findings: [] };
  const params = {
    direction: direction === 'set-back' ? 'back' : 'forward',
    minutes: Math.round(byMs / 60_000),
  };
  return { state: next, findings: [{ anomaly: 'clock-moved', params, entries: [seq] }] };
}

type Change = Readonly<{ what: string; device: string; before: string; after: string }>;

function changeOf(
  what: 'swapped' | 'registered' | 'attached',
  device: string,
  before: unknown,
  after: unknown,
): Change {
  return { what, device, before: String(before ?? ''), after: String(after ?? '') };
}

/** The same stranger on the counter is told once. */
function watchDevice(state: WatchState, { seq }: Entry, change: Change): Watched {
  const told = `${change.what} ${change.after}`;
  if (state.changed[change.device] === told) return { state, findings: [] };
  return {
    state: { ...state, changed: { ...state.changed, [change.device]: told } },
    findings: [{ anomaly: 'device-changed', params: { ...change }, entries: [seq] }],
  };
}

/** Nobody but the acquirer's statement can say whether it was right. */
function settledFinding({ seq, body }: Extract<Entry, { kind: 'attempt-settled' }>): Finding {
  const { outcome, amountMinor, currency, slip, by } = body;
  const params = {
    outcome,
    amount: formatMinor(amountMinor),
    currency,
    slip: slip ?? '-',
    operator: by,
  };
  return { anomaly: 'payment-settled', params, entries: [seq] };
}
