/** Words, amounts and times in the language of the moment. Every text of the page comes through here. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Locale } from '../../domain/basics/languages.ts';
import { type Names, nameIn } from '../../domain/basics/names.ts';
import { type Formats, formatsOf } from '../../domain/words/formats.ts';
import type { Sentence } from '../../domain/words/problem.ts';
import { type Sentences, sentencesOf } from '../../domain/words/sentence.ts';
import { type Say, speaker } from '../../domain/words/speaker.ts';
import type { PageId } from '../../words/ids.ts';
import { messagesIn } from './messages.ts';

export type MessageKey = PageId;

export type Words = Formats &
  Pick<Sentences, 'device' | 'problem'> &
  Readonly<{
    locale: Locale;
    t: Say<MessageKey>;
    /** A sentence main chose by key; empty when the page does not know the key. */
    sentence(sentence: Sentence): string;
    name(names: Names): string;
    /** `today 08:47`, `yesterday 22:31`, else with the date. */
    moment(atMs: number, nowMs: number): string;
  }>;

const WordsContext = createContext<Words | null>(null);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('Bug: no words above this component');
  return words;
}

type Props = Readonly<{ locale: Locale; currency: string; zone: string; children: ReactNode }>;

export function WordsProvider({ locale, currency, zone, children }: Props) {
  const words = useMemo(() => makeWords(locale, currency, zone), [locale, currency, zone]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

function makeWords(locale: Locale, currency: string, zone: string): Words {
  const messages = messagesIn(locale);
  const t = speaker(locale, messages);
  const place = { currency, zone };
  const formats = formatsOf(locale, place);
  const sentences = sentencesOf(locale, messages, place);
  return {
    locale,
    t,
    ...formats,
    device: sentences.device,
    problem: sentences.problem,
    sentence: ({ key, params }) => sentences.sentence(key, params),
    name: (names) => nameIn(names, locale),
    moment: (atMs, nowMs) => {
      const daysAgo = Math.round(
        (Date.parse(formats.date(nowMs)) - Date.parse(formats.date(atMs))) / 86_400_000,
      );
      if (daysAgo === 0) return t('moment.today', { time: formats.time(atMs) });
      if (daysAgo === 1) return t('moment.yesterday', { time: formats.time(atMs) });
      return formats.dateTime(atMs);
    },
  };
}
