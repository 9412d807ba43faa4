/**
 * Long work over a catalogue, on SQLite, where one thread and one connection serve everybody: another till's pushes are
 * answered in between, and an import that is cut is all there or not at all.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Item } from '../../../../domain/goods/item.ts';
import { settle } from '../../../../server/goods/import-items.ts';
import { joinTill, type Office, openOffice, type WireTill } from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

let office: Office;
let till: WireTill & { store: string };
let boss: Visitor;

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  till = await joinTill(office);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
});

const at = (path: string) => `${path}?store=${till.store}`;
const hidden = (text: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

/** Of this thread, milliseconds: what it worked, however busy the machine is. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** A till pushes one entry after the other until `work` is done: whatever it waits for is work at a stretch. */
async function besideOf<Result>(work: () => Promise<Result>) {
  const before = worked();
  let isDone = false;
  const result = work().finally(() => {
    isDone = true;
  });
  const stretches: number[] = [];
  while (!isDone) {
    const since = worked();
    await nextTurn();
    const entries = till.write([{ kind: 'drawer-opened', body: {} }]);
    expect(await till.call('push', { entries })).toMatchObject({ status: 200 });
    stretches.push(worked() - since);
    office.clock.advance(1_000);
  }
  return { result: await result, all: worked() - before, longest: Math.max(...stretches) };
}

/** Three stretches of the server: what is done in so little is no good part of anything. */
const shortMs = 60;

/** Some stretches are long by chance, none is a good part of the whole. A fast machine pulls it all in five. */
function expectSlices(what: string, { all, longest }: Readonly<{ all: number; longest: number }>) {
  const most = Math.max(all / 4, shortMs);
  expect(longest, `${what}: ${longest} of ${all} ms`).toBeLessThan(most);
}

it('an import of many rows, a whole pull and the digest of it let a till push in between', async () => {
  const rows = Array.from(
    { length: 12_000 },
    (_, row) => `${100_000 + row},商品${row},Item ${row},drinks,piece,3.50,13`,
  );
  const file = ['sku,name_zh,name_en,category,unit,price,tax_percent', ...rows].join('\n');
  for (const price of ['3.50', '4.50']) {
    const bytes = new TextEncoder().encode(file.replaceAll('3.50', price));
    const looked = await besideOf(async () =>
      (await boss.upload(at('/catalogue/import'), 'csv', bytes)).text(),
    );
    expectSlices('preview', looked);
    const applied = await besideOf(() =>
      boss.post(at('/catalogue/import/apply'), {
        packed: hidden(looked.result, 'packed'),
        mark: hidden(looked.result, 'mark'),
        which: '',
      }),
    );
    expect(applied.result.status).toBe(303);
    expectSlices('apply', applied);
  }
  const { path, ...init } = till.request('pull', { cursor: '' });
  const pulled = await besideOf(async () => office.app.request(path, init));
  const { items, cursor } = (await pulled.result.json()) as { items: Item[]; cursor: string };
  expect(items.filter(({ priceMinor }) => priceMinor === 450)).toHaveLength(rows.length);
  expectSlices('pull', pulled);
  const told = await besideOf(() => till.call('digests', { from: '2026-11-22', cursor }));
  expect(told.result).toMatchObject({ status: 200, body: { owned: {} } });
  expectSlices('digests', told);
}, 120_000);

const goods = (priceMinor: number): Item[] =>
  Array.from({ length: 500 }, (_, index) => ({
    sku: String(30_000 + index),
    name: { zh: '货', en: 'Goods' },
    pinyin: 'h',
    barcode: null,
    category: 'drinks',
    unit: 'piece',
    priceMinor,
    taxRate: 1300,
    favourite: null,
    withdrawn: false,
  }));

/** The disk says no at one item, in the middle of a slice. */
async function failsAt(table: 'staged_items' | 'items', sku: string): Promise<void> {
  await sql`
    create trigger cut before insert on ${sql.id(table)} when new.sku = ${sql.lit(sku)}
    begin select raise(abort, 'cut'); end`.execute(office.store.db);
}
const mends = () => sql`drop trigger cut`.execute(office.store.db);

it('an import that is cut before it was decided has changed nothing and leaves nothing', async () => {
  const { store } = till;
  await office.admin.putItems(store, goods(100));
  const mark = await office.admin.catalogueMark(store);
  await failsAt('staged_items', '30450');
  await expect(office.admin.putItemsSeen(store, goods(200), mark)).rejects.toThrow('cut');
  expect(await office.admin.allItems(store)).toEqual(goods(100));
  expect(await office.admin.catalogueMark(store)).toBe(mark);
  const left = await office.store.db.selectFrom('staged_items').select('sku').execute();
  expect(left).toEqual([]);
  await mends();
  expect(await office.admin.putItemsSeen(store, goods(200), mark)).toBe(true);
  expect(await office.admin.allItems(store)).toEqual(goods(200));
});

it('an import that is cut after it was decided is all there, whoever asks, and moves later', async () => {
  const { store } = till;
  await office.admin.putItems(store, goods(100));
  const before = (await till.call('pull', { cursor: '' })).body as { cursor: string };
  await failsAt('items', '30450');
  await expect(office.admin.putItems(store, goods(200))).rejects.toThrow('cut');
  for (const sku of ['30000', '30450', '30499']) {
    expect((await office.admin.findItem(store, sku))?.value.priceMinor, sku).toBe(200);
  }
  const search = { text: '30450', category: null, withdrawn: false, after: '', limit: 50 };
  expect(await office.admin.searchItems(store, search)).toMatchObject([{ priceMinor: 200 }]);
  await mends();

  const seen = await office.admin.findItem(store, '30450');
  const own = { ...(goods(300)[450] as Item) };
  expect(await office.admin.changeItem(store, own, seen?.version ?? null)).toBe(true);
  await settle(office.store.db);
  const after = (await till.call('pull', before)).body as { items: Item[] };
  const prices = new Map(after.items.map(({ sku, priceMinor }) => [sku, priceMinor]));
  expect(prices.size).toBe(500);
  expect([prices.get('30000'), prices.get('30450'), prices.get('30499')]).toEqual([200, 300, 200]);
  const past = await office.store.db.selectFrom('past_prices').select('sku').execute();
  expect(past.filter(({ sku }) => sku === '30450')).toHaveLength(2);
});
