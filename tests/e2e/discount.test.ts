/** Something off by hand: by percent off the line, by amount off the basket; above the limit a manager allows it. */
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { allow, due, payCash, people, scan, signIn } from './pages/flows.ts';
import { keyboard, pointer } from './pages/hands.ts';
import { expectReadable } from './pages/readable.ts';
import { sizes } from './pages/till.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');
/** What the manager takes off the whole, in minor units. */
const wholeMinor = 2_000;

for (const [locale, hands, reason] of [
  ['zh-CN', keyboard, '破损'],
  ['en', pointer, 'Damaged'],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test('a line gets a discount at once, and the basket one by a manager', async ({
      shop,
      openTill,
    }) => {
      const { cashier, manager } = people[locale];
      const { page } = await openTill({ size: sizes['1024x768'] });
      const look = (name: string) =>
        page.screenshot({ path: test.info().outputPath(`${name}-${locale}.png`) });
      await signIn(page, cashier, hands);
      await scan(page, milk?.barcode ?? '');
      const listed = await due(page);
      const lineOff = Math.round(listed / 10);

      await hands.press(page, { id: 'line-discount', key: '%' });
      await page.getByTestId('discount-dialog').waitFor();
      await hands.digits(page, '10');
      await look('percent');
      await expectReadable(page, 'discount');
      await expectFits(page, 'discount');
      await hands.press(page, { id: 'number-confirm', key: 'Enter' });
      await page.getByTestId('discount-why-dialog').waitFor();
      await expectFits(page, 'why');
      // A double tap is one act.
      await page.getByTestId('discount-why-damaged').evaluate((button: HTMLElement) => {
        button.click();
        button.click();
      });
      await expect(page.getByTestId('line-promotion')).toContainText(reason);
      expect(await due(page)).toBe(listed - lineOff);

      await hands.press(page, { id: 'line-discount', key: '%' });
      await hands.press(page, { id: 'discount-amount', key: 'Alt+2' });
      await hands.press(page, { id: 'discount-basket', key: 'Alt+4' });
      await hands.digits(page, String(wholeMinor / 100));
      await look('amount');
      await hands.press(page, { id: 'number-confirm', key: 'Enter' });
      await hands.press(page, { id: 'discount-why-regular', key: '4' });
      await page.getByTestId('approval-dialog').waitFor();
      await page.getByTestId(`approval-person-${manager}`).waitFor();
      await look('approval');
      await allow(page, manager, hands);
      const owed = listed - lineOff - wholeMinor;
      expect(await due(page)).toBe(owed);
      await look('both');
      await expectFits(page, 'sale');

      await payCash(page, hands);
      const entries = readJournal(shop);
      const given = entries.filter(({ kind }) => kind === 'discount-given');
      expect(given.map(({ body }) => [body.amountMinor, body.approvedBy])).toEqual([
        [lineOff, cashier],
        [wholeMinor, manager],
      ]);
      const sale = entries.find(({ kind }) => kind === 'sale-completed')?.body;
      expect(sale?.totalMinor).toBe(owed);
      expect(sale?.discountMinor).toBe(lineOff + wholeMinor);
    });
  });
}
