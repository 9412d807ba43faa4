/** A problem of a till as the console says it. */
import type { ProblemData } from '../../../domain/words/problem.ts';
import type { View } from './visit.ts';
import { isWord } from './words.ts';

/** One sentence; a kind that no sign-in ends with is shown as it is called. */
export function problemText({ say }: Pick<View, 'say'>, { kind, params }: ProblemData): string {
  const word = `problem.${kind}`;
  return isWord(word) ? say(word, params) : kind;
}
