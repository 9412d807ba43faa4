/** What head office says of an operator, as schema and as fields. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languages, localeSchema } from '../../../domain/basics/languages.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { type Role, roleOf } from '../../../domain/people/role.ts';
import { type FieldErrors, selectField, textField } from '../frame/forms.ts';
import type { Markup } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';

/** What head office says of somebody, whoever they are. */
export const detailSchema = (roles: readonly Role[]) =>
  z.object({
    name: z.string().trim().min(1, 'operators.name.wrong').max(40, 'operators.name.wrong'),
    role: z.string().refine((id) => roleOf(roles, id) !== null, 'operators.role.wrong'),
    locale: localeSchema,
  });

export async function detailFields(
  { say, locale, desk, shop }: ShopVisit,
  given: Readonly<Record<string, string>>,
  errors: FieldErrors,
): Promise<Markup> {
  const roles = await desk.admin.roles(shop.store);
  const role = given.role ?? '';
  // What somebody has stays chosen until another is, though nobody else gets it.
  const gone = role === '' || roleOf(roles, role) ? [] : [{ value: role, label: role }];
  const choices = roles
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ id, names }) => ({ value: id, label: nameIn(names, locale) }));
  return html`${textField({ name: 'name', label: say('operators.name'), value: given.name ?? '', error: errors.name, required: true, maxLength: 40 })}
${selectField({ name: 'role', label: say('operators.role'), value: role, error: errors.role, choices: [...gone, ...choices] })}
${selectField({ name: 'locale', label: say('operators.locale'), value: given.locale ?? '', error: errors.locale, choices: languages.map(({ tag, name }) => ({ value: tag, label: name })) })}`;
}
