/** What stands around every document of this till. */
import { localText } from '../../../domain/basics/business-date.ts';
import type { Letterhead } from '../../../domain/sale/receipt.ts';
import { type OpenTill, settingsOf } from '../../till/session.ts';

export function letterhead(till: OpenTill, locale: Letterhead['locale'], atMs: number): Letterhead {
  const store = settingsOf(till);
  const printedAt = localText(atMs, store.zone);
  return { store, tillName: till.identity.tillName, locale, printedAt };
}
