/**
 * Every page that needs somebody who is logged in. Navigation, permissions, tests and pictures go by this list, in this
 * order; what is not in it has no address.
 */
import { accountsPages } from '../accounts/accounts.ts';
import { auditPages } from '../accounts/audit.ts';
import { ownAccountPages } from '../accounts/own-account.ts';
import { anomaliesPages } from '../anomalies/anomalies.ts';
import { devicesPages } from '../devices/devices.ts';
import { type Page, readPage } from '../entry/pages.ts';
import { cataloguePages } from '../goods/catalogue.ts';
import { journalPages } from '../journal/journal.ts';
import { policiesPages } from '../office/policies.ts';
import { releasesPages } from '../office/releases.ts';
import { tillsPages } from '../office/tills.ts';
import { codesPages } from '../people/one-time-codes.ts';
import { operatorsPages } from '../people/operators.ts';
import { rolesPages } from '../people/roles.ts';
import { promotionsPages } from '../prices/promotions.ts';
import { closingsPages } from '../reports/closings.ts';
import { takingsPages } from '../reports/takings.ts';
import { todayPages } from '../reports/today.ts';
import { salesPages } from '../sale/sales.ts';
import { signInsPages } from '../sign-in/sign-ins.ts';

export const pages: readonly Page[] = [
  ...todayPages,
  ...takingsPages,
  ...closingsPages,
  ...journalPages,
  ...salesPages,
  ...cataloguePages,
  ...promotionsPages,
  ...operatorsPages,
  ...rolesPages,
  ...signInsPages,
  ...codesPages,
  ...tillsPages,
  ...devicesPages,
  ...releasesPages,
  ...policiesPages,
  ...anomaliesPages,
  ...auditPages,
  ...accountsPages,
  ...ownAccountPages,
  // Last: whatever is not a page.
  readPage({ path: '*', section: null, right: 'read', scope: 'all' }, async () => null),
];
