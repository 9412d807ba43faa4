/**
 * An item as text in columns, as it stands in a CSV file and in a form: read with what is wrong by column, and written.
 * docs/catalogue.md describes the columns.
 */
import { pinyin } from 'pinyin-pro';
import { type Language, spokenLanguages } from '../../domain/basics/languages.ts';
import { holdsPan } from '../../domain/basics/mask.ts';
import { allNames } from '../../domain/basics/names.ts';
import { shownOf, unitIds, unitSymbol } from '../../domain/basics/unit.ts';
import { type Category, inOrder } from '../../domain/goods/category.ts';
import { canonicalGtin, readCode } from '../../domain/goods/code.ts';
import { type Item, itemSchema, pricesMax } from '../../domain/goods/item.ts';
import { amountText, parseAmount } from '../basics/amounts.ts';
import { namesFrom, perLanguage } from '../basics/per-language.ts';

const first = spokenLanguages[0] as Language;
const nameColumns = Object.values(perLanguage('name', (language) => `name_${language}` as const));

export const itemColumns = [
  'sku',
  'barcode',
  ...nameColumns,
  'pinyin',
  'category',
  'unit',
  'shown_per',
  'price',
  'prices',
  'tax_percent',
  'favourite',
  'withdrawn',
] as const;
export type ItemColumn = (typeof itemColumns)[number];
export type NameColumn = `name_${Language}`;

/** A column that is not there stays as it was; an empty one is emptied. */
export type ItemTexts = Readonly<Partial<Record<ItemColumn, string>>>;

/** What of a store its items are read by. */
export type ItemShop = Readonly<{ fractionDigits: number; categories: readonly Category[] }>;

export type ReadItem =
  | Readonly<{ item: Item; wrong: null }>
  /** Columns with what does not fit. */
  | Readonly<{ item: null; wrong: readonly ItemColumn[] }>;

/** What else people write for them. */
const unitWords: Readonly<Record<string, Item['unit']>> = {
  ...Object.fromEntries(unitIds.map((id) => [unitSymbol(id) || id, id])),
  ...Object.fromEntries(unitIds.map((id) => [id, id])),
  件: 'piece',
  个: 'piece',
  公斤: 'kg',
  千克: 'kg',
  克: 'g',
  升: 'l',
  毫升: 'ml',
  米: 'm',
  平方米: 'm2',
  立方米: 'm3',
  小时: 'hour',
  天: 'day',
};
const yesAndNo: Readonly<Record<string, boolean>> = {
  '': false,
  no: false,
  false: false,
  '0': false,
  否: false,
  yes: true,
  true: true,
  '1': true,
  是: true,
};
/** What a new item is without its column. */
const blank: ItemTexts = {
  barcode: '',
  ...perLanguage('name', () => ''),
  pinyin: '',
  shown_per: '',
  prices: '',
  favourite: '',
  withdrawn: '',
};

/** `before` is the item as it is, null where it is new. */
export function readItem(
  given: ItemTexts,
  before: Item | null,
  { fractionDigits, categories }: ItemShop,
): ReadItem {
  const known = before ? writeItem(before, fractionDigits) : blank;
  const text = (column: ItemColumn) => (given[column] ?? known[column] ?? '').trim();
  // The first language must be there; the others are the same where they are empty.
  const name = text(`name_${first}`);
  const names = perLanguage('name', (language) => readName(text(`name_${language}`) || name));
  const unit = unitWords[text('unit').toLowerCase()];
  const parts = {
    sku: holdsPan(text('sku')) ? undefined : fitting(itemSchema.shape.sku, text('sku')),
    barcode: readBarcode(text('barcode')),
    ...names,
    [`name_${first}` as const]: name === '' ? undefined : readName(name),
    pinyin: fitting(itemSchema.shape.pinyin, text('pinyin').toLowerCase() || firstLetters(name)),
    category: readCategory(text('category'), categories),
    unit,
    shown_per: readShown(text('shown_per'), unit),
    price: parseAmount(text('price'), fractionDigits) ?? undefined,
    prices: readPrices(text('prices'), fractionDigits),
    tax_percent: readPercent(text('tax_percent')),
    favourite: readPlace(text('favourite')),
    withdrawn: yesAndNo[text('withdrawn').toLowerCase()],
  };
  const wrong = itemColumns.filter((column) => parts[column] === undefined);
  if (wrong.length > 0) return { item: null, wrong };
  const { price, prices, tax_percent, shown_per: shownPer, ...rest } = parts;
  const item = itemSchema.parse({
    ...rest,
    name: namesFrom('name', names as Record<NameColumn, string>),
    priceMinor: price,
    ...(shownPer === null ? {} : { shownPer }),
    ...(prices?.length ? { prices } : {}),
    taxRate: tax_percent,
  });
  return { item, wrong: null };
}

/** As readItem reads it. */
export function writeItem(item: Item, fractionDigits: number): Record<ItemColumn, string> {
  return {
    sku: item.sku,
    barcode: item.barcode ?? '',
    ...perLanguage('name', (language) => item.name[language] ?? ''),
    pinyin: item.pinyin,
    category: item.category,
    unit: item.unit,
    shown_per: shownOf(item.unit).find(([per]) => per === item.shownPer)?.[1] ?? '',
    price: amountText(item.priceMinor, fractionDigits),
    prices: (item.prices ?? [])
      .map(({ from, priceMinor }) => `${from} ${amountText(priceMinor, fractionDigits)}`)
      .join('; '),
    tax_percent: String(item.taxRate / 100),
    favourite: item.favourite === null ? '' : String(item.favourite),
    withdrawn: item.withdrawn ? 'yes' : 'no',
  };
}

type Fits<Value> = Readonly<{
  safeParse(value: unknown): Readonly<{ success: boolean; data?: Value | undefined }>;
}>;

function fitting<Value>(schema: Fits<Value>, text: string): Value | undefined {
  return schema.safeParse(text).data;
}

/** By its id, or by its name in any language where only one has it. */
function readCategory(text: string, categories: readonly Category[]): string | undefined {
  const here = inOrder(categories).map(({ category }) => category);
  const written = text.toLowerCase();
  const named = here.filter(({ name }) =>
    allNames(name).some((one) => one.toLowerCase() === written),
  );
  return here.find(({ id }) => id === text)?.id ?? (named.length === 1 ? named[0]?.id : undefined);
}

/** `500 g` → 500 of a kilogram; null for the whole unit. */
function readShown(text: string, unit: Item['unit'] | undefined): number | null | undefined {
  if (text === '' || unit === undefined) return null;
  const written = (text === '斤' ? '500 g' : text).toLowerCase().replaceAll(' ', '');
  return shownOf(unit).find(([, symbol]) => symbol.replaceAll(' ', '') === written)?.[0];
}

/**
 * A line end within a name is a row that lost its own, or a quote without its partner. No entry takes what looks like a
 * card number: goods called so could not be sold.
 */
function readName(text: string): string | undefined {
  return text.length <= 100 && !/\p{Cc}/u.test(text) && !holdsPan(text) ? text : undefined;
}

/** As the catalogue keeps it, however it was written. */
function readBarcode(text: string): string | null | undefined {
  if (text === '') return null;
  const gtin = canonicalGtin(text);
  return gtin === null ? undefined : fitting(itemSchema.shape.barcode, gtin);
}

/** What is wrong with a column of this text: the word after `item.wrong.`. */
export function wrongWord<Column extends ItemColumn>(
  column: Column,
  text: string,
): Column | 'check-digit' {
  if (column !== 'barcode') return column;
  const read = readCode(text);
  return read.kind === 'unreadable' && read.why === 'check-digit' ? 'check-digit' : column;
}

/** `2026-12-01 6.00; 2027-01-01 6.50`, or one a line, in any order. */
function readPrices(text: string, fractionDigits: number): Item['prices'] {
  const prices = [];
  for (const part of text.split(/[;；\n]/).map((one) => one.trim())) {
    if (part === '') continue;
    const [from = '', amount = '', ...rest] = part.split(/[\s=:]+/);
    const priceMinor = parseAmount(amount, fractionDigits);
    if (rest.length > 0 || priceMinor === null) return undefined;
    prices.push({ from, priceMinor });
  }
  if (prices.length > pricesMax) return undefined;
  prices.sort((a, b) => (a.from < b.from ? -1 : 1));
  return itemSchema.shape.prices.safeParse(prices).data;
}

function readPercent(text: string): number | undefined {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text);
  if (!found) return undefined;
  const basisPoints = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
  return fitting(itemSchema.shape.taxRate, basisPoints as never);
}

function readPlace(text: string): number | null | undefined {
  if (text === '') return null;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}

function firstLetters(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', nonZh: 'consecutive', type: 'array' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
