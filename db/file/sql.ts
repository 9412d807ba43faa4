/**
 * SQL as a tagged template: what stands between `${}` is bound, never pasted into the text.
 */

export type SqlValue = string | number | Uint8Array | null;

/** A statement and what is bound to its question marks. */
export type Sql = Readonly<{ text: string; values: readonly SqlValue[] }>;

/** A template is joined once: every call from the same place in the source has the same parts. */
const joined = new WeakMap<TemplateStringsArray, string>();

export function sql(parts: TemplateStringsArray, ...values: SqlValue[]): Sql {
  let text = joined.get(parts);
  if (text === undefined) {
    text = parts.join('?');
    joined.set(parts, text);
  }
  return { text, values };
}
