/** Signing on to the acquirer: working keys into the PIN pad, and for which date they were given. */
import type { ProblemKind } from '../../../domain/words/problem.ts';
import { businessDateNow } from '../../till/business-day.ts';
import { memory, tillLane } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** DE60.2 of a till that has never signed on. */
const firstBatch = '000001';

/** Working keys are in the pad since a host sign-on of this business date. */
export type WorkingKeys = Readonly<{ businessDate: string; batch: string }>;

const kept = memory<{ keys: WorkingKeys | null }>(() => ({ keys: null }));
const hostLane = tillLane();

/** Null where the pad has none, as far as the till knows. */
export function workingKeys(till: OpenTill): WorkingKeys | null {
  return kept(till).keys;
}

/** Before the next payment the host is signed on to again. */
export function forgetKeys(till: OpenTill): void {
  kept(till).keys = null;
  till.changed('tenders');
}

/**
 * Today's working keys: those the pad has, or new ones by an 0800, which is written down.
 * Throws `Problem`: `host-…`, `device-…`.
 */
export function signOnToHost(till: OpenTill, operator: string): Promise<WorkingKeys> {
  return hostLane(till, async () => {
    const known = workingKeys(till);
    // Somebody else may have asked just before.
    if (known?.businessDate === businessDateNow(till)) return known;
    forgetKeys(till);
    const keys = await signOn(till, operator);
    kept(till).keys = keys;
    till.changed('tenders');
    return keys;
  });
}

/** The host, or the devices process, has other working keys than the till believes, or none. */
const keysGoneKinds: ReadonlySet<ProblemKind> = new Set(['host-sign-on-needed', 'host-mac-wrong']);

/** Forgets the working keys where `kind` says that they hold no longer; the upkeep then signs on again by itself. */
export function noticeKeysGone(till: OpenTill, kind: ProblemKind): void {
  if (!keysGoneKinds.has(kind)) return;
  forgetKeys(till);
}

async function signOn(till: OpenTill, operator: string): Promise<WorkingKeys> {
  const { db, ports } = till;
  const stan = db.numbers.nextStan();
  const batch = db.numbers.lastBatch() ?? firstBatch;
  const signedOn = await ports.devices.request('hostSignOn', { stan, batch, operator });
  const body = { stan, batch: signedOn.batch, kcv: signedOn.kcv };
  record(till, [{ kind: 'host-signed-on', body }], operator);
  return { businessDate: businessDateNow(till), batch: signedOn.batch };
}
