/**
 * Lists of which each row is read by itself: what a later version of the back office put into one must not keep the
 * others from a till. What cannot be read is left out, told, kept as text and read again after an update.
 */
import { z } from 'zod';

/** Which list, its row's key, and the row as JSON. */
export type LeftOut = Readonly<{ list: PulledList; key: string; body: string }>;

export const pulledLists = [
  'items',
  'operators',
  'devices',
  'promotions',
  'categories',
  'roles',
  'settings',
] as const;
export type PulledList = (typeof pulledLists)[number];

export type Rows<Row> = Readonly<{ rows: readonly Row[]; leftOut: readonly LeftOut[] }>;

/** Reads a list row by row; `key` names the field by which a row is known. */
export function rowByRow<Schema extends z.ZodType>(list: PulledList, key: string, schema: Schema) {
  return z.array(z.unknown()).transform((values): Rows<z.output<Schema>> => {
    const rows: z.output<Schema>[] = [];
    const leftOut: LeftOut[] = [];
    for (const value of values) {
      const read = schema.safeParse(value);
      if (read.success) rows.push(read.data);
      else leftOut.push({ list, key: keyIn(value, key), body: JSON.stringify(value) });
    }
    return { rows, leftOut };
  });
}

/** The same of a single row, which is known by the name of its list; `row` is null where it cannot be read. */
export function oneRow<Schema extends z.ZodType>(list: PulledList, schema: Schema) {
  return z.unknown().transform((value) => {
    const read = schema.safeParse(value);
    const leftOut: LeftOut[] = read.success
      ? []
      : [{ list, key: list, body: JSON.stringify(value) }];
    return { row: read.success ? (read.data as z.output<Schema>) : null, leftOut };
  });
}

/** A row without its key is known by its text. */
function keyIn(value: unknown, key: string): string {
  const field = z.looseObject({ [key]: z.string() }).safeParse(value);
  return field.success ? String(field.data[key]) : JSON.stringify(value);
}
