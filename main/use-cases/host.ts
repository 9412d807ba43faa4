/** Signing on to the acquirer: working keys into the PIN pad, and who holds them. */
import type { HostSignOn } from '../../domain/contract/devices.ts';
import { businessDateNow, type OpenTill, record } from '../session.ts';

/** DE60.2 of a till that has never signed on. */
const firstBatch = '000001';

/** 0800, written down. Throws `Problem`: `host-…`, `device-…`. */
export async function signOnToHost(till: OpenTill, operator: string): Promise<HostSignOn> {
  const { db, session, ports } = till;
  const stan = db.numbers.nextStan();
  const batch = db.numbers.lastBatch() ?? firstBatch;
  const signedOn = await ports.devices.request('hostSignOn', { stan, batch, operator });
  const body = { stan, batch: signedOn.batch, kcv: signedOn.kcv };
  record(till, [{ kind: 'host-signed-on', body }], operator);
  session.host = { businessDate: businessDateNow(till), batch: signedOn.batch };
  till.changed();
  return signedOn;
}
