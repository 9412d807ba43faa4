/** What stands around every document of a till, and the words it is written in. */
import type { PaperId } from '../../words/ids.ts';
import type { Locale } from '../basics/languages.ts';
import type { Names } from '../basics/names.ts';
import type { Say } from '../words/speaker.ts';

export type SayPaper = Say<PaperId>;

export type Letterhead = Readonly<{
  storeName: Names;
  receiptFooter: Names;
  tillName: string;
  locale: Locale;
  /** The words on paper, in that language. */
  say: SayPaper;
  /** `2026-11-22 08:52:03` on the store's wall clock. */
  printedAt: string;
}>;
