/** Signing on to the acquirer: working keys into the PIN pad, and for which date they were given. */
import type { ProblemKind } from '../../../domain/words/problem.ts';
import { businessDateNow, type OpenTill, record, type Session } from '../../till/session.ts';

/** DE60.2 of a till that has never signed on. */
const firstBatch = '000001';

export type HostSession = NonNullable<Session['host']>;

/**
 * Today's working keys: those the pad has, or new ones by an 0800, which is written down.
 * Throws `Problem`: `host-…`, `device-…`.
 */
export function signOnToHost(till: OpenTill, operator: string): Promise<HostSession> {
  return till.hostLane(async () => {
    const { session } = till;
    // Somebody else may have asked just before.
    if (session.host?.businessDate === businessDateNow(till)) return session.host;
    session.host = null;
    session.host = await signOn(till, operator);
    till.changed();
    return session.host;
  });
}

/** The host, or the devices process, has other working keys than the till believes, or none. */
const keysGoneKinds: ReadonlySet<ProblemKind> = new Set(['host-sign-on-needed', 'host-mac-wrong']);

/** Forgets the working keys where `kind` says that they hold no longer; the upkeep then signs on again by itself. */
export function noticeKeysGone(till: OpenTill, kind: ProblemKind): void {
  if (!keysGoneKinds.has(kind)) return;
  till.session.host = null;
  till.changed();
}

async function signOn(till: OpenTill, operator: string): Promise<HostSession> {
  const { db, ports } = till;
  const stan = db.numbers.nextStan();
  const batch = db.numbers.lastBatch() ?? firstBatch;
  const signedOn = await ports.devices.request('hostSignOn', { stan, batch, operator });
  const body = { stan, batch: signedOn.batch, kcv: signedOn.kcv };
  record(till, [{ kind: 'host-signed-on', body }], operator);
  return { businessDate: businessDateNow(till), batch: signedOn.batch };
}
