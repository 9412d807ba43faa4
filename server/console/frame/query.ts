/** Queries are typed and pasted by people: what cannot be understood counts as absent, never as an error. */
import { z } from 'zod';

export function loose<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined as never);
}

export const queries = {
  date: loose(z.iso.date()),
  count: loose(
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ),
  seq: loose(
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ),
  /** Trimmed; empty counts as absent. */
  text: loose(z.string().trim().min(1).max(200)),
} as const;
