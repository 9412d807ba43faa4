/** By which right somebody else allowed an act: in the entry of the act, beside who it was. Not of older tills. */
import { z } from 'zod';
import { anyRightSchema } from './right.ts';

export const lentSchema = z.object({
  right: anyRightSchema,
  /** How far they may go themselves, in the unit of the right's limit; null for no limit. */
  limit: z.int().nullable(),
  /** Of the store's roles, as the till had them. */
  rolesVersion: z.int().nonnegative(),
});
