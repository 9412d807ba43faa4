/** Why a drawer holds another sum than it should, by id: the text a person chose stands beside it in the entry. */
import { z } from 'zod';

/** Shipped until a store makes its own list. */
export const differenceReasons = ['change', 'unrecorded', 'drawer', 'unknown'] as const;

/** An id of any store's list. */
export const reasonIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** As it is chosen and kept: what the id stood for when it was chosen, in the words of whoever chose it. */
export const chosenReasonSchema = z.object({
  id: reasonIdSchema,
  text: z.string().trim().min(1).max(200),
});
export type ChosenReason = z.infer<typeof chosenReasonSchema>;
