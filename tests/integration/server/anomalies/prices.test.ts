/** The prices of sales are held against what the store has ever asked for. */
import { expect, it } from 'vitest';
import { bodyAtRest, type Fact } from '../../../../domain/contract/entry.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import type { Promotion } from '../../../../domain/prices/promotion.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import {
  joinTill,
  type LooseFact,
  type Office,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { onBothStores } from '../stores.ts';

type Till = WireTill & { store: string };
const newId = countingIds();
const businessDate = '2026-11-22';

const water = (change: Partial<Item> = {}): Item => ({
  sku: '10001',
  name: { zh: '水', en: 'Water' },
  pinyin: 's',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 200,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
  ...change,
});
const half: Promotion = {
  id: 'half',
  name: { zh: '半价', en: 'Half' },
  from: '2026-11-01',
  until: '2026-11-30',
  skus: ['10001'],
  categories: [],
  rule: { kind: 'percent-off', basisPoints: 5_000 },
  withdrawn: false,
};

async function shop(office: Office): Promise<Till> {
  const till = await joinTill(office);
  await office.admin.putItems(till.store, [water()]);
  await office.admin.putPromotions(till.store, [half]);
  return till;
}

type Line = Extract<Fact, { kind: 'sale-completed' }>['body']['lines'][number];
type Given = Extract<Fact, { kind: 'discount-given' }>['body'];

/** The bottle of water, as a till could have written it: its sums are right whatever its price. */
function sale(change: Partial<Line>, saleId = newId()): LooseFact {
  const priceMinor = change.priceMinor ?? change.listPriceMinor ?? 200;
  const totalMinor = priceMinor - (change.discounts?.[0]?.minor ?? 0);
  const fact = cashSale(saleId, 1, totalMinor);
  if (fact.kind !== 'sale-completed') throw new Error('no sale');
  const listPriceMinor = change.listPriceMinor ?? 200;
  const lines = fact.body.lines.map((line) => ({ ...line, listPriceMinor, priceMinor, ...change }));
  const discountMinor = listPriceMinor - totalMinor;
  const body = { ...fact.body, lines, listMinor: listPriceMinor, discountMinor };
  return { kind: fact.kind, body: bodyAtRest({ ...fact, body }) };
}
const approved = (saleId: string, priceMinor: number): Fact => ({
  kind: 'price-overridden',
  body: { saleId, sku: '10001', listPriceMinor: 200, priceMinor, approvedBy: '9001' },
});

/** Which of these entries, by their place in the journal, were sold at a price that never was. */
async function doubted(office: Office, till: Till, facts: readonly LooseFact[]): Promise<number[]> {
  const entries = till.write(facts, { at: office.clock.now(), operator: '1001', businessDate });
  expect(await till.call('push', { entries })).toMatchObject({ status: 200 });
  await reviewTill(office.store.db, office.clock, till);
  const all = await listAnomalies(office.store.db, { stores: [till.store], limit: 50 });
  return all.flatMap(({ params, entries: behind }) => (params.why === 'price' ? behind : []));
}

onBothStores('Prices', (newOffice) => {
  it('believes what the catalogue has asked for, before a change and after it, and from its date on', async () => {
    const office = await newOffice();
    const till = await shop(office);
    await office.admin.putItems(till.store, [water({ priceMinor: 250 })]);
    const dated = water({ priceMinor: 250, prices: [{ from: businessDate, priceMinor: 300 }] });
    const seen = (await office.admin.findItem(till.store, '10001'))?.version ?? null;
    expect(await office.admin.changeItem(till.store, dated, seen)).toBe(true);
    await office.admin.putItems(till.store, [water({ priceMinor: 400, prices: undefined })]);
    const honest = [200, 250, 300, 400].map((price) =>
      sale({ listPriceMinor: price, priceMinor: price }),
    );
    expect(await doubted(office, till, honest)).toEqual([]);
  });

  it('tells of a price that never was, an item that never was and a price of a later date', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const later = { from: '2026-11-23', priceMinor: 150 };
    await office.admin.putItems(till.store, [water({ prices: [later] })]);
    const odd = [
      sale({ listPriceMinor: 1, priceMinor: 1 }),
      sale({ sku: '99999' }),
      sale({ listPriceMinor: 150, priceMinor: 150 }),
    ];
    expect(await doubted(office, till, [...odd, sale({})])).toEqual([1, 2, 3]);
  });

  it('tells of another price than the list’s that nobody approved for this sale, and of an invented promotion', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const [here, elsewhere] = [newId(), newId()];
    const reduced = (id: string) => [
      { source: 'promotion' as const, id, name: half.name, minor: 100 },
    ];
    expect(
      await doubted(office, till, [
        approved(here, 120),
        sale({ priceMinor: 120 }, here),
        sale({ priceMinor: 120 }, elsewhere),
        sale({ discounts: reduced('half') }),
        sale({ discounts: reduced('free') }),
      ]),
    ).toEqual([3, 5]);
  });

  it('believes a discount by hand where somebody gave so much in that sale, off that line or the whole', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const off = (minor: number, whole?: true) => ({
      discounts: [
        { source: 'hand' as const, reason: 'damaged' as const, minor, ...(whole && { whole }) },
      ],
    });
    const ids = Array.from({ length: 5 }, newId);
    const given = (at: number, of: Partial<Given>): LooseFact => {
      const saleId = ids[at] ?? '';
      const body = { saleId, amountMinor: 100, reasonId: 'damaged', approvedBy: '9001', ...of };
      return { kind: 'discount-given', body: { v: 2, ...body } };
    };
    const line = { line: 1, sku: '10001' };
    const facts = [
      given(0, {}),
      sale(off(100, true), ids[0]),
      given(1, line),
      sale(off(101), ids[1]),
      given(2, line),
      sale(off(100, true), ids[2]),
      given(3, { ...line, amountMinor: 99 }),
      sale(off(100), ids[3]),
      given(4, { ...line, sku: '10002' }),
      sale(off(100), ids[4]),
      sale(off(100)),
    ];
    expect(await doubted(office, till, facts)).toEqual([4, 6, 8, 10, 11]);
  });

  it('judges nothing where prices were not kept yet, or the store has no catalogue', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const since = office.clock.now() + 1;
    await office.store.db.updateTable('stores').set({ prices_since: since }).execute();
    expect(await doubted(office, till, [sale({ listPriceMinor: 1, priceMinor: 1 })])).toEqual([]);
    const empty = await joinTill(office);
    expect(await doubted(office, empty, [sale({ listPriceMinor: 1, priceMinor: 1 })])).toEqual([]);
  });
});
