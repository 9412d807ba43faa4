/** Who allowed what an entry says, and by which right: one answer for everybody who judges approvals. */
import { movements } from '../../domain/cash/movements.ts';
import type { Entry } from '../../domain/contract/entry.ts';
import type { Right } from '../../domain/people/right.ts';

export type Approval = Readonly<{ by: string; right: Right }>;

/** Null where nobody did: none was needed, or a one-time code of the back office stood for it. */
export function approvalOf(entry: Entry): Approval | null {
  switch (entry.kind) {
    case 'offline-lifted':
      return given(entry.body.by, 'offline.lift');
    case 'operator-unlocked': {
      const { by, number } = entry.body;
      // Whoever knew the new secret forgave themselves.
      return by === number ? null : given(by, 'operator.unlock');
    }
    case 'device-confirmed':
      return given(entry.body.by, 'devices.confirm');
    case 'price-overridden':
      return given(entry.body.approvedBy, 'price.override');
    case 'discount-given': {
      const { line, approvedBy } = entry.body;
      return given(approvedBy, line === undefined ? 'sale.discount.basket' : 'sale.discount');
    }
    case 'line-taken-back':
    case 'sale-abandoned':
      return given(entry.body.approvedBy, 'goods.take-back');
    case 'attempt-settled':
      return given(entry.body.by, 'attempt.resolve');
    case 'drawer-opened':
      return given(entry.body.approvedBy, 'drawer.open');
    case 'day-closed':
    case 'drawer-handed-over':
      return given(entry.body.approvedBy, 'cash.difference');
    case 'cash-paid-in':
      return given(entry.body.approvedBy, movements['pay-in'].right);
    case 'cash-paid-out':
      return given(entry.body.approvedBy, movements['pay-out'].right);
    case 'cash-dropped':
      return given(entry.body.approvedBy, movements['safe-drop'].right);
    default:
      return null;
  }
}

const given = (by: string | null | undefined, right: Right): Approval | null =>
  by == null ? null : { by, right };
