/** `your PIN or your badge`: what may be shown next, inside a sentence. */
import type { WayIn } from '../../../domain/people/ways-in.ts';
import type { Words } from '../../words/i18n.tsx';

export function waysText(ways: readonly WayIn[], t: Words['t']): string {
  return ways.map((way) => t(`ways.still.${way}`)).join(t('ways.or'));
}
