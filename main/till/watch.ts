/** Looks at everything the till writes down, and writes down beside it what somebody should look at. */
import type { TillDatabase } from '../../db/till-database.ts';
import { newWatch, type WatchState, watch } from '../../domain/anomalies/watch.ts';
import type { Entry, Fact } from '../../domain/contract/entry.ts';
import type { RegisteredDevice } from '../../domain/devices/register.ts';
import type { StoreSettings } from '../../domain/office/store-settings.ts';
import { Problem } from '../../domain/words/problem.ts';
import { memory } from './memory.ts';

/** A busy day's worth: what is told once a day is not told again after a restart. */
const entriesRemembered = 1_000;

/** What was odd of late, so that it is told once. */
export const watched = memory<{ state: WatchState }>(({ db }) => ({ state: watchFrom(db) }));

/** What a till that starts remembers. */
export function watchFrom(db: TillDatabase): WatchState {
  const settings = db.settings.load();
  const { seq } = db.journal.head();
  if (settings === null) return newWatch;
  let state = newWatch;
  try {
    for (const entry of db.journal.since(Math.max(0, seq - entriesRemembered))) {
      state = watch(state, entry, settings).state;
    }
  } catch (thrown) {
    // The self-test of every sign-in names the entry; what is remembered for anomalies is no reason not to start.
    if (!(thrown instanceof Problem)) throw thrown;
  }
  return withRegister(state, db.register.list());
}

/** The register says what belongs here; a memory of the journal's end does not. */
export function withRegister(state: WatchState, register: readonly RegisteredDevice[]): WatchState {
  const serials = register.map(({ device, serialNumber }) => [device, serialNumber ?? '-']);
  return { ...state, registered: { ...state.registered, ...Object.fromEntries(serials) } };
}

/** What is odd about `entries`, which have just been written. */
export function watchOn(
  before: WatchState,
  entries: readonly Entry[],
  settings: StoreSettings,
): Readonly<{ state: WatchState; facts: Fact[] }> {
  let state = before;
  const facts: Fact[] = [];
  for (const entry of entries) {
    const watched = watch(state, entry, settings);
    state = watched.state;
    for (const { anomaly, params, entries: behind } of watched.findings) {
      const body = { anomaly, params: { ...params }, entries: [...behind] };
      facts.push({ kind: 'anomaly-raised', body });
    }
  }
  return { state, facts };
}
