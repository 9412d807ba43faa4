/** What a file of items would change in a catalogue, row by row. Nothing is changed here. */
import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../domain/goods/item.ts';
import { breathing } from '../basics/breath.ts';
import type { CsvRow } from '../basics/read-csv.ts';
import type { AskedRow, Row, WrongRow } from './item-row.ts';
import {
  type ItemColumn,
  type ItemShop,
  type ItemTexts,
  itemColumns,
  readItem,
} from './item-text.ts';
import { markTaken } from './taken-codes.ts';

/** Each row of the file is in one of these: added, changed, same, wrong or asked. */
export type Comparison = Readonly<{
  added: readonly Item[];
  changed: readonly Readonly<{ before: Item; after: Item }>[];
  /** Rows that say what the catalogue says already. */
  same: number;
  wrong: readonly WrongRow[];
  asked: readonly AskedRow[];
}>;

/** A header that lacks what every item needs, or two columns with one name. */
export type HeaderProblem = Readonly<{ why: 'no-sku' | 'twice' | 'empty'; column: string }>;

export type Compared =
  | Readonly<{ comparison: Comparison; unknownColumns: readonly string[]; problem: null }>
  | Readonly<{ comparison: null; problem: HeaderProblem }>;

/** More than any shop sells. */
export const rowsMax = 60_000;

/**
 * The first row names the columns, in any order; columns that nobody knows are told and left out. `asIs`: somebody has
 * said that what is asked about stands as it is.
 */
export async function compareItems(
  rows: readonly CsvRow[],
  catalogue: readonly Item[],
  shop: ItemShop,
  asIs: boolean,
): Promise<Compared> {
  const [header, ...body] = rows;
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase().replaceAll(' ', '_'));
  const problem = headerProblem(names, body.length);
  if (problem) return { comparison: null, problem };
  const known = new Map(catalogue.map((item) => [item.sku, item]));
  const read: Row[] = [];
  const bySignificant = new Map(catalogue.map(({ sku }) => [significant(sku), sku]));
  const breath = breathing();
  for (const row of body) {
    const one = readRow(row, names, known, shop);
    if (!asIs) one.doubts.push(...doubtsOf(one, known, bySignificant));
    read.push(one);
    await breath();
  }
  markTwice(read);
  await breath();
  await markTaken(
    read.filter(({ doubts }) => doubts.length === 0),
    catalogue,
  );
  const added: Item[] = [];
  const changes: { before: Item; after: Item }[] = [];
  let same = 0;
  for (const { item, reasons, doubts } of read) {
    if (!item || reasons.length > 0 || doubts.length > 0) continue;
    const before = known.get(item.sku);
    if (!before) added.push(item);
    else if (isSame(before, item)) same += 1;
    else changes.push({ before, after: item });
    await breath();
  }
  return {
    comparison: {
      added,
      changed: changes,
      same,
      wrong: read.filter(({ reasons }) => reasons.length > 0),
      asked: read.filter(({ reasons, doubts }) => reasons.length === 0 && doubts.length > 0),
    },
    unknownColumns: names.filter((name) => name !== '' && !isColumn(name)),
    problem: null,
  };
}

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
  shop: ItemShop,
): Row {
  const texts: Partial<Record<ItemColumn, string>> = {};
  names.forEach((name, index) => {
    if (isColumn(name)) texts[name] = cells[index] ?? '';
  });
  const sku = texts.sku ?? '';
  const { item, wrong } = readItem(texts as ItemTexts, known.get(sku) ?? null, shop);
  const reasons: Row['reasons'] = (wrong ?? []).map((column) => ({
    kind: 'column' as const,
    column,
    text: (texts[column] ?? '').slice(0, 40),
  }));
  const surplus = cells.slice(names.length).some((cell) => cell !== '');
  if (surplus || cells.length < names.length) {
    reasons.push({ kind: 'cells', found: cells.length, columns: names.length });
  }
  return { line, sku, item, taxText: texts.tax_percent ?? null, reasons, doubts: [] };
}

/** A number whose zeros a spreadsheet took away; a fraction where a percentage belongs. */
function doubtsOf(
  { sku, item, taxText }: Row,
  known: ReadonlyMap<string, Item>,
  bySignificant: ReadonlyMap<string, string>,
): AskedRow['doubts'][number][] {
  const other = bySignificant.get(significant(sku));
  const isPercent = item === null || taxText === null || taxText.endsWith('%');
  return [
    ...(other !== undefined && other !== sku && !known.has(sku)
      ? [{ kind: 'zeros' as const, sku: other }]
      : []),
    ...(!isPercent && item.taxRate > 0 && item.taxRate < 100
      ? [{ kind: 'tax' as const, text: taxText, percent: item.taxRate }]
      : []),
  ];
}

/** A number without the zeros before it. */
const significant = (sku: string): string => sku.replace(/^0+/, '');

function markTwice(rows: readonly Row[]): void {
  const first = new Map<string, number>();
  for (const { sku, line, reasons } of rows) {
    const before = first.get(sku);
    if (before === undefined) first.set(sku, line);
    else reasons.push({ kind: 'sku-twice', line: before });
  }
}

function isSame(before: Item, after: Item): boolean {
  const whole = (item: Item) => ({ ...item, prices: item.prices ?? [] });
  return isDeepStrictEqual(whole(before), whole(after));
}
