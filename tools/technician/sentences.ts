/** What a problem says to a person, in the words of the till's own screens. */
import type { Locale } from '../../domain/basics/languages.ts';
import { nowhere } from '../../domain/words/formats.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { sentencesOf } from '../../domain/words/sentence.ts';
import { readWords } from '../../words/read.ts';

export type Sentences = (problem: ProblemData) => string;

export function sentencesIn(locale: Locale): Sentences {
  const { problem: say } = sentencesOf(locale, readWords(locale, ['problems', 'devices']), nowhere);
  return (problem) => {
    const said = (['what', 'next'] as const).map((part) => say(problem, part));
    return said.filter((text) => text !== '').join(' ') || problem.kind;
  };
}
