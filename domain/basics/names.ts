/**
 * What a shop calls its things, in whatever languages it does: `{ zh: '苹果', en: 'Apple' }`.
 *
 * Keys are language tags (BCP 47), so what was written when there were two languages is read as it is.
 */
import { z } from 'zod';
import { languageOf, locales } from './languages.ts';

const tagSchema = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

export const namesSchema = z
  .record(tagSchema, z.string().min(1))
  .refine((names) => Object.keys(names).length > 0, 'a name in one language at least');
const order: readonly string[] = locales.flatMap((tag) => [tag, languageOf(tag)]);

export type Names = Readonly<z.infer<typeof namesSchema>>;

/** The name for who reads `tag`: of that tag, of its language (RFC 4647 section 3.4), of Rollcall's languages in their order, of any. */
export function nameIn(names: Names, tag: string): string {
  const found = [tag, languageOf(tag), ...order]
    .map((one) => names[one])
    .find((name) => name !== undefined);
  return found ?? Object.values(names)[0] ?? '';
}

/** Every name: Rollcall's languages in their order, then the others by tag. */
export function allNames(names: Names): readonly string[] {
  const rank = (tag: string) => (order.includes(tag) ? order.indexOf(tag) : order.length);
  return Object.entries(names)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([, name]) => name);
}
