/** What head office says of an operator, as schema and as fields. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languages, localeSchema } from '../../../domain/basics/languages.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { shippedRoles } from '../../../domain/people/role.ts';
import { type FieldErrors, selectField, textField } from '../frame/forms.ts';
import type { Markup } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';

/** What head office says of somebody, whoever they are. */
export const detailSchema = z.object({
  name: z.string().trim().min(1, 'operators.name.wrong').max(40, 'operators.name.wrong'),
  role: z.enum(shippedRoles.map(({ id }) => id)),
  locale: localeSchema,
});
export function detailFields(
  { say, locale }: ShopVisit,
  given: Readonly<Record<string, string>>,
  errors: FieldErrors,
): Markup {
  return html`${textField({ name: 'name', label: say('operators.name'), value: given.name ?? '', error: errors.name, required: true, maxLength: 40 })}
${selectField({ name: 'role', label: say('operators.role'), value: given.role ?? '', error: errors.role, choices: shippedRoles.map(({ id, names }) => ({ value: id, label: nameIn(names, locale) })) })}
${selectField({ name: 'locale', label: say('operators.locale'), value: given.locale ?? '', error: errors.locale, choices: languages.map(({ tag, name }) => ({ value: tag, label: name })) })}`;
}
