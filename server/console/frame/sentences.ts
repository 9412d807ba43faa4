/** Problems and anomalies of a till in one sentence, in the words of the till's own screens. */
import type { AnyAnomalyKind } from '../../../domain/anomalies/kinds.ts';
import type { Locale } from '../../../domain/basics/languages.ts';
import type { StoreSettings } from '../../../domain/office/store-settings.ts';
import type { AnyProblem, SentenceParams } from '../../../domain/words/problem.ts';
import { sentencesOf } from '../../../domain/words/sentence.ts';
import { messagesIn } from './words.ts';

type Place = Pick<StoreSettings, 'currency' | 'zone'>;

export function problemText(locale: Locale, problem: AnyProblem, place: Place): string {
  return sentencesOf(locale, messagesIn(locale), place).problem(problem, 'what') || problem.kind;
}

/** Of a newer till's kind, its name. */
export function anomalyText(
  locale: Locale,
  anomaly: Readonly<{ anomaly: AnyAnomalyKind; params: SentenceParams }>,
  place: Place,
): string {
  const { sentence } = sentencesOf(locale, messagesIn(locale), place);
  return sentence(`anomaly.${anomaly.anomaly}`, anomaly.params) || anomaly.anomaly;
}
