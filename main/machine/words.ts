/** What main says itself: on paper, on the customer's display, on the pad and at the window. The page has words of its own. */
import type { Locale } from '../../domain/basics/languages.ts';
import { type Say, speaker } from '../../domain/words/speaker.ts';
import type { CounterId, PaperId, ProgramId } from '../../words/ids.ts';
import { readWords } from '../../words/read.ts';

type Id = CounterId | PaperId | ProgramId;

/** Read when a language is first spoken. */
const speakers = new Map<Locale, Say<Id>>();

export function speakerIn(locale: Locale): Say<Id> {
  const known =
    speakers.get(locale) ?? speaker(locale, readWords<Id>(locale, ['counter', 'paper', 'program']));
  speakers.set(locale, known);
  return known;
}
