/** The one sentence of an anomaly. */
import type { AnomalyKind } from '../../../domain/anomalies/kinds.ts';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import { isWord, type Say } from '../frame/words.ts';

/** Which of its params chooses between the sentences of a kind. */
const chooser: Partial<Record<AnomalyKind, string>> = {
  'device-changed': 'what',
  'clock-moved': 'direction',
  'decided-alone': 'why',
  'payment-settled': 'outcome',
  'owned-differed': 'what',
  'entry-doubted': 'why',
};

/** Of a newer till's kind, its name. */
export function anomalySentence(say: Say, kind: AnomalyKind, params: SentenceParams): string {
  const choice = params[chooser[kind] ?? ''];
  const word = choice === undefined ? `anomaly.${kind}` : `anomaly.${kind}.${choice}`;
  return isWord(word) ? say(word, params) : kind;
}
