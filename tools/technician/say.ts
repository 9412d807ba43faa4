/** What the program itself says, in the language that was asked for. */
import type { Locale } from '../../domain/basics/languages.ts';
import { type Say, speaker } from '../../domain/words/speaker.ts';
import type { TechnicianId } from '../../words/ids.ts';
import { readWords } from '../../words/read.ts';

export function sayIn(locale: Locale): Say<TechnicianId> {
  return speaker(locale, readWords<TechnicianId>(locale, ['technician']));
}

/** There is nothing called `name`: says so, what may have been meant, and what there is. */
export function noSuch(
  locale: Locale,
  what: 'command' | 'protocol' | 'test',
  name: string,
  names: readonly string[],
): string {
  const say = sayIn(locale);
  const meant = nearest(name, names);
  return [
    say(`usage.${what}`, { name }),
    ...(meant === null ? [] : [say('usage.meant', { name: meant })]),
    say('usage.there', { names: names.join(', ') }),
  ].join(' ');
}

/** What is at most two slips away, else what begins alike. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const [close] = names
    .map((name) => ({ name, slips: slipsBetween(typed, name) }))
    .filter(({ slips }) => slips <= 2)
    .sort((a, b) => a.slips - b.slips);
  if (close !== undefined) return close.name;
  const alike = names.find((name) => name.startsWith(typed) || typed.startsWith(name));
  return typed === '' ? null : (alike ?? null);
}

/** Levenshtein's distance: letters put in, left out or exchanged. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const exchanged = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
