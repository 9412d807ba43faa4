/** People as pages name them. */
import type { View } from './visit.ts';

/** Operator number → name. */
export type Names = ReadonlyMap<string, string>;

/** `王芳 · 1001`; the number alone where nobody has the name any more, a dash for nobody. */
export function personText(
  { say }: Pick<View, 'say'>,
  names: Names,
  number: string | null,
): string {
  if (number === null) return say('none');
  const name = names.get(number);
  return name === undefined ? say('operator', { number }) : say('person', { name, number });
}
