/** Whether somebody may see what lies in the drawer. Decided here and never by a page that does not draw. */
import type { Drawer } from '../../../domain/cash/drawer.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';

/** A blind store shows what should be there once a count stands: on the close, X report and its paper alike. */
export function isHidden(till: OpenTill, { standing }: Drawer): boolean {
  return settingsOf(till).day.cashCount === 'blind' && standing === null;
}
