/**
 * The back office: push what the journal holds, pull what the back office owns. Channel: `till.syncNow`.
 *
 * One writer per journal, so nothing is merged; everything here may be cut short at any point and done again.
 */

import {
  pushEntriesMax,
  type SyncAnswer,
  type SyncInput,
  type SyncRoute,
} from '../../../domain/contract/sync.ts';
import type { ChainHead } from '../../../domain/journal/chain.ts';
import {
  type OwnedTable,
  reasonsLine,
  settingsLine,
  walletsLine,
} from '../../../domain/office/owned.ts';
import type { StoreSettings } from '../../../domain/office/store-settings.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { seal, unseal } from '../../machine/sealed.ts';
import { signHead } from '../../machine/till-key.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { rolesVersion } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { stopKinds } from '../../till/stop.ts';
import { link, syncLane } from './link.ts';
import { problemOfLater } from './of-later.ts';
import { patiently } from './patience.ts';
import { fitting } from './push-batch.ts';
import { sendSecrets } from './send-secrets.ts';
import { takeLists } from './take-lists.ts';
import { tellOwned } from './tell-owned.ts';

export type Progress = (done: number, total: number) => void;
export type SyncResult = Readonly<{ pushed: number; items: number; operators: number }>;

/** Push and pull at once, asked for by a person. Throws `Problem`: `server-…`, `chain-refused`. */
export async function syncNow(till: OpenTill): Promise<Record<string, never>> {
  await syncLane(till, async () => {
    await pushJournal(till);
    await pull(till);
  });
  return {};
}

/**
 * Sends every entry the back office has not acknowledged and answers how many those were. A back office that was
 * restored from a copy has less than it once had: it gets the rest again.
 * The caller holds the sync lane. Throws `Problem`: `server-…`, `chain-refused`, `till-not-enrolled`.
 */
export async function pushJournal(till: OpenTill, progress?: Progress): Promise<number> {
  if (till.db.sync.stop() !== null) await agreeOnHead(till);
  const pushed = await pushOrAgree(till, progress);
  await sendSecrets(till, (secret) => callServer(till, 'secret', secret));
  return pushed;
}

async function pushOrAgree(till: OpenTill, progress?: Progress): Promise<number> {
  try {
    return await pushUnacknowledged(till, progress);
  } catch (thrown) {
    if (toProblem(thrown).kind !== 'chain-refused') throw thrown;
    await agreeOnHead(till);
    return pushUnacknowledged(till, progress);
  }
}

async function pushUnacknowledged(till: OpenTill, progress?: Progress): Promise<number> {
  const { journal, sync } = till.db;
  let pushed = 0;
  for (;;) {
    const after = sync.acknowledgedSeq();
    const entries = fitting(journal.read(after, pushEntriesMax));
    const last = entries.at(-1);
    if (!last) return pushed;
    progress?.(pushed, pushed + journal.head().seq - after);
    const head = await callServer(till, 'push', { entries });
    // After a lost answer it may have more of ours than this batch; less would be no acknowledgement.
    if (head.seq < last.seq) throw new Problem('server-answer', { seq: head.seq });
    acknowledge(till, head);
    pushed += head.seq - after;
    progress?.(pushed, pushed + journal.head().seq - head.seq);
  }
}

/**
 * Sets what the back office has acknowledged to what it says it has: after a lost answer, or when the back office was
 * restored from a copy. Throws `Problem` `till-restored`, `till-cloned`, `till-revoked`: the till is stopped until the
 * back office says otherwise.
 */
export async function agreeOnHead(till: OpenTill): Promise<void> {
  acknowledge(till, await callServer(till, 'head', till.db.journal.head()));
  // What is missing at its end the back office never had.
  if (till.db.sync.stop()?.kind !== 'journal-shortened') till.db.sync.setStop(null);
  till.changed('office', 'shift');
}

function acknowledge(till: OpenTill, theirs: ChainHead): void {
  const { seq: here } = till.db.journal.head();
  if (theirs.seq > here)
    throw stopped(till, new Problem('till-restored', { here, there: theirs.seq }));
  if (theirs.seq > 0) {
    const [ours] = till.db.journal.read(theirs.seq - 1, 1);
    if (ours?.hash !== theirs.hash)
      throw stopped(till, new Problem('till-cloned', { seq: theirs.seq }));
  }
  till.db.sync.setAcknowledged(theirs.seq);
  till.changed('office');
}

/**
 * Takes over what changed since the last pull, or everything, in place of whatever was here; the cursor moves last. The
 * caller holds the sync lane.
 */
export async function pull(
  till: OpenTill,
  { whole }: Readonly<{ whole: boolean }> = { whole: false },
): Promise<Omit<SyncResult, 'pushed'>> {
  const { db, ports } = till;
  const pulled = await callServer(till, 'pull', { cursor: whole ? '' : db.sync.cursor() });
  const { items, operators, roles, settings, release, cursor } = pulled;
  const before = problemOfLater(till);
  // They come with every pull: what is other although nothing was changed there was changed here.
  const sameAsBefore = !whole && cursor === db.sync.cursor();
  if (sameAsBefore && settings.row) {
    for (const what of differingSettings(settings.row, settingsOf(till))) {
      tellOwned(till, what);
      const problem = new Problem('owned-taken-anew', { what });
      till.emit({ kind: 'notice', problem: problem.toData() });
    }
  }
  takeLists(till, pulled, whole);
  tellOfLater(till, before);
  db.sync.setRelease(release);
  keepCodeKey(till, pulled.codeKey);
  link(till).serverAheadMs = pulled.serverTime - ports.clock.now();
  const taken = { items: items.rows.length, operators: operators.rows.length };
  const leftOut = db.leftOut.list().length;
  if (taken.items > 0 || taken.operators > 0 || roles.rows.length > 0) {
    const newRoles = roles.rows.length > 0 && { rolesVersion: rolesVersion(till) };
    const body = { cursor, ...taken, ...newRoles, ...(leftOut > 0 && { leftOut }) };
    record(till, [{ kind: 'catalogue-pulled', body }]);
  }
  db.sync.setCursor(cursor);
  const at = ports.clock.now();
  db.sync.setLastAt(at);
  link(till).lastPull = { at, bootMs: ports.system.sinceBootMs() };
  till.changed('store', 'shift', 'office');
  return taken;
}

/** Of what stands in the settings, what is not alike. */
function differingSettings(theirs: StoreSettings, ours: StoreSettings): OwnedTable[] {
  const lines = { settings: settingsLine, reasons: reasonsLine, wallets: walletsLine } as const;
  const tables = ['settings', 'reasons', 'wallets'] as const;
  return tables.filter((table) => lines[table](theirs) !== lines[table](ours));
}

/** A sign-in says it in its step; whoever is at work is told when it is news. */
function tellOfLater(till: OpenTill, before: Problem | null): void {
  const now = problemOfLater(till);
  if (!now || till.db.day().operator === null) return;
  if (JSON.stringify(now.params) === JSON.stringify(before?.params)) return;
  till.emit({ kind: 'notice', problem: now.toData() });
}

/**
 * Writes down, signed, that the back office has everything, and sends that too. At sign-in and Z only: an entry about
 * each push would itself need a push, for ever. The caller holds the sync lane.
 */
export async function recordPushed(till: OpenTill, operator?: string | null): Promise<void> {
  const head = signHead(till.key, till.db.journal.head());
  record(till, [{ kind: 'journal-pushed', body: { head } }], operator);
  await pushJournal(till);
}

/** Asks the back office and remembers whether it could be reached. Throws `Problem`. */
export async function callServer<Route extends SyncRoute>(
  till: OpenTill,
  route: Route,
  input: SyncInput<Route>,
): Promise<SyncAnswer<Route>> {
  try {
    const output = await patiently(till, () => till.backOffice.call(route, input));
    setOnline(till, true);
    return output;
  } catch (thrown) {
    const problem = toProblem(thrown);
    // What is amiss now a moment ago need not have been.
    link(till).lastPull = null;
    setOnline(till, !offlineKinds.has(problem.kind));
    throw clockRefusal(till, problem) ?? stopped(till, problem);
  }
}

/** Keeps a problem that stops the till, so that it stays stopped without a network, too. */
function stopped(till: OpenTill, problem: Problem): Problem {
  if (!stopKinds.has(problem.kind)) return problem;
  const isNews = till.db.sync.stop()?.kind !== problem.kind;
  till.db.sync.setStop(problem.toData());
  if (isNews && till.db.day().operator !== null)
    till.emit({ kind: 'notice', problem: problem.toData() });
  till.changed('shift');
  return problem;
}

/** What is wrong with the clock, and by about how much. */
export function clockProblem(direction: 'set-back' | 'set-forward', byMs: number): Problem {
  return new Problem(`clock-${direction}`, { minutes: Math.round(Math.abs(byMs) / 60_000) });
}

/** The back office refuses a signature whose time is far off its own: then it is the clock that a person must look at. */
function clockRefusal(till: OpenTill, { kind, params }: Problem): Problem | null {
  const { why, aheadMs } = params;
  if (kind !== 'server-refused' || why !== 'clock' || typeof aheadMs !== 'number') return null;
  link(till).serverAheadMs = -aheadMs;
  return clockProblem(aheadMs > 0 ? 'set-forward' : 'set-back', aheadMs);
}

const offlineKinds: ReadonlySet<string> = new Set([
  'server-unreachable',
  'server-certificate',
  'server-answer',
]);

function setOnline(till: OpenTill, online: boolean): void {
  if (link(till).online === online) return;
  link(till).online = online;
  till.changed('office');
}

/** An older back office sends none, and takes none away. */
function keepCodeKey({ db, key, ports }: OpenTill, codeKey: string | null): void {
  if (codeKey === null) return;
  const fresh = Buffer.from(codeKey, 'base64');
  const sealed = db.sync.codeKey();
  const kept = sealed === null ? null : unseal(key, 'code key', sealed);
  if (kept === null || !fresh.equals(kept)) {
    db.sync.setCodeKey(seal(key, ports.random, 'code key', fresh));
  }
}
