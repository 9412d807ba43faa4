/** The cut-over of the business date, seen from a shift. */
import { presence } from '../../till/presence.ts';
import { basketBegun, businessDateNow, type OpenTill } from '../../till/session.ts';
import { endShift } from './end-shift.ts';

/** Past the cut-over, once the counter is empty, the shift ends: who goes on must sign in again. */
export function leaveAtCutOver(till: OpenTill): void {
  const { session, db } = till;
  const day = db.day();
  if (day.state === 'closed' || day.businessDate === businessDateNow(till)) return;
  till.changed();
  if (basketBegun(session) || session.payment !== null || presence(till).leaving) return;
  endShift(till, 'cut-over', { basket: 'none' });
}
