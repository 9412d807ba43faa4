/**
 * The prices of sales, held against what the back office has ever asked for: a till's copy of the catalogue can be
 * changed in its file, sold from, and changed back before anybody compares it.
 *
 * A price is known that some version of the item had on that date or before it, since a basket may have been begun
 * earlier; another one, where an approved change is in the journal; a promotion, where the store has one of that id; what
 * a person took off, where the journal holds that it was given, and so much.
 */
import type { z } from 'zod';
import { type Entry, parseFact } from '../../domain/contract/entry.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import type { Work } from '../store/tables.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import type { Doubt } from './sense.ts';

type Prices = Pick<Item, 'priceMinor' | 'prices'>;
const pricesSchema: z.ZodType<Prices> = itemSchema.pick({ priceMinor: true, prices: true });
type Sale = Extract<Entry, { kind: 'sale-completed' }>;

type Given = Extract<Entry, { kind: 'discount-given' }>['body'];
type Line = Sale['body']['lines'][number];

/** What the store has asked for; null where it has no catalogue. */
export type KnownPrices = Readonly<{
  /** A till that was told before, ms UTC, may have prices that nobody kept. */
  since: number;
  /** Number → each version's. */
  items: ReadonlyMap<string, readonly Prices[]>;
  promotions: ReadonlySet<string>;
  /** `saleId sku priceMinor` of the approved changes. */
  changes: ReadonlySet<string>;
  /** Of each sale, by its id, what people took off by hand. */
  given: ReadonlyMap<string, readonly Given[]>;
}> | null;

/** Numbers in one query: far below what either database binds. */
const skusMax = 500;
/** Entries between an approved change and its sale, however long its basket waits: some days of one till. */
const changeAgeMax = 5_000;

/** For the sales among `entries`. */
export async function pricesFor(
  work: Work,
  till: ReviewedTill,
  entries: readonly Entry[],
): Promise<KnownPrices> {
  const sales = entries.filter((entry): entry is Sale => entry.kind === 'sale-completed');
  if (sales.length === 0) return null;
  const { store } = till;
  const any = await work
    .selectFrom('items')
    .select('sku')
    .where('store_id', '=', store)
    .limit(1)
    .executeTakeFirst();
  if (!any) return null;
  const { prices_since: since } = await work
    .selectFrom('stores')
    .select('prices_since')
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const promotions = await work
    .selectFrom('promotions')
    .select('id')
    .where('store_id', '=', store)
    .execute();
  const lines = sales.flatMap(({ body }) => body.lines);
  return {
    since,
    items: await versionsOf(work, store, [...new Set(lines.map(({ sku }) => sku))]),
    promotions: new Set(promotions.map(({ id }) => id)),
    ...(await givenBy(work, till, sales)),
  };
}

/** `toldAt`: when the back office last told the till everything, by the till's clock. */
export function doubtsOfPrices(entry: Entry, toldAt: number, known: KnownPrices): Doubt[] {
  if (entry.kind !== 'sale-completed' || !known || toldAt < known.since) return [];
  const { saleId } = entry.body;
  // What comes back costs what it did, whatever is asked by now.
  const lines = entry.body.lines.filter(({ undoes }) => undoes === undefined);
  const given = known.given.get(saleId) ?? [];
  const isKnown = lines.every((line) => {
    const { sku, listPriceMinor, priceMinor, discounts } = line;
    const versions = known.items.get(sku) ?? [];
    return (
      versions.some((prices) => wasAsked(listPriceMinor, prices, entry.businessDate)) &&
      (priceMinor === listPriceMinor || known.changes.has(`${saleId} ${sku} ${priceMinor}`)) &&
      discounts.every(({ source, id }) => source === 'hand' || known.promotions.has(id ?? '')) &&
      byHand([line], false) <= mostOf(ofLine(given, sku))
    );
  });
  const isWholeKnown = byHand(lines, true) <= mostOf(ofWhole(given));
  return isKnown && isWholeKnown
    ? []
    : [{ why: 'price', operator: entry.operator ?? '-', seq: entry.seq }];
}

const ofLine = (given: readonly Given[], of: string) =>
  given.filter(({ line, sku }) => line !== undefined && sku === of);
const ofWhole = (given: readonly Given[]) => given.filter(({ line }) => line === undefined);

/** What people took off these lines, each or as their share of the whole. */
function byHand(lines: readonly Line[], isWhole: boolean): number {
  return lines
    .flatMap(({ discounts }) => discounts)
    .filter(({ source, whole }) => source === 'hand' && (whole === true) === isWhole)
    .reduce((sum, { minor }) => sum + minor, 0);
}

/** The most that any of `given` allowed: it takes off no more, whatever is put in later. */
const mostOf = (given: readonly Given[]): number =>
  Math.max(0, ...given.map(({ amountMinor }) => amountMinor));

function wasAsked(minor: number, { priceMinor, prices }: Prices, date: string): boolean {
  return (
    priceMinor === minor ||
    (prices?.some((dated) => dated.from <= date && dated.priceMinor === minor) ?? false)
  );
}

async function versionsOf(
  work: Work,
  store: string,
  skus: readonly string[],
): Promise<Map<string, Prices[]>> {
  const versions = new Map<string, Prices[]>();
  for (let from = 0; from < skus.length; from += skusMax) {
    const some = skus.slice(from, from + skusMax);
    const now = await work
      .selectFrom('items')
      .select(['sku', 'body as prices'])
      .where('store_id', '=', store)
      .where('sku', 'in', some)
      .execute();
    // What an import has decided and not moved yet.
    const decided = await work
      .selectFrom('catalogue')
      .select(['sku', 'body as prices'])
      .where('store_id', '=', store)
      .where('sku', 'in', some)
      .execute();
    const past = await work
      .selectFrom('past_prices')
      .select(['sku', 'prices'])
      .where('store_id', '=', store)
      .where('sku', 'in', some)
      .execute();
    for (const { sku, prices } of [...now, ...decided, ...past]) {
      const version = pricesSchema.parse(JSON.parse(prices));
      versions.set(sku, [...(versions.get(sku) ?? []), version]);
    }
  }
  return versions;
}

/** What people decided about the prices of these sales. */
async function givenBy(
  work: Work,
  { store, till }: ReviewedTill,
  sales: readonly Sale[],
): Promise<Pick<NonNullable<KnownPrices>, 'changes' | 'given'>> {
  const changed = sales.filter(({ body }) =>
    body.lines.some(
      ({ priceMinor, listPriceMinor, discounts }) =>
        priceMinor !== listPriceMinor || discounts.some(({ source }) => source === 'hand'),
    ),
  );
  const [first] = changed;
  const changes = new Set<string>();
  const given = new Map<string, Given[]>();
  if (!first) return { changes, given };
  const saleIds = new Set(changed.map(({ body }) => body.saleId));
  const rows = await work
    .selectFrom('entries')
    .select(['kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('kind', 'in', ['price-overridden', 'discount-given'])
    .where('seq', '>', first.seq - changeAgeMax)
    .where('seq', '<', sales.at(-1)?.seq ?? 0)
    .execute();
  for (const { kind, body } of rows) {
    try {
      const fact = parseFact(kind, JSON.parse(body));
      if (fact.kind === 'discount-given') {
        const { saleId } = fact.body;
        given.set(saleId, [...(given.get(saleId) ?? []), fact.body]);
      }
      if (fact.kind !== 'price-overridden' || !saleIds.has(fact.body.saleId)) continue;
      changes.add(`${fact.body.saleId} ${fact.body.sku} ${fact.body.priceMinor}`);
    } catch {
      // Put aside: what cannot be read has allowed nothing.
    }
  }
  return { changes, given };
}
