/** The store's settings, and which business date it is by them. */
import { assert } from '../../domain/basics/assert.ts';
import { businessDateOf, dateAfterChange } from '../../domain/basics/business-date.ts';
import { dateAfterClose } from '../../domain/day/after-close.ts';
import type { StoreSettings } from '../../domain/office/store-settings.ts';
import type { OpenTill } from './open-till.ts';

export function settingsOf(till: OpenTill): StoreSettings {
  const settings = till.db.settings.load();
  assert(settings, 'a till that has started has settings');
  return settings;
}

/** The business date of this moment. */
export function businessDateNow(till: OpenTill): string {
  const now = till.ports.clock.now();
  const settings = settingsOf(till);
  const byClock = dateAfterChange(businessDateOf(now, settings), now, till.db.lastZoneChange());
  return dateAfterClose(byClock, now, till.db.day(), settings.day.afterClose);
}

/** The date facts are booked on: the shift's own while there is one, so that a sale across the cut-over stays whole. */
export function bookingDate(till: OpenTill): string {
  const day = till.db.day();
  return day.state === 'closed' || day.businessDate === null
    ? businessDateNow(till)
    : day.businessDate;
}
