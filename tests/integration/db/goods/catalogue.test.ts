import { describe, expect, test } from 'vitest';
import { openWritable } from '../../../../db/file/open.ts';
import { sql } from '../../../../db/file/sql.ts';
import type { TillDatabase } from '../../../../db/till-database.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { enrolledTill } from '../../../helpers/till-file.ts';

const water: Item = {
  sku: '10001',
  name: { zh: '农夫山泉 550ml', en: 'Nongfu Spring water 550ml' },
  pinyin: 'nfsq',
  barcode: '6921168509256',
  category: 'drinks',
  unit: 'piece',
  priceMinor: 200,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
};
const tea: Item = {
  ...water,
  sku: '10002',
  name: { zh: '农夫果园 红茶', en: 'Black tea' },
  pinyin: 'nfgyhc',
  barcode: '6921168550098',
  favourite: 2,
};
const bread: Item = {
  ...water,
  sku: '10003',
  name: { zh: '全麦面包', en: 'Spring bread' },
  pinyin: 'qmmb',
  barcode: null,
  category: 'fresh',
  favourite: 1,
};
const apples: Item = {
  ...water,
  sku: '20012',
  name: { zh: '红富士苹果', en: 'Fuji apples' },
  pinyin: 'hfspg',
  barcode: null,
  category: 'produce',
  unit: 'kg',
};

function shelf(): TillDatabase {
  const { db } = enrolledTill();
  db.catalogue.apply([water, tea, bread, apples]);
  return db;
}
const skus = (items: readonly Item[]) => items.map((item) => item.sku);

describe('the catalogue', () => {
  test('finds an item by what is on it', () => {
    const { catalogue } = shelf();
    expect(catalogue.count()).toBe(4);
    expect(catalogue.findByBarcode('6921168509256')).toEqual(water);
    expect(catalogue.findBySku('10003')).toEqual(bread);
    expect(catalogue.findByPlu('20012')).toEqual(apples);
    // Only what is weighed has a PLU.
    expect(catalogue.findByPlu('10001')).toBeNull();
    expect(catalogue.findByBarcode('0000000000000')).toBeNull();
  });

  test('shows favourites by their place and categories with favourites first', () => {
    const { catalogue } = shelf();
    expect(skus(catalogue.favourites())).toEqual(['10003', '10002']);
    expect(skus(catalogue.inCategories(['drinks'], 10))).toEqual(['10002', '10001']);
    expect(skus(catalogue.inCategories(['drinks'], 1))).toEqual(['10002']);
  });

  test.each([
    ['山泉', ['10001']],
    ['泉山', []],
    ['农夫', ['10002', '10001']],
    ['农夫 红茶', ['10002']],
    ['红', ['10002', '20012']],
    ['spri', ['10003', '10001']],
    ['SPRING water', ['10001']],
    ['550', ['10001']],
    ['550ml', ['10001']],
    ['nf', ['10002', '10001']],
    ['nfsq', ['10001']],
    ['fu', ['20012']],
    ['100', ['10003', '10002', '10001']],
    ['69211685', ['10002', '10001']],
    ['没有', []],
    ['"', []],
    ['%', []],
    ["'; DROP TABLE items; --", []],
  ])('finds by %s what a cashier means', (typed, found) => {
    expect(skus(shelf().catalogue.search(typed, 20))).toEqual(found);
  });

  test('gives no more than asked for', () => {
    expect(skus(shelf().catalogue.search('农夫', 1))).toEqual(['10002']);
  });

  test('follows a change of name, code and place, and forgets the old ones', () => {
    const db = shelf();
    const renamed: Item = {
      ...water,
      name: { zh: '怡宝纯净水', en: 'Yibao' },
      pinyin: 'ybcjs',
      barcode: '6901285991219',
      favourite: 3,
    };
    db.catalogue.apply([renamed, { ...bread, favourite: null }]);
    expect(db.catalogue.count()).toBe(4);
    expect(db.catalogue.search('山泉', 20)).toEqual([]);
    expect(db.catalogue.search('nfsq', 20)).toEqual([]);
    expect(db.catalogue.findByBarcode('6921168509256')).toBeNull();
    expect(db.catalogue.search('怡宝', 20)).toEqual([renamed]);
    expect(skus(db.catalogue.favourites())).toEqual(['10002', '10001']);
    expect(skus(db.catalogue.search('spring', 20))).toEqual(['10003']);
  });

  test('keeps a withdrawn item for its name, and offers it nowhere', () => {
    const db = shelf();
    db.catalogue.apply([{ ...tea, withdrawn: true }]);
    for (const typed of ['红茶', 'nfgy', 'black', '10002', '6921168550098']) {
      expect(db.catalogue.search(typed, 20)).toEqual([]);
    }
    expect(skus(db.catalogue.favourites())).toEqual(['10003']);
    expect(skus(db.catalogue.inCategories(['drinks'], 10))).toEqual(['10001']);
    expect(db.catalogue.findByBarcode('6921168550098')?.withdrawn).toBe(true);
    // Its code may be on a new item.
    db.catalogue.apply([{ ...tea, sku: '10009' }]);
    expect(db.catalogue.findByBarcode('6921168550098')?.sku).toBe('10009');
  });

  test('takes many items on one favourite place, and many more than one chunk', () => {
    const db = shelf();
    const many = Array.from({ length: 1_500 }, (_, index) => ({
      ...water,
      sku: String(30_000 + index),
      barcode: null,
      favourite: 1,
    }));
    db.catalogue.apply(many);
    expect(db.catalogue.count()).toBe(1_504);
    expect(db.catalogue.favourites()).toHaveLength(1_502);
    db.catalogue.apply(many);
    expect(db.catalogue.count()).toBe(1_504);
  });

  test('asks indexes for every search and never sorts what it finds', () => {
    const { file, db } = enrolledTill();
    db.catalogue.apply([water]);
    const raw = openWritable(file, 'normal');
    const plan = raw
      .all<{ detail: string }>(
        sql`EXPLAIN QUERY PLAN
            SELECT items.body FROM item_words JOIN items ON items.rank = item_words.rowid
            WHERE item_words MATCH ${'"山 泉"'} ORDER BY item_words.rowid LIMIT 20`,
      )
      .map((row) => row.detail);
    raw.close();
    expect(plan.join('\n')).toContain('SEARCH items USING INTEGER PRIMARY KEY');
    expect(plan.join('\n')).not.toContain('TEMP B-TREE');
  });
});
