/** A store's lists of reasons as text: one a line, its id and its name in each language. */

import { html } from 'hono/html';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { holdsPan } from '../../../domain/basics/mask.ts';
import {
  defaultReasons,
  type ReasonFor,
  type ReasonList,
  type ReasonLists,
  reasonListSchema,
  reasonsFor,
  reasonsOf,
} from '../../../domain/journal/reasons.ts';
import { areaField, type FieldErrors } from '../frame/forms.ts';
import type { Markup } from '../frame/page.ts';
import type { View } from '../frame/visit.ts';

const fieldOf = (what: ReasonFor) => `reasons-${what}`;

/** `other: 其他 | Something else` a line, languages in Rollcall's order. */
export function reasonTexts(lists: ReasonLists): Record<string, string> {
  const text = (what: ReasonFor) =>
    reasonsOf(lists, what)
      .map(({ id, name }) => {
        const names = spokenLanguages.map((language) => name[language] ?? '');
        return `${id}: ${names.join(' | ')}`;
      })
      .join('\n');
  return Object.fromEntries(reasonsFor.map((what) => [fieldOf(what), text(what)]));
}

/** The lists, or what is wrong by field. Names in languages that the form does not ask for stay. */
export function readReasons(
  { say }: View,
  texts: Readonly<Record<string, string>>,
  before: ReasonLists,
): Readonly<{ lists: ReasonLists | null; errors: FieldErrors }> {
  const lists: ReasonLists = { ...before };
  const shown = reasonTexts(before);
  const errors: Record<string, string> = {};
  for (const what of reasonsFor) {
    const text = texts[fieldOf(what)]?.replaceAll('\r\n', '\n');
    // What nobody has touched stays the shipped list, whatever that is by the next version.
    if (text === undefined || text === shown[fieldOf(what)]) continue;
    const list = listFrom(text, reasonsOf(before, what));
    // Nobody is asked any more.
    if (list.length === 0 && defaultReasons[what].length === 0) {
      delete lists[what];
      continue;
    }
    const read = reasonListSchema.safeParse(list);
    if (holdsPan(list)) errors[fieldOf(what)] = say('form.card');
    else if (read.success) lists[what] = read.data;
    else errors[fieldOf(what)] = say('policies.wrong.reasons');
  }
  return { lists: Object.keys(errors).length === 0 ? lists : null, errors };
}

function listFrom(text: string, before: ReasonList): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.search(/[:：]/);
      const id = line.slice(0, Math.max(0, at)).trim();
      const said = line.slice(at + 1).split(/[|｜]/);
      const names = spokenLanguages.map((language, index) => [language, said[index]?.trim() ?? '']);
      const kept = before.find((one) => one.id === id)?.name;
      return { id, name: { ...kept, ...Object.fromEntries(names) } };
    });
}

/** A field for each list. */
export function reasonFields(
  { say, locale }: View,
  texts: Readonly<Record<string, string>>,
  errors: FieldErrors,
): readonly Markup[] {
  const languages = spokenLanguages.map((language) => languageName(language, locale));
  const hint = say('policies.reasons.hint', { languages: languages.join(' | ') });
  return [
    html`<p class="hint">${hint}</p>`,
    ...reasonsFor.map((what) =>
      areaField({
        name: fieldOf(what),
        label: say(`policies.reasons.${what}`),
        value: texts[fieldOf(what)] ?? '',
        error: errors[fieldOf(what)],
        rows: 4,
      }),
    ),
  ];
}
