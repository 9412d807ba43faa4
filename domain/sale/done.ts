/** What was done to a basket, each act with what it takes to undo it; the newest last. */
import { z } from 'zod';
import { handDiscountSchema } from '../prices/hand.ts';
import { counterLineSchema, noteSchema } from '../prices/line.ts';

/** What of a line an act can change. */
const stateSchema = counterLineSchema.pick({
  quantity: true,
  setPriceMinor: true,
  hand: true,
  labelMinor: true,
  weighed: true,
  note: true,
});
export type LineState = z.infer<typeof stateSchema>;

/** What was taken back without an approval when goods went down; absent where the act took none back. */
const takenBack = { freeMinor: z.int().nonnegative().optional() };
const number = z.int().positive();

export const doneSchema = z.discriminatedUnion('kind', [
  /** `was` is null where it began the line. */
  z.object({ kind: z.literal('add'), line: number, was: stateSchema.nullable() }),
  z.object({ kind: z.literal('return'), line: number, was: z.null() }),
  z.object({ kind: z.literal('set-quantity'), line: number, was: stateSchema, ...takenBack }),
  z.object({ kind: z.literal('override-price'), line: number, was: stateSchema }),
  z.object({ kind: z.literal('discount'), line: number, was: stateSchema }),
  /** Off the whole basket. */
  z.object({ kind: z.literal('discount-whole'), was: handDiscountSchema.nullable() }),
  z.object({ kind: z.literal('note'), line: number, was: stateSchema }),
  /** On the whole sale. */
  z.object({ kind: z.literal('note-whole'), was: noteSchema.nullable() }),
  z.object({
    kind: z.literal('remove'),
    was: counterLineSchema,
    /** Was off the whole, and went with its last line. */
    whole: handDiscountSchema.optional(),
    /** Likewise what was noted on it. */
    note: noteSchema.optional(),
    ...takenBack,
  }),
]);
export type Done = z.infer<typeof doneSchema>;

/** What is forgotten first is what nobody would look for any more. */
export const doneMax = 200;

/** What the page may call it. */
export const doneKinds = [
  'add',
  'return',
  'set-quantity',
  'override-price',
  'discount',
  'discount-whole',
  'note',
  'note-whole',
  'remove',
] as const satisfies readonly Done['kind'][];

export function stateOf({
  quantity,
  setPriceMinor,
  hand,
  labelMinor,
  weighed,
  note,
}: LineState): LineState {
  return {
    quantity,
    ...(setPriceMinor === undefined ? {} : { setPriceMinor }),
    ...(hand === undefined ? {} : { hand }),
    ...(labelMinor === undefined ? {} : { labelMinor }),
    ...(weighed === undefined ? {} : { weighed }),
    ...(note === undefined ? {} : { note }),
  };
}
