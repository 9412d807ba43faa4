/** What a promotion does, in the console: each rule by its fields, as a sentence, and as it is kept. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Item } from '../../../../domain/goods/item.ts';
import { joinTill, type Office, openOffice, type WireTill } from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

const milk: Item = {
  sku: '10001',
  name: { zh: '牛奶', en: 'Milk' },
  pinyin: 'nn',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 650,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
};
const form = {
  name_zh: '促销',
  name_en: 'Offer',
  from: '2026-11-22',
  until: '2026-11-30',
  skus: '10001',
  seen: '',
};

let office: Office;
let till: WireTill & { store: string };
let boss: Visitor;
const at = (path: string) => `${path}?store=${till.store}`;
const all = () => office.admin.promotions(till.store);

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  till = await joinTill(office);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
  await boss.get('/catalogue?lang=en');
  await office.admin.putItems(till.store, [milk]);
});

describe('a rule', () => {
  it.each([
    [
      {
        rule: 'threshold',
        reached: '100',
        reached_off: '10',
        each: 'yes',
        all_but: 'yes',
        skus: '',
      },
      { kind: 'threshold', fromMinor: 10_000, offMinor: 1_000, each: true, allBut: true },
      ', all but what is named',
    ],
    [
      { rule: 'tiers', tiers: '3:5 6:12.5' },
      {
        kind: 'tiers',
        tiers: [
          { from: 3_000, basisPoints: 500 },
          { from: 6_000, basisPoints: 1_250 },
        ],
      },
      '3:5 6:12.5',
    ],
    [
      { rule: 'nth-off', nth: '2', nth_percent: '50', group: 'drinks' },
      { kind: 'nth-off', nth: 2, basisPoints: 5_000 },
      'Every second 50% off',
    ],
    [
      { rule: 'mix', mix_quantity: '3', mix_price: '10' },
      { kind: 'mix', quantity: 3, priceMinor: 1_000 },
      'Any 3 for',
    ],
  ])(
    'by %j is kept, told in the list and shown again as it was given',
    async (over, rule, says) => {
      expect((await boss.post(at('/promotions/new'), { ...form, ...over })).status).toBe(303);
      const [made] = await all();
      expect(made?.value).toMatchObject({ rule, ...('group' in over ? { group: 'drinks' } : {}) });
      expect(await (await boss.get(at('/promotions'))).text()).toContain(says);
      const page = await (await boss.get(at(`/promotions/${made?.value.id}`))).text();
      for (const [name, value] of Object.entries(over)) {
        if (name === 'rule') expect(page).toContain(`<option value="${value}" selected>`);
        else if (value === 'yes') expect(page).toContain(`name="${name}" value="yes" checked`);
        else if (value !== '')
          expect(page).toMatch(new RegExp(`name="${name}"[^>]*value="${value}`));
      }
    },
  );

  it.each([
    ['tiers', { rule: 'tiers', tiers: '3:5 2:10' }, 'rising in both'],
    ['tiers', { rule: 'tiers', tiers: '3' }, 'rising in both'],
    ['off', { rule: 'amount-off', off: '0' }, 'price'],
    ['skus', { rule: 'fixed-price', fixed: '5', skus: '' }, 'Give item numbers'],
    ['rule', { rule: 'gift' }, ''],
    ['name_en', { name_en: '4111111111111111' }, 'looks like a card number'],
  ])('with wrong %s is refused with a sentence: %j', async (field, over, sentence) => {
    const answer = await boss.post(at('/promotions/new'), { ...form, ...over });
    expect(answer.status).toBe(422);
    const told = new RegExp(`data-testid="error-${field}"[^>]*>([^<]+)<`).exec(await answer.text());
    expect(told?.[1]).toContain(sentence);
    expect(await all()).toEqual([]);
  });
});
