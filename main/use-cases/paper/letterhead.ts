/** What stands around every document of this till. */
import { localText } from '../../../domain/basics/business-date.ts';
import type { Letterhead } from '../../../domain/paper/letterhead.ts';
import { speakerIn } from '../../machine/words.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';

export function letterhead(till: OpenTill, locale: Letterhead['locale'], atMs: number): Letterhead {
  const { storeName, receiptFooter, zone } = settingsOf(till);
  const printedAt = localText(atMs, zone);
  return {
    storeName,
    receiptFooter,
    tillName: till.identity.tillName,
    locale,
    say: speakerIn(locale),
    printedAt,
  };
}
