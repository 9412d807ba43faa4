/** What is typed and chosen on the return page, until it is sent. Pure. */
import { formatQuantity, quantityStep } from '../../domain/basics/quantity.ts';
import { isCounted, unitDecimals } from '../../domain/basics/unit.ts';
import type { ReturnView } from '../../domain/returns/channels.ts';
import { parseQuantity, pressNumberKey } from '../page/entry.ts';

export type ReturnLine = ReturnView['lines'][number];

export type Draft = Readonly<{
  /** Of the receipt that is looked for, as typed. */
  number: string;
  /** The number that no sale of today has. */
  missed: string | null;
  /** The chosen line of the sale; null: the keys choose among the sales. */
  line: number | null;
  /** How many of it, as typed. */
  text: string;
  /** Line → thousandths that come back. */
  counts: ReadonlyMap<number, number>;
}>;

export const emptyDraft: Draft = {
  number: '',
  missed: null,
  line: null,
  text: '',
  counts: new Map(),
};

/** What may still come back. */
export function linesLeft({ lines }: Pick<ReturnView, 'lines'>): readonly ReturnLine[] {
  return lines.filter(({ left }) => left > 0);
}

/** So much of that line, never more than is left. */
function withCount(draft: Draft, { line, left }: ReturnLine, quantity: number): Draft {
  const counts = new Map(draft.counts);
  counts.delete(line);
  if (quantity > 0) counts.set(line, Math.min(left, quantity));
  return { ...draft, line, text: '', counts };
}

/** One more or one less; what is weighed or measured comes back whole. */
export function stepped(draft: Draft, of: ReturnLine, by: 1 | -1): Draft {
  const step = isCounted(of.unit) ? quantityStep(of.unit) : of.left;
  return withCount(draft, of, (draft.counts.get(of.line) ?? 0) + by * step);
}

/** After a key of the number of the receipt. */
export function typedNumber(draft: Draft, key: string): Draft {
  return { ...draft, missed: null, number: pressNumberKey(draft.number, key, 0) };
}

/** After a key of how many of the chosen line. */
export function typed(draft: Draft, of: ReturnLine, key: string): Draft {
  const text = pressNumberKey(draft.text, key, unitDecimals(of.unit));
  const quantity = parseQuantity(text, of.unit) ?? 0;
  if (quantity > of.left) {
    return { ...withCount(draft, of, of.left), text: formatQuantity(of.left, of.unit) };
  }
  return { ...withCount(draft, of, quantity), text };
}

/** All that is left of all of it. */
export function allOf(draft: Draft, sale: Pick<ReturnView, 'lines'>): Draft {
  const left = linesLeft(sale);
  const counts = new Map(left.map((one) => [one.line, one.left]));
  return { ...draft, line: left[0]?.line ?? null, text: '', counts };
}
