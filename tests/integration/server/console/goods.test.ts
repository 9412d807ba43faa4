/** Catalogue and promotions in the console, by requests. */
import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Item } from '../../../../domain/goods/item.ts';
import { type Office, openOffice, settings } from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

const item = (sku: string, more: Partial<Item> = {}): Item => ({
  sku,
  name: { zh: `商品${sku}`, en: `Item ${sku}` },
  pinyin: 'sp',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 350,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
  ...more,
});

let office: Office;
let store: string;
let boss: Visitor;
const at = (path: string) => `${path}${path.includes('?') ? '&' : '?'}store=${store}`;
const find = async (sku: string) => (await office.admin.findItem(store, sku))?.value;

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  store = await office.admin.createStore(settings);
  await office.admin.putItems(store, [
    item('10001', { barcode: '6901028075763' }),
    item('10002', { priceMinor: 1_290, category: 'fresh' }),
    item('10003', { withdrawn: true }),
  ]);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
  await boss.get('/catalogue?lang=en');
});

/** The rows of a preview that are marked so. */
async function marked(response: Response, prefix: string): Promise<string[]> {
  const text = await response.text();
  return [...text.matchAll(new RegExp(`data-testid="${prefix}-([^"]+)"`, 'g'))].map(
    ([, name]) => name ?? '',
  );
}

function hidden(text: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
}

describe('categories', () => {
  const names = { name_zh: '茶', name_en: 'Tea' };
  const shown = async () => marked(await boss.get(at('/catalogue/categories')), 'category');

  it('are made, moved, put under others and taken away, three levels deep', async () => {
    expect(await shown()).toHaveLength(7);
    const path = at('/catalogue/categories/new');
    await boss.post(path, { ...names, parent: 'drinks', colour: 'pine', seen: '' });
    const [tea] = (await office.admin.categories(store)).filter(({ parent }) => parent !== null);
    expect(tea).toMatchObject({ name: { zh: '茶', en: 'Tea' }, parent: 'drinks', order: 1 });
    expect((await shown()).slice(0, 2)).toEqual(['drinks', tea?.id]);
    await boss.post(
      at('/catalogue/categories/produce/move'),
      { by: 'up' },
      { from: at('/catalogue/categories') },
    );
    expect((await shown()).slice(0, 2)).toEqual(['produce', 'drinks']);

    const drinks = at('/catalogue/categories/drinks');
    const fields = { name_zh: '饮料', name_en: 'Drinks', colour: 'blue' };
    const under = await boss.post(drinks, { ...fields, parent: tea?.id ?? '', seen: '1' });
    expect(await under.text()).toContain('A category cannot be under itself.');
    const gone = await boss.post(drinks, { ...fields, parent: '', withdrawn: 'yes', seen: '1' });
    expect(await gone.text()).toContain('There are categories under it');
    expect(await shown()).toContain('drinks');
  });

  it('are known in a file by their names, too', async () => {
    const path = at('/catalogue/new');
    const more = { name_zh: '水', unit: 'piece', price: '2.00', tax_percent: '13' };
    await boss.post(path, { sku: '10009', ...more, category: '零食', seen: '' });
    expect(await find('10009')).toMatchObject({ category: 'snacks' });
  });
});

describe('the catalogue', () => {
  it('is found by name, pinyin, number, barcode, category and state', async () => {
    const found = async (query: string) =>
      marked(await boss.get(at(`/catalogue?${query}`)), 'item');
    expect(await found('')).toEqual(['10001', '10002']);
    expect(await found('text=6901028')).toEqual(['10001']);
    expect(await found('text=ITEM+10002')).toEqual(['10002']);
    expect(await found(`text=${encodeURIComponent('商品10001')}`)).toEqual(['10001']);
    expect(await found('category=fresh')).toEqual(['10002']);
    expect(await found('state=withdrawn')).toEqual(['10003']);
    expect(await found('text=%25')).toEqual([]);
  });

  it('is turned page by page', async () => {
    await office.admin.putItems(
      store,
      Array.from({ length: 60 }, (_, index) => item(String(20_000 + index))),
    );
    const first = await marked(await boss.get(at('/catalogue')), 'item');
    expect(first).toHaveLength(50);
    const rest = await marked(await boss.get(at(`/catalogue?after=${first.at(-1)}`)), 'item');
    expect(rest).toHaveLength(12);
  });

  const form = {
    name_zh: '矿泉水',
    name_en: '',
    pinyin: '',
    barcode: '',
    category: 'drinks',
    unit: 'piece',
    price: '6.50',
    prices: '2026-12-01 7.00\n2026-11-25 6.80',
    tax_percent: '13',
    favourite: '',
  };

  it('takes a new item, with prices from a date in order and its pinyin made up', async () => {
    const path = at('/catalogue/new');
    const saved = await boss.post(path, { ...form, sku: '30001', seen: '' });
    expect(saved.status).toBe(303);
    expect(await find('30001')).toEqual(
      item('30001', {
        name: { zh: '矿泉水', en: '矿泉水' },
        pinyin: 'kqs',
        priceMinor: 650,
        prices: [
          { from: '2026-11-25', priceMinor: 680 },
          { from: '2026-12-01', priceMinor: 700 },
        ],
      }),
    );
    const audit = await office.store.db.selectFrom('audit').selectAll().execute();
    expect(audit.find(({ what }) => what === 'item-added')?.who).toBe('account:boss');
  });

  it('says by field what is wrong, and keeps what was typed', async () => {
    const wrong = { ...form, sku: '30001', price: 'free', barcode: '123', seen: '' };
    const answer = await boss.post(at('/catalogue/new'), wrong);
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('A price is a number such as 6.50.');
    expect(text).toContain('data-testid="error-barcode"');
    expect(text).toContain('value="free"');
    const taken = { ...form, sku: '30001', barcode: '6901028075763', seen: '' };
    expect(await (await boss.post(at('/catalogue/new'), taken)).text()).toContain(
      'Barcode 6901028075763 belongs to item 10001.',
    );
    expect(
      await (await boss.post(at('/catalogue/new'), { ...form, sku: '10001' })).text(),
    ).toContain('There is an item with this number.');
  });

  it('refuses an edit of what somebody else has changed, and shows what stands now', async () => {
    const path = at('/catalogue/items/10002');
    const seen = hidden(await (await boss.get(path)).text(), 'seen');
    await office.admin.putItems(store, [item('10002', { priceMinor: 1_111 })]);
    const late = await boss.post(path, { ...form, seen });
    expect(late.status).toBe(409);
    const text = await late.text();
    expect(text).toContain('data-testid="stale"');
    expect(text).toContain('value="11.11"');
    expect((await find('10002'))?.priceMinor).toBe(1_111);
    const again = await boss.post(path, { ...form, seen: hidden(text, 'seen'), withdrawn: 'yes' });
    expect(again.status).toBe(303);
    expect(await find('10002')).toMatchObject({ priceMinor: 650, withdrawn: true });
  });

  it('changes nothing of which the audit cannot say so, by hand or by a file', async () => {
    const path = at('/catalogue/items/10002');
    const seen = hidden(await (await boss.get(path)).text(), 'seen');
    const file = new TextEncoder().encode('sku,price\n10001,9.99');
    const text = await (await boss.upload(at('/catalogue/import'), 'csv', file)).text();
    const packed = { packed: hidden(text, 'packed'), mark: hidden(text, 'mark') };
    await sql`create trigger full before insert on audit begin select raise(abort, 'full'); end`.execute(
      office.store.db,
    );
    const before = await office.admin.allItems(store);
    expect((await boss.post(path, { ...form, seen })).status).toBe(500);
    expect((await boss.post(at('/catalogue/import/apply'), { ...packed, which: '' })).status).toBe(
      500,
    );
    expect(await office.admin.allItems(store)).toEqual(before);
    await sql`drop trigger full`.execute(office.store.db);
    expect((await boss.post(path, { ...form, seen })).status).toBe(303);
    office.faults.length = 0;
  });
});

describe('a file of items', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const preview = (bytes: Uint8Array) => boss.upload(at('/catalogue/import'), 'csv', bytes);
  const apply = (text: string, which = '') =>
    boss.post(at('/catalogue/import/apply'), {
      packed: hidden(text, 'packed'),
      mark: hidden(text, 'mark'),
      which,
    });

  const file = [
    'sku,name_zh,category,unit,price,tax_percent,barcode',
    '10001,矿泉水,drinks,piece,3.80,13,6901028075763',
    '10002,商品10002,fresh,piece,12.90,13,',
    '30001,牛奶,drinks,piece,6.00,9,6920152400777',
    '30002,面包,bakery,piece,6.x,9,',
    '30003,可乐,drinks,piece,3.00,13,6920152400777',
    '30001,又一个,drinks,piece,1.00,13,',
  ].join('\r\n');

  it('is looked at first: what is new, changed, the same and wrong, with line and sentence', async () => {
    const response = await preview(bytesOf(file));
    const text = await response.text();
    expect(response.status).toBe(200);
    for (const [id, count] of Object.entries({ added: 1, changed: 1, same: 1, wrong: 3 })) {
      expect(text, id).toContain(`data-testid="${id}">${count}<`);
    }
    expect(text).toMatch(
      /wrong-5"[\s\S]*“bakery”: There is no such category[\s\S]*“6\.x”: A price is/,
    );
    expect(text).toMatch(/wrong-6"[\s\S]*Barcode 6920152400777 belongs to item 30001\./);
    expect(text).toMatch(/wrong-7"[\s\S]*Line 4 has this number already\./);
    expect(text).not.toContain('data-testid="apply-all"');
    expect(await find('30001')).toBeUndefined();
  });

  it('is applied but for its wrong lines, and only when that was chosen', async () => {
    const text = await (await preview(bytesOf(file))).text();
    expect((await apply(text)).status).toBe(200);
    expect(await find('30001'), 'all was asked for, but some are wrong').toBeUndefined();
    expect((await apply(text, 'right')).status).toBe(303);
    expect(await find('30001')).toMatchObject({
      priceMinor: 600,
      taxRate: 900,
      name: { en: '牛奶' },
    });
    expect(await find('10001')).toMatchObject({
      priceMinor: 380,
      name: { zh: '矿泉水', en: 'Item 10001' },
    });
    expect(await find('30003')).toBeUndefined();
  });

  it('of an encoding that it does not tell is asked about, and read as chosen', async () => {
    const bytes = Uint8Array.from(
      [
        ...'sku,name_zh,category,unit,price,tax_percent\n30001,K\xe4se jung,fresh,piece,2.50,7\n',
      ].map((one) => one.charCodeAt(0)),
    );
    const unsure = await preview(bytes);
    expect(unsure.status).toBe(422);
    expect(await unsure.text()).toContain('does not tell its encoding');
    const path = at('/catalogue/import');
    const chosen = await boss.upload(path, 'csv', bytes, { encoding: 'windows-1252' });
    const text = await chosen.text();
    expect(text).toContain('Käse jung');
    const packed = { packed: hidden(text, 'packed'), mark: hidden(text, 'mark') };
    const encoding = hidden(text, 'encoding');
    await boss.post(at('/catalogue/import/apply'), { ...packed, encoding });
    expect(await find('30001')).toMatchObject({ name: { zh: 'Käse jung' } });
  });

  it('leaves what is asked about out until somebody says that it stands', async () => {
    const text = await (
      await preview(bytesOf(`${file.split('\r\n')[0]}\n30001,水,drinks,piece,6.00,0.13,\n`))
    ).text();
    expect(text).toContain('data-testid="asked">1<');
    expect(text).toContain('Tax 0.13 will be read as 0.13 %');
    expect((await apply(text, '')).status, 'nothing was said').toBe(200);
    expect((await apply(text, 'right')).status).toBe(303);
    expect(await find('30001')).toBeUndefined();
    const again = await (
      await preview(bytesOf(`${file.split('\r\n')[0]}\n30001,水,drinks,piece,6.00,0.13,\n`))
    ).text();
    expect((await apply(again, 'as-is')).status).toBe(303);
    expect(await find('30001')).toMatchObject({ taxRate: 13 });
  });

  it('is not applied to a catalogue that has changed since the preview', async () => {
    const text = await (await preview(bytesOf('sku,price\n10001,9.99'))).text();
    await office.admin.putItems(store, [item('10002', { priceMinor: 1 })]);
    const late = await apply(text);
    expect(late.status).toBe(409);
    expect((await find('10001'))?.priceMinor).toBe(350);
    expect((await apply(await late.text())).status).toBe(303);
    expect((await find('10001'))?.priceMinor).toBe(999);
  });

  it.each([
    ['nothing', new Uint8Array(), 'Choose a file.'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13), 'no text file'],
    ['no column sku', bytesOf('name,price\na,1'), 'no column named sku'],
    ['a column twice', bytesOf('sku,price,price\n10001,1,2'), 'Column price is there twice.'],
    ['a quote without a partner', bytesOf('sku,price\n10001,"1\n10002,2'), 'has no partner'],
  ])('with %s is refused with a sentence', async (_, bytes, sentence) => {
    const answer = await preview(bytes);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(sentence);
  });

  it('comes back as it was exported, opened and saved by a spreadsheet in between', async () => {
    await office.admin.putItems(store, [
      item('40001', {
        name: { zh: '=1+1,"引号"', en: '@cmd' },
        prices: [{ from: '2026-12-01', priceMinor: 1 }],
      }),
    ]);
    const exported = await boss.get(at('/catalogue/items.csv'));
    expect(exported.headers.get('content-disposition')).toContain('attachment');
    const bytes = new Uint8Array(await exported.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).not.toMatch(/(^|[,\n"])[=@+-]/);
    const answer = await (await preview(bytes)).text();
    expect(answer).toContain('data-testid="same">4<');
    expect(answer).toContain('data-testid="wrong">0<');
  });

  it('of 50,000 items is looked at and applied', async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, index) =>
        `${1_000_000 + index},商品 ${index},Item ${index},drinks,piece,${index % 90}.50,13`,
    );
    const text = await (
      await preview(
        bytesOf(`sku,name_zh,name_en,category,unit,price,tax_percent\n${rows.join('\n')}`),
      )
    ).text();
    expect(text).toContain('data-testid="added">50000<');
    expect((await apply(text)).status).toBe(303);
    expect(await find('1049999')).toMatchObject({ name: { zh: '商品 49999' } });
  });
});
