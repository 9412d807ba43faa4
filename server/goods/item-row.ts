/** One row of a file of items: what was read of it, and what is wrong with it or asked about it. */
import type { Item } from '../../domain/goods/item.ts';
import type { ItemColumn } from './item-text.ts';

/** Why a row cannot be taken: a column that does not fit, or somebody else has what it claims. */
export type WrongRow = Readonly<{
  line: number;
  sku: string;
  reasons: readonly (
    | Readonly<{ kind: 'column'; column: ItemColumn; text: string }>
    /** More or fewer cells than there are columns: which of them is missing, nobody knows. */
    | Readonly<{ kind: 'cells'; found: number; columns: number }>
    | Readonly<{ kind: 'sku-twice'; line: number }>
    | Readonly<{ kind: 'barcode-taken'; barcode: string; sku: string }>
    | Readonly<{ kind: 'plu-taken'; plu: string; sku: string }>
  )[];
}>;

/** What fits, and yet may mean something else: taken only when somebody says that it stands as it is. */
export type AskedRow = Readonly<{
  line: number;
  sku: string;
  doubts: readonly (
    | Readonly<{ kind: 'zeros'; sku: string }>
    | Readonly<{ kind: 'tax'; text: string; percent: number }>
  )[];
}>;

export type Row = {
  line: number;
  sku: string;
  item: Item | null;
  /** As it stands in the file; null without that column. */
  taxText: string | null;
  reasons: WrongRow['reasons'][number][];
  doubts: AskedRow['doubts'][number][];
};
