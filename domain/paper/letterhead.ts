/** What stands around every document of a till. */
import type { Locale } from '../basics/languages.ts';
import type { Names } from '../basics/names.ts';

export type Letterhead = Readonly<{
  storeName: Names;
  receiptFooter: Names;
  tillName: string;
  locale: Locale;
  /** `2026-11-22 08:52:03` on the store's wall clock. */
  printedAt: string;
}>;
