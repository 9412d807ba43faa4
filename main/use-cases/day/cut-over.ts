/** The cut-over of the business date, seen from a shift. */

import { businessDateNow } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { basketBegun } from '../sale/counter.ts';
import { paymentOf } from '../tenders/under-way.ts';
import { endShift } from './end-shift.ts';

/** Past the cut-over, once the counter is empty, the shift ends: who goes on must sign in again. */
export function leaveAtCutOver(till: OpenTill): void {
  const { db } = till;
  const day = db.day();
  if (day.state === 'closed' || day.businessDate === businessDateNow(till)) return;
  till.changed('shift');
  if (basketBegun(till) || paymentOf(till) !== null || presence(till).leaving) return;
  endShift(till, 'cut-over', { basket: 'none' });
}
