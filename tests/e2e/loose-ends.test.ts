/** A basket that cannot be read after a kill, and the money that was taken of it: a person sees to both, in each language. */
import Database from 'better-sqlite3';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { due, people, scan, signIn, signInAgain } from './pages/flows.ts';
import { expectReadable } from './pages/readable.ts';
import { databaseOf, sizes } from './pages/till.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');
const code = milk?.barcode ?? '';
const size = sizes['1024x768'];

for (const locale of ['zh-CN', 'en'] as const) {
  test(`money without a basket, and the basket: ${locale}`, async ({ shop, openTill }) => {
    const { manager } = people[locale];
    const first = await openTill({ size });
    await signIn(first.page, manager);
    await scan(first.page, code);
    const amount = await due(first.page);
    await first.page.keyboard.press('+');
    await first.page.getByTestId('split-pane').waitFor();
    await first.page.keyboard.type('20', { delay: 150 });
    await first.page.keyboard.press('F1');
    await expect(first.page.getByTestId('split-owed')).toHaveAttribute(
      'data-minor',
      String(amount - 2_000),
    );
    await first.kill();
    const file = new Database(databaseOf(shop.tillDirectory));
    file.exec(`UPDATE basket SET body = json_set(body, '$.v', 99)`);
    file.close();

    const { page } = await openTill({ size });
    await signInAgain(page, manager);
    await page.getByTestId('chip-strays').click();
    await expect(page.getByTestId('stray-amount')).toHaveAttribute('data-minor', '2000');
    await page.getByTestId('stray-back').click();
    await expectReadable(page, 'stray');
    await page.screenshot({ path: test.info().outputPath(`stray-${locale}.png`) });
    await expectFits(page, 'stray');
    await page.keyboard.press('Alt+Digit1');
    await page.getByTestId('stray-act').click();
    await expect(page.getByTestId('stray-dialog')).toHaveCount(0);
    await expect(page.getByTestId('chip-strays')).toHaveCount(0);

    await page.getByTestId('chip-unread').click();
    await expectReadable(page, 'unread');
    await page.screenshot({ path: test.info().outputPath(`unread-${locale}.png`) });
    await expectFits(page, 'unread');
    await page.keyboard.press('F11');
    await expect(page.getByTestId('chip-unread')).toHaveCount(0);
    expect(readJournal(shop).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['basket-unread', 'tender-given-back', 'basket-seen-to']),
    );
  });
}
