/** What cards have in common, whoever takes them. */
import type { Tender } from '../../../domain/tenders/tender.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { attached } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import type { Paid } from './port.ts';

export function cardTender({ attemptId, amountMinor, approval }: Paid): Tender {
  const { authorisationCode, referenceNumber, maskedPan } = approval;
  const numbers = { attemptId, maskedPan, authorisationCode, referenceNumber };
  return { kind: 'card', amountMinor, ...numbers };
}

/** What one person attached and nobody else has vouched for sees no card. Throws `Problem` `device-unconfirmed`. */
export function checkConfirmed(till: OpenTill): void {
  const { devices } = attached(till);
  const row = till.db.register
    .list()
    .find(
      ({ device, unconfirmed }) =>
        unconfirmed && devices.some((config) => config.device === device),
    );
  if (!row?.unconfirmed) return;
  throw new Problem('device-unconfirmed', { device: row.device, by: row.unconfirmed.by });
}
