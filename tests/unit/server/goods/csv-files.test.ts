/** Files of items as people have them: ../shared/cases/field/B04–B09, and T12. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../../domain/basics/check-digit.ts';
import { firstCategories } from '../../../../domain/goods/category.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { decodeCsv, type Encoding } from '../../../../server/basics/encoding.ts';
import { readCsv } from '../../../../server/basics/read-csv.ts';
import { type Comparison, compareItems } from '../../../../server/goods/compare-items.ts';
import { readItem, writeItem } from '../../../../server/goods/item-text.ts';

const store = { fractionDigits: 2, categories: firstCategories };
const header = 'sku,barcode,name_zh,category,unit,price,tax_percent';
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** As Windows-1252 and Latin-1 write the letters of these tests. */
const latin = (text: string) => Uint8Array.from([...text].map((one) => one.charCodeAt(0)));

function item(sku: string, more: Partial<Item> = {}): Item {
  return {
    sku,
    name: { zh: `商品${sku}`, en: `Item ${sku}` },
    pinyin: 'sp',
    barcode: null,
    category: 'drinks',
    unit: 'piece',
    priceMinor: 250,
    taxRate: 1_300,
    favourite: null,
    withdrawn: false,
    ...more,
  };
}

async function compare(
  bytes: Uint8Array,
  catalogue: readonly Item[] = [],
  asIs = false,
  encoding: Encoding | null = null,
): Promise<Comparison & Readonly<{ lines: number }>> {
  const decoded = decodeCsv(bytes, encoding);
  if (typeof decoded === 'string') throw new Error(decoded);
  const { rows } = await readCsv(decoded.text);
  const { comparison } = await compareItems(rows ?? [], catalogue, store, asIs);
  if (!comparison) throw new Error('no comparison');
  return { ...comparison, lines: (rows?.length ?? 0) - 1 };
}

const names = ({ added }: Comparison) => added.map(({ sku, name }) => `${sku} ${name.zh}`);

describe('line ends', () => {
  it('may differ from line to line, B04', async () => {
    const mixed = `${header},note\r\n10001,,水,drinks,piece,2.50,13,\n10002,,盐,staples,piece,3.00,13,\r10003,,糖,staples,piece,4.00,13,\n`;
    const found = await compare(bytesOf(mixed));
    expect(names(found)).toEqual(['10001 水', '10002 盐', '10003 糖']);
    expect(found.wrong).toEqual([]);
    const nameLast =
      'sku,category,unit,price,tax_percent,name_zh\r\n10001,drinks,piece,2.50,13,水\n10002,staples,piece,3.00,13,盐\n';
    expect(names(await compare(bytesOf(nameLast)))).toEqual(['10001 水', '10002 盐']);
  });
  it('within a name are told, not kept', async () => {
    const found = await compare(
      bytesOf(`${header}\n10001,,"水\n10002,,盐",staples,piece,3.00,13\n`),
    );
    expect(names(found)).toEqual([]);
    expect(found.wrong[0]?.reasons).toMatchObject([
      { kind: 'column', column: 'name_zh' },
      { column: 'name_en' },
    ]);
  });
});

describe('encodings', () => {
  const european =
    'sku;name_zh;category;unit;price;tax_percent\r\n10001;K\xe4se jung;fresh;piece;2.50;7\r\n10002;M\xfcsli N\xfcsse;staples;piece;3.10;7\r\n';
  it('that a file does not tell are asked for, B05', async () => {
    expect(decodeCsv(latin(european), null)).toBe('unsure');
    expect(names(await compare(latin(european), [], false, 'windows-1252'))).toEqual([
      '10001 Käse jung',
      '10002 Müsli Nüsse',
    ]);
  });
  it('that leave no doubt are read', () => {
    // 农夫山泉 in GB 2312.
    const chinese = Uint8Array.from([0xc5, 0xa9, 0xb7, 0xf2, 0xc9, 0xbd, 0xc8, 0xaa]);
    expect(decodeCsv(chinese, null)).toEqual({ text: '农夫山泉', encoding: 'gb18030' });
    expect(decodeCsv(bytesOf('\ufeff水'), null)).toEqual({ text: '水', encoding: 'utf-8' });
    expect(decodeCsv(Uint8Array.from([0xff, 0xfe, 0x34, 0x6c]), null)).toEqual({
      text: '水',
      encoding: 'utf-16',
    });
    expect(decodeCsv(Uint8Array.from([0x89, 0x50, 0, 0]), null)).toBe('no-text');
  });
  it('never make Chinese of European letters', () => {
    const letters = fc.stringMatching(/^(?:[a-z]+[\xe0-\xff][a-z]+[ ;,\n]){1,20}$/);
    fc.assert(
      fc.property(letters, (text) => {
        expect(decodeCsv(latin(text), null)).toBe('unsure');
      }),
    );
  });
});

it('inch marks are part of a name, and a cell kept as text is read, B07', async () => {
  const found = await compare(
    bytesOf(
      [
        header,
        '10001,6901234567892,水,drinks,piece,2.50,13',
        '10002,,电视 32" 黑,household,piece,999,13',
        '10003,,盐,staples,piece,1,13',
        '10004,="6901028000154",糖,staples,piece,2,13',
      ].join('\n'),
    ),
  );
  expect(names(found)).toEqual(['10001 水', '10002 电视 32" 黑', '10003 盐', '10004 糖']);
  expect(found.added[3]?.barcode).toBe('6901028000154');
});

it('numbers that a spreadsheet may have changed are asked about, B08', async () => {
  const file = bytesOf(
    `${header}\n10001,,酱油,drinks,piece,2.50,0.13\n12345,,水,drinks,piece,2.50,13\n`,
  );
  const catalogue = [item('0012345')];
  const found = await compare(file, catalogue);
  expect(found.added).toEqual([]);
  expect(found.asked).toMatchObject([
    { line: 2, doubts: [{ kind: 'tax', text: '0.13', percent: 13 }] },
    { line: 3, doubts: [{ kind: 'zeros', sku: '0012345' }] },
  ]);
  expect(names(await compare(file, catalogue, true))).toEqual(['10001 酱油', '12345 水']);
});

it('barcodes are kept as the one reader keeps them, B09', async () => {
  const rows = ['036000291452', '06901234567892', '036000291453'].map(
    (code, at) => `1000${at},${code},纸巾,household,piece,2.50,13`,
  );
  const found = await compare(bytesOf([header, ...rows].join('\n')));
  expect(found.added.map(({ barcode }) => barcode)).toEqual(['0036000291452', '6901234567892']);
  expect(found.wrong[0]?.reasons).toMatchObject([{ column: 'barcode', text: '036000291453' }]);
});

it('a row with a cell too many or too few is told, and empties nothing', async () => {
  const file = `${header}\n10001,,水,甜,drinks,piece,2.50,13\n10002,,水,drinks,piece,2.50\n10003,,水,drinks,piece,2.50,13,,\n`;
  const found = await compare(bytesOf(file), [item('10002')]);
  expect(found.wrong.map(({ reasons }) => reasons.at(-1))).toEqual([
    { kind: 'cells', found: 8, columns: 7 },
    { kind: 'cells', found: 6, columns: 7 },
  ]);
  expect(names(found)).toEqual(['10003 水']);
});

it('a card number is no name and no number of goods: they could not be sold', async () => {
  const card = '4111111111111111';
  const rows = [
    `${card},,水,drinks,piece,2.50,13`,
    `10002,,盐 ${card},staples,piece,3.00,13`,
    '10003,,糖 6901028075831,staples,piece,4.00,13',
  ];
  const found = await compare(bytesOf([header, ...rows].join('\n')));
  expect(names(found)).toEqual(['10003 糖 6901028075831']);
  expect(found.wrong.map(({ reasons: [first] }) => first)).toMatchObject([
    { kind: 'column', column: 'sku' },
    { kind: 'column', column: 'name_zh' },
  ]);
});

it('a unit is one of the table, in either language, with what its price is shown for', async () => {
  const shown = 'sku,name_zh,category,unit,shown_per,price,tax_percent';
  const rows = [
    '10001,苹果,drinks,公斤,500g,9.80,0',
    '10002,梨,drinks,KG,斤,9.80,0',
    '10003,布,drinks,m²,,25.00,0',
    '10004,水,drinks,piece,500 g,2.00,0',
    '10005,绳,drinks,英尺,,2.00,0',
  ];
  const found = await compare(bytesOf(`${shown}\n${rows.join('\n')}\n`));
  expect(found.added.map(({ sku, unit, shownPer }) => [sku, unit, shownPer])).toEqual([
    ['10001', 'kg', 500],
    ['10002', 'kg', 500],
    ['10003', 'm2', undefined],
  ]);
  expect(found.wrong.map(({ reasons }) => reasons)).toMatchObject([
    [{ column: 'shown_per', text: '500 g' }],
    [{ column: 'unit', text: '英尺' }],
  ]);
  const [apples] = found.added;
  const again = writeItem(apples as Item, 2);
  expect(again.shown_per).toBe('500 g');
  expect(readItem(again, null, store).item).toEqual(apples);
});

it('each row of any file ends once: new, changed, the same, wrong or asked about', async () => {
  const cell = fc.constantFrom(
    '',
    '10001',
    '010001',
    '10002',
    '水',
    'a"b',
    '0.13',
    '13',
    'piece',
    'drinks',
    '2.50',
    '036000291452',
    '="10003"',
    'x'.repeat(30),
    '水\u0007',
  );
  const good = fc
    .tuple(fc.integer({ min: 10_000, max: 10_009 }), fc.constantFrom('13', '0.13'))
    .map(([sku, tax]) => [String(sku), '', '水', 'drinks', 'piece', '2.50', tax]);
  const row = fc.oneof(fc.array(cell, { minLength: 1, maxLength: 9 }), good);
  const ends = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, ends), { minLength: 1, maxLength: 30 }),
      async (lines) => {
        const text = `${header}\n${lines.map(([cells, end]) => cells.join(',') + end).join('')}`;
        const filled = lines.filter(([cells]) => cells.some((one) => one !== '')).length;
        fc.pre(filled > 0);
        const catalogue = [item('10001'), item('0010002', { barcode: '0036000291452' })];
        const { added, changed, same, wrong, asked } = await compare(bytesOf(text), catalogue);
        expect(added.length + changed.length + same + wrong.length + asked.length).toBe(filled);
      },
    ),
    { numRuns: 300 },
  );
});

/** Eight digits of a barcode for each number. */
const barcodeOf = (number: number) => {
  const body = `690000${String(number).padStart(6, '0')}`;
  return body + gtinCheckDigit(body);
};

it('8,000 rows that each take the barcode of the next are looked at once each, T12', async () => {
  const count = 8_000;
  let looks = 0;
  const catalogue = Array.from({ length: count }, (_, at) => {
    const barcode = barcodeOf(at);
    return Object.defineProperty(item(String(10_000 + at)), 'barcode', {
      enumerable: true,
      get: () => {
        looks += 1;
        return barcode;
      },
    });
  });
  const rows = catalogue.map(
    (_, at) => `${10_000 + at},${barcodeOf(at + 1)},水,drinks,piece,2.50,13`,
  );
  // The last one is wrong: it keeps what the one before wants, and so on to the first.
  rows[count - 1] = `${10_000 + count - 1},,水,drinks,piece,free,13`;
  const found = await compare(bytesOf([header, ...rows].join('\n')), catalogue);
  expect(found.wrong).toHaveLength(count);
  expect(found.wrong[0]?.reasons).toMatchObject([{ kind: 'barcode-taken', sku: '10001' }]);
  expect(looks).toBeLessThan(20 * count);
});

it('others have their turn while a long file is looked at', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `${10_000 + at},,水,drinks,piece,2.50,13`);
  let turns = 0;
  let done = false;
  const other = (): void => {
    turns += 1;
    if (!done) setImmediate(other);
  };
  setImmediate(other);
  await compare(bytesOf([header, ...rows].join('\n')));
  done = true;
  // A stretch without breath would be a handful of turns, however long it takes.
  expect(turns).toBeGreaterThan(8);
});
