/** What a file of items would change in a catalogue, row by row. Nothing is changed here. */
import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../domain/catalogue.ts';
import { type ItemColumn, type ItemTexts, itemColumns, readItem } from '../item-text.ts';
import type { CsvRow } from './read.ts';

/** Why a row cannot be taken: a column that does not fit, or somebody else has what it claims. */
export type WrongRow = Readonly<{
  line: number;
  sku: string;
  reasons: readonly (
    | Readonly<{ kind: 'column'; column: ItemColumn; text: string }>
    | Readonly<{ kind: 'sku-twice'; line: number }>
    | Readonly<{ kind: 'barcode-taken'; barcode: string; sku: string }>
    | Readonly<{ kind: 'plu-taken'; plu: string; sku: string }>
  )[];
}>;

export type Comparison = Readonly<{
  added: readonly Item[];
  changed: readonly Readonly<{ before: Item; after: Item }>[];
  /** Rows that say what the catalogue says already. */
  same: number;
  wrong: readonly WrongRow[];
}>;

/** A header that lacks what every item needs, or two columns with one name. */
export type HeaderProblem = Readonly<{ why: 'no-sku' | 'twice' | 'empty'; column: string }>;

export type Compared =
  | Readonly<{ comparison: Comparison; unknownColumns: readonly string[]; problem: null }>
  | Readonly<{ comparison: null; problem: HeaderProblem }>;

/** More than any shop sells. */
export const rowsMax = 60_000;
const rowsAtOnce = 500;

/** The first row names the columns, in any order; columns that nobody knows are told and left out. */
export async function compareItems(
  rows: readonly CsvRow[],
  catalogue: readonly Item[],
  fractionDigits: number,
): Promise<Compared> {
  const [header, ...body] = rows;
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase().replaceAll(' ', '_'));
  const problem = headerProblem(names, body.length);
  if (problem) return { comparison: null, problem };
  const known = new Map(catalogue.map((item) => [item.sku, item]));
  const read: Row[] = [];
  for (const row of body) {
    // Tills are served in between.
    if (read.length % rowsAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    read.push(readRow(row, names, known, fractionDigits));
  }
  markTwice(read);
  markTaken(read, catalogue);
  const right = read.flatMap(({ item, reasons }) => (item && reasons.length === 0 ? [item] : []));
  const changes = right.flatMap((after) => {
    const before = known.get(after.sku);
    return before && !isSame(before, after) ? [{ before, after }] : [];
  });
  const added = right.filter(({ sku }) => !known.has(sku));
  return {
    comparison: {
      added,
      changed: changes,
      same: right.length - added.length - changes.length,
      wrong: read.filter(({ reasons }) => reasons.length > 0),
    },
    unknownColumns: names.filter((name) => name !== '' && !isColumn(name)),
    problem: null,
  };
}

type Row = { line: number; sku: string; item: Item | null; reasons: WrongRow['reasons'][number][] };

function headerProblem(names: readonly string[], count: number): HeaderProblem | null {
  if (!names.includes('sku')) return { why: 'no-sku', column: 'sku' };
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice) return { why: 'twice', column: twice };
  return count === 0 ? { why: 'empty', column: '' } : null;
}

function isColumn(name: string): name is ItemColumn {
  return (itemColumns as readonly string[]).includes(name);
}

function readRow(
  { line, cells }: CsvRow,
  names: readonly string[],
  known: ReadonlyMap<string, Item>,
  fractionDigits: number,
): Row {
  const texts: Partial<Record<ItemColumn, string>> = {};
  names.forEach((name, index) => {
    if (isColumn(name)) texts[name] = cells[index] ?? '';
  });
  const sku = texts.sku ?? '';
  const { item, wrong } = readItem(texts as ItemTexts, known.get(sku) ?? null, fractionDigits);
  const reasons = (wrong ?? []).map((column) => ({
    kind: 'column' as const,
    column,
    text: (texts[column] ?? '').slice(0, 40),
  }));
  return { line, sku, item, reasons };
}

function markTwice(rows: readonly Row[]): void {
  const first = new Map<string, number>();
  for (const { sku, line, reasons } of rows) {
    const before = first.get(sku);
    if (before === undefined) first.set(sku, line);
    else reasons.push({ kind: 'sku-twice', line: before });
  }
}

/**
 * No two items that are sold share a barcode, nor what a scale prints. A row that is wrong leaves its item as it is,
 * which may in turn be in the way of another row: looked at again until nothing more is found.
 */
function markTaken(rows: readonly Row[], catalogue: readonly Item[]): void {
  for (let found = true; found; ) {
    found = false;
    const taken = new Set(
      rows.flatMap(({ item, reasons }) => (item && !reasons.length ? [item.sku] : [])),
    );
    const owners = new Map<string, string>();
    for (const item of catalogue) if (!taken.has(item.sku)) claim(owners, item);
    for (const { item, reasons } of rows) {
      if (!item || reasons.length > 0) continue;
      const conflict = claim(owners, item);
      if (!conflict) continue;
      reasons.push(conflict);
      found = true;
    }
  }
}

/** Puts the item's codes down as its own; a code that another one has is the answer. */
function claim(owners: Map<string, string>, item: Item): WrongRow['reasons'][number] | null {
  if (item.withdrawn) return null;
  const { sku, barcode } = item;
  const plu = item.unit === 'kg' ? sku.slice(-5) : null;
  const ofBarcode = barcode === null ? undefined : owners.get(barcode);
  if (barcode !== null && ofBarcode) return { kind: 'barcode-taken', barcode, sku: ofBarcode };
  const ofPlu = plu === null ? undefined : owners.get(`plu ${plu}`);
  if (plu !== null && ofPlu) return { kind: 'plu-taken', plu, sku: ofPlu };
  if (barcode !== null) owners.set(barcode, sku);
  if (plu !== null) owners.set(`plu ${plu}`, sku);
  return null;
}

function isSame(before: Item, after: Item): boolean {
  const whole = (item: Item) => ({ ...item, prices: item.prices ?? [] });
  return isDeepStrictEqual(whole(before), whole(after));
}
