/** What a till keeps of the back office is compared field by field: a field that is in no digest can be changed in the file. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { RegisteredDevice } from '../../../../domain/devices/register.ts';
import { type Category, categorySchema } from '../../../../domain/goods/category.ts';
import { type Item, itemSchema } from '../../../../domain/goods/item.ts';
import { digestsOfRows, goodsLine, itemLine } from '../../../../domain/office/owned.ts';
import { storeSettingsSchema } from '../../../../domain/office/store-settings.ts';
import { newcomer, type Operator, operatorSchema } from '../../../../domain/people/operator.ts';
import { type DecidedRole, decidedRoleSchema } from '../../../../domain/people/role.ts';
import { type Promotion, promotionSchema } from '../../../../domain/prices/promotion.ts';
import { shop } from '../shop.ts';

const item: Item = {
  sku: '10001',
  name: { zh: '水', en: 'Water' },
  pinyin: 's',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  shownPer: 500,
  priceMinor: 200,
  prices: [{ from: '2026-11-22', priceMinor: 250 }],
  taxRate: 1300,
  favourite: 1,
  withdrawn: false,
};
const operator: Operator = {
  number: '1001',
  name: 'A',
  role: 'cashier',
  locale: 'en',
  pinHash: 'x',
  ...newcomer,
  withdrawn: false,
  secretDoubt: { at: 1, till: 't' },
};
const promotion: Promotion = {
  id: 'half',
  name: { zh: '半价', en: 'Half' },
  from: '2026-11-01',
  until: '2026-11-30',
  skus: ['10001'],
  categories: [],
  rule: { kind: 'percent-off', basisPoints: 5_000 },
  group: 'members',
  withdrawn: false,
};
const category: Category = {
  id: 'tea',
  name: { zh: '茶', en: 'Tea' },
  colour: 'pine',
  order: 1,
  parent: 'drinks',
  withdrawn: false,
};
const device: RegisteredDevice = {
  device: 'pin-pad',
  family: 'pin-pad',
  model: 'VP-5',
  serialNumber: '1',
  seals: ['S-1'],
  location: '1',
  maintenanceDue: null,
  unconfirmed: { by: '7001', at: 1, before: '-' },
};

const role: DecidedRole = {
  id: 'night',
  names: { zh: '夜班', en: 'Night shift' },
  rights: ['sell'],
  limits: { payOutMinor: 5_000 },
  withdrawn: false,
  version: 7,
};

const newHash = () => createHash('sha256');
const rows = {
  operators: [operator],
  promotions: [promotion],
  categories: [category],
  roles: [role],
  devices: [device],
  settings: shop,
};
const digestsWith = (change: object) =>
  JSON.stringify(digestsOfRows({ ...rows, ...change }, newHash));

/** The same with one field of it something else, whether it fits its schema or not. */
function others<Row extends object>(row: Row): [string, Row][] {
  return Object.keys(row).map((name) => [
    name,
    { ...row, [name]: another(row[name as keyof Row]) },
  ]);
}
function another(value: unknown): unknown {
  if (Array.isArray(value)) return [...value, ...(value.length > 0 ? value : ['another'])];
  if (typeof value === 'object' && value !== null) {
    const [[name, first] = ['', null]] = Object.entries(value);
    return { ...value, [name]: another(first) };
  }
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${value ?? ''}another`;
}

/** What a later version adds is named here, or compared. */
it('knows every field there is', () => {
  expect(Object.keys(item).sort()).toEqual(Object.keys(itemSchema.shape).sort());
  expect(Object.keys(category).sort()).toEqual(Object.keys(categorySchema.shape).sort());
  expect(Object.keys(role).sort()).toEqual(Object.keys(decidedRoleSchema.shape).sort());
  expect(Object.keys(operator).sort()).toEqual(Object.keys(operatorSchema.shape).sort());
  expect(Object.keys(promotion).sort()).toEqual(Object.keys(promotionSchema.shape).sort());
  expect(Object.keys(shop).sort()).toEqual(Object.keys(storeSettingsSchema.shape).sort());
});

it.each(others(item))('an item with another %s is another', (_, changed) => {
  expect(itemLine(changed) + goodsLine(changed)).not.toBe(itemLine(item) + goodsLine(item));
});

it('what older tills do not have of an item is apart: without it nothing is said', () => {
  const { shownPer, ...before } = item;
  expect(goodsLine(before)).toBe('');
  expect(itemLine(before)).toBe(itemLine(item));
});

it.each(others(operator))('a person with another %s is another', (_, changed) => {
  const passkeys = changed.passkeys === operator.passkeys ? [] : [passkey];
  const tokens = changed.tokens === operator.tokens ? [] : [token];
  expect(digestsWith({ operators: [{ ...changed, passkeys, tokens }] })).not.toBe(digestsWith({}));
});
const token = { kind: 'badge', hash: 'h' } as Operator['tokens'][number];
const passkey = { credentialId: 'c', publicKey: 'p' } as Operator['passkeys'][number];

it.each(others(promotion))('a promotion with another %s is another', (_, changed) => {
  expect(digestsWith({ promotions: [changed] })).not.toBe(digestsWith({}));
});

it('a group is apart: the digest that older tills have says nothing of it', () => {
  const { group, ...before } = promotion;
  const [now, then] = [promotion, before].map((one) =>
    digestsOfRows({ ...rows, promotions: [one] }, newHash),
  );
  expect(now).toEqual({ ...then, groups: expect.any(String) });
  expect(then?.groups).toBe(digestsOfRows({ ...rows, promotions: [] }, newHash).groups);
});

it.each(others(category))('a category with another %s is another', (_, changed) => {
  expect(digestsWith({ categories: [changed] })).not.toBe(digestsWith({}));
});

it.each(others(role))('a role with another %s is another', (_, changed) => {
  expect(digestsWith({ roles: [changed] })).not.toBe(digestsWith({}));
});

it.each(others(device))('a device with another %s is another', (_, changed) => {
  expect(digestsWith({ devices: [changed] })).not.toBe(digestsWith({}));
});

it.each(others(shop))('settings with another %s are others', (_, changed) => {
  expect(digestsWith({ settings: changed })).not.toBe(digestsWith({}));
});

it('asks nothing of the order of the rows', () => {
  const two = [operator, { ...operator, number: '1002' }];
  expect(digestsWith({ operators: two })).toBe(digestsWith({ operators: two.toReversed() }));
});
