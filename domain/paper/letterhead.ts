/** What stands around every document of a till. */
import type { Locale } from './words.ts';

type InBoth = Readonly<{ zh: string; en: string }>;

export type Letterhead = Readonly<{
  storeName: InBoth;
  receiptFooter: InBoth;
  tillName: string;
  locale: Locale;
  /** `2026-11-22 08:52:03` on the store's wall clock. */
  printedAt: string;
}>;
