/** What the pages of the console say: words/<tag>/console/, and of the till's rooms what both speak of. */
import { bestLocale, type Locale } from '../../../domain/basics/languages.ts';
import {
  type Messages,
  type Say as SayWords,
  speaker as speakerOf,
} from '../../../domain/words/speaker.ts';
import type { ConsoleId } from '../../../words/ids.ts';
import { readWords } from '../../../words/read.ts';

export type Word = ConsoleId;
export type Say = SayWords<Word>;

const rooms = [
  ...['anomalies', 'devices', 'paper', 'people', 'problems', 'sign-in', 'tenders'],
  ...['accounts', 'anomalies', 'devices', 'frame', 'goods', 'journal', 'office', 'people'].map(
    (room) => `console/${room}`,
  ),
  ...['prices', 'reports', 'sale', 'sign-in'].map((room) => `console/${room}`),
];

/** Read when a language is first spoken. */
const messages = new Map<Locale, Messages<Word>>();
const speakers = new Map<Locale, Say>();

export function messagesIn(locale: Locale): Messages<Word> {
  const known = messages.get(locale) ?? readWords<Word>(locale, rooms);
  messages.set(locale, known);
  return known;
}

export function speaker(locale: Locale): Say {
  const known = speakers.get(locale) ?? speakerOf(locale, messagesIn(locale));
  speakers.set(locale, known);
  return known;
}

/** The word, or `instead` where this version has none: what a later one calls its own. */
export function sayOr(say: Say, word: string, instead: string): string {
  return isWord(word) ? say(word) : instead;
}

export function isWord(text: string): text is Word {
  return Object.hasOwn(messagesIn('en'), text);
}

/** The first language of the header that we speak, in the order of its preferences (RFC 9110 section 12.5.4). */
export function preferredLocale(acceptLanguage: string): Locale {
  const wishes = acceptLanguage.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(Boolean);
    return { tag, weight: q === undefined ? 1 : Number(q) };
  });
  const wanted = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return bestLocale(wanted.map(({ tag }) => tag));
}
