/**
 * Labels that a shop prints itself, with an item's number and its weight, price or pieces in the code: GS1 leaves the
 * prefixes 02 and 20–29 to every shop, so what they mean is a setting, and nothing is guessed.
 *
 * A layout is written as the code is: its prefix, then a letter for each digit. `20IIIIIWWWWWC` is 20, five digits of
 * the item, five of grams, and the check digit; `26IIIIIWWWWWAAAAAC` has weight and price in eighteen digits.
 */
import { z } from 'zod';
import { endsRight, fieldCheckDigit } from '../basics/check-digit.ts';

/**
 * `I` item (the last four or five digits of its number), `W` grams, `A` price of the whole in minor units, `N` pieces, `V` check
 * digit of the field of four or five digits after it, `X` passed over, `C` check digit of the whole, at the end.
 */
const shape = /^(?:02|2\d)[IWANVX]+C$/;
const fieldShapes = [/^I{4,5}$/, /^(?:W{4,6})?$/, /^(?:A{4,6})?$/, /^(?:N{1,4})?$/];

export const labelLayoutSchema = z
  .string()
  .refine((layout) => layout.length === 13 || layout.length === 18, 'thirteen or eighteen digits')
  .refine((layout) => isLayout(layout), 'prefix, fields, check digit')
  .refine((layout) => /[WAN]/.test(layout), 'weight, price or pieces');
export type LabelLayout = z.infer<typeof labelLayoutSchema>;

/** One meaning for each prefix and length. */
export const labelLayoutsSchema = z
  .array(labelLayoutSchema)
  .max(24)
  .refine((all) => new Set(all.map(keyOf)).size === all.length, 'one layout a prefix');

const keyOf = (layout: string): string => `${layout.slice(0, 2)} ${layout.length}`;

function isLayout(layout: string): boolean {
  const runs = ['I', 'W', 'A', 'N'].map(
    (letter) => layout.match(new RegExp(`${letter}+`, 'g')) ?? [],
  );
  const fields = runs.every(
    (found, at) => found.length <= 1 && fieldShapes[at]?.test(found[0] ?? ''),
  );
  const guards =
    layout.match(/V/g)?.length === layout.match(/V(?=(?:W{4,5}|A{4,5})(?![WA]))/g)?.length;
  return shape.test(layout) && fields && guards;
}

export type Label = Readonly<{
  item: string;
  grams: number | null;
  /** What the whole costs. */
  amountMinor: number | null;
  pieces: number | null;
}>;

/** Whether a code may be such a label: the shop's own prefix, one of two lengths, and a right check digit. */
export function isLabel(code: string): boolean {
  return /^(?:02|2\d)(?:\d{11}|\d{16})$/.test(code) && endsRight(code);
}

/** What `code` says by the layout of its prefix; `check-digit` where an inner one is wrong, `no-layout` where none is set. */
export function readLabel(
  code: string,
  layouts: readonly LabelLayout[],
): Label | 'no-layout' | 'check-digit' {
  const layout = layouts.find((one) => keyOf(one) === keyOf(code));
  if (layout === undefined) return 'no-layout';
  const field = (letter: string): string | null => {
    const at = layout.indexOf(letter);
    return at < 0 ? null : code.slice(at, layout.lastIndexOf(letter) + 1);
  };
  for (const { index, 1: guarded = '' } of layout.matchAll(/V(W+|A+)/g)) {
    const guard = Number(code[index]);
    if (fieldCheckDigit(code.slice(index + 1, index + 1 + guarded.length)) !== guard) {
      return 'check-digit';
    }
  }
  const number = (letter: string): number | null => {
    const digits = field(letter);
    return digits === null ? null : Number(digits);
  };
  return {
    item: field('I') ?? '',
    grams: number('W'),
    amountMinor: number('A'),
    pieces: number('N'),
  };
}
