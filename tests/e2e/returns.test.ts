/** Goods come back: one of two, chosen by its receipt and paid out in cash; and a whole sale is undone. */
import type { Page } from '@playwright/test';
import { receiptCode } from '../../domain/goods/receipt-code.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { readBooks, readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { allow, due, finishSale, more, payCash, people, scan, signIn } from './pages/flows.ts';
import { keyboard, pointer } from './pages/hands.ts';
import { expectKeysTold } from './pages/keys.ts';
import { expectReadable } from './pages/readable.ts';
import { passAWhile, typeCode } from './pages/scanners.ts';
import { sizes } from './pages/till.ts';

const codeOf = (zh: string) => demoCatalogue().find(({ name }) => name.zh === zh)?.barcode ?? '';
const [water, milk] = [codeOf('农夫山泉 550ml'), codeOf('蒙牛纯牛奶 250ml×16')];

const soldIn = (shop: Shop) => readBooks(shop).here;
const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`) });

test.describe('in zh-CN, by keys', () => {
  test.use({ locale: 'zh-CN' });
  test('one of two goods comes back and is paid out', async ({ shop, openTill }) => {
    const { cashier, manager } = people['zh-CN'];
    const { page } = await openTill({ size: sizes['1024x768'] });
    await signIn(page, cashier);
    await scan(page, water);
    const waterMinor = await due(page);
    await scan(page, milk);
    const milkMinor = (await due(page)) - waterMinor;
    await payCash(page);
    const [sold] = soldIn(shop);
    await scan(page, water);
    await payCash(page);

    await more(page, 'more-return');
    const lines = page.getByTestId('return-line');
    await expect(lines).toHaveCount(1);
    await typeCode(page, { code: receiptCode(sold?.saleId ?? ''), gapMs: 4, suffix: ['Enter'] });
    await expect(page.getByTestId('return-sale')).toHaveAttribute('data-sale', sold?.saleId ?? '');
    await expect(lines).toHaveCount(2);
    // The Enter of a hand comes later than the second one of a scan.
    await passAWhile(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect(lines.nth(1)).toHaveAttribute('aria-current', 'true');
    await keyboard.digits(page, '1');
    await expect(page.getByTestId('return-count-2')).toHaveAttribute('data-text', '1000');
    await picture(page, 'returns-zh');
    await expectReadable(page, 'returns');
    await expectKeysTold(page, 'returns');
    await expectFits(page, 'returns');
    await page.keyboard.press('Enter');
    await page.getByTestId('return-why-dialog').waitFor();
    await page.keyboard.press('1');
    await allow(page, manager, keyboard);

    await page.getByTestId('sell-screen').waitFor();
    await expect(page.getByTestId('basket-due')).toHaveAttribute('data-minor', String(-milkMinor));
    await picture(page, 'sale-zh');
    await expectFits(page, 'sale');
    await page.keyboard.press('F3');
    await expect(page.getByTestId('sale-problem')).toHaveAttribute('data-kind', 'nothing-owed');
    await page.keyboard.press('F1');
    await expect(page.getByTestId('refund-due')).toHaveAttribute('data-minor', String(milkMinor));
    await picture(page, 'refund-zh');
    await expectFits(page, 'refund');
    await page.keyboard.press('Enter');
    await page.getByTestId('done-dialog').waitFor();
    await picture(page, 'done-zh');
    expect(await finishSale(page)).toBe(milkMinor);
    expect(soldIn(shop).at(-1)).toMatchObject({ totalMinor: -milkMinor, cardMinor: 0 });
    const taken = readJournal(shop).find(({ kind }) => kind === 'goods-returned')?.body;
    expect(taken).toMatchObject({ of: sold?.saleId, approvedBy: manager, amountMinor: -milkMinor });
  });
});

test.describe('in en, by pointer', () => {
  test.use({ locale: 'en' });
  test('a whole sale is undone, and goods are exchanged', async ({ shop, openTill }) => {
    const { cashier, manager } = people.en;
    const { page } = await openTill({ size: sizes['1024x768'] });
    await signIn(page, cashier, pointer);
    await scan(page, milk);
    const minor = await due(page);
    await payCash(page, pointer);
    await scan(page, milk);
    await payCash(page, pointer);

    await more(page, 'more-return', pointer);
    await page.getByTestId('return-more-1').click();
    await picture(page, 'returns-en');
    await expectFits(page, 'returns');
    await page.getByTestId('sale-void').click();
    await expect(page.getByTestId('void-cancel')).toBeFocused();
    await picture(page, 'void-en');
    await expectFits(page, 'void');
    await page.getByTestId('void-confirm').click();
    await page.getByTestId('void-why-mistake').click();
    await allow(page, manager, pointer);
    await expect(page.getByTestId('voided-figure')).toHaveAttribute('data-minor', String(minor));
    await picture(page, 'voided-en');
    await expectFits(page, 'voided');
    await page.getByTestId('voided-next').click();
    expect(soldIn(shop).map(({ totalMinor }) => totalMinor)).toEqual([minor, minor, -minor]);

    await more(page, 'more-return', pointer);
    await page.getByTestId('sold-sale').last().click();
    await page.getByTestId('return-all').click();
    await page.getByTestId('return-go-on').click();
    await page.getByTestId('return-why-faulty').click();
    await allow(page, manager, pointer);
    await page.getByTestId('sell-screen').waitFor();
    await picture(page, 'sale-en');
    await scan(page, milk);
    expect(await due(page)).toBe(0);
    expect(await payCash(page, pointer)).toBe(0);
    expect(soldIn(shop).at(-1)?.totalMinor).toBe(0);
  });
});
