/** What a problem says to a person, in the words of the till's own screens. */
import type { Locale } from '../../domain/paper/words.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { argumentsOf, speaker } from '../../domain/words/speaker.ts';
import { readWords } from '../../words/read.ts';

export type Sentences = (problem: ProblemData) => string;

export function sentencesIn(locale: Locale): Sentences {
  const messages = readWords(locale, ['problems', 'devices']);
  const say = speaker(locale, messages);
  const part = (key: string, params: ProblemData['params']): string => {
    const text = messages[key];
    if (text === undefined) return '';
    const values: Record<string, string | number> = {};
    for (const name of argumentsOf(text)) {
      const value = params[name] ?? '—';
      values[name] = name === 'device' ? (messages[`device.${value}`] ?? value) : value;
    }
    return say(key, values);
  };
  return ({ kind, params }) => {
    const said = ['what', 'next'].map((name) => part(`problem.${kind}.${name}`, params));
    return said.filter((text) => text !== '').join(' ') || kind;
  };
}
