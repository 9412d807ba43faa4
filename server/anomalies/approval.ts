/** Who allowed what an entry says, and by which right: one answer for everybody who judges approvals. */
import { movements } from '../../domain/cash/movements.ts';
import type { Entry } from '../../domain/contract/entry.ts';
import type { Right } from '../../domain/people/right.ts';

/** `rolesVersion`: of the store's roles, as the till had them; where somebody lent the right. */
export type Approval = Readonly<{ by: string; right: Right; rolesVersion?: number | undefined }>;

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
      return given(entry.body.approvedBy, 'price.override', entry.body);
    case 'discount-given': {
      const { line, approvedBy } = entry.body;
      const right = line === undefined ? 'sale.discount.basket' : 'sale.discount';
      return given(approvedBy, right, entry.body);
    }
    case 'line-taken-back':
    case 'sale-abandoned':
      return given(entry.body.approvedBy, 'goods.take-back', entry.body);
    case 'goods-returned':
      return given(entry.body.approvedBy, 'sale.refund', entry.body);
    case 'tender-kept':
    case 'attempt-settled':
      return given(entry.body.by, 'attempt.resolve', entry.body);
    case 'tender-given-back':
    case 'drawer-opened':
      return given(entry.body.approvedBy, 'drawer.open', entry.body);
    case 'day-closed':
    case 'drawer-handed-over':
      return given(entry.body.approvedBy, 'cash.difference', entry.body);
    case 'cash-paid-in':
      return given(entry.body.approvedBy, movements['pay-in'].right, entry.body);
    case 'cash-paid-out':
      return given(entry.body.approvedBy, movements['pay-out'].right, entry.body);
    case 'cash-dropped':
      return given(entry.body.approvedBy, movements['safe-drop'].right, entry.body);
    default:
      return null;
  }
}

function given(
  by: string | null | undefined,
  right: Right,
  body: Readonly<{ lent?: Readonly<{ rolesVersion: number }> | undefined }> = {},
): Approval | null {
  return by == null ? null : { by, right, rolesVersion: body.lent?.rolesVersion };
}
