/** One whole business day at one till: by keyboard and by pointer, in both sizes and both languages. */
import type { Page } from '@playwright/test';
import { weighedCode } from '../../domain/goods/code.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readBooks } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  due,
  finishSale,
  more,
  openClose,
  payCash,
  people,
  presentCard,
  scan,
  signIn,
  signInAgain,
  startCard,
} from './pages/flows.ts';
import { type Hands, keyboard, pointer } from './pages/hands.ts';
import { sizes, type TillWindow } from './pages/till.ts';

const days = [
  { how: 'by keyboard', hands: keyboard, locale: 'zh-CN', size: '1280x800' },
  { how: 'by pointer', hands: pointer, locale: 'en', size: '1024x768' },
  { how: 'by keyboard', hands: keyboard, locale: 'en', size: '1024x768' },
  { how: 'by pointer', hands: pointer, locale: 'zh-CN', size: '1280x800' },
] as const;

const items = demoCatalogue();
const water = items.find((item) => item.name.zh === '农夫山泉 550ml');
const apples = items.find((item) => item.name.zh === '红富士苹果');

for (const { how, hands, locale, size } of days) {
  const { cashier, manager } = people[locale];
  test.describe(`a business day ${how}, ${locale}, ${size}`, () => {
    test.use({ locale });
    test('sells, goes offline, comes back, closes, and finds every sale at the back office', async ({
      shop,
      openTill,
    }) => {
      const till = await openTill({ size: sizes[size] });
      const { page } = till;
      await signIn(page, cashier, hands);

      await test.step('sell by scan, by weight and by search, for cash', async () => {
        await scan(page, water?.barcode ?? '');
        await scan(page, weighedCode(apples?.sku.slice(-5) ?? '', 865));
        await addBySearch(page, 'qdpj', hands);
        await expect(page.getByTestId('basket-line')).toHaveCount(3);
        await changeQuantity(page, hands);
        await payCash(page, hands);
      });

      await test.step('take a card on the PIN pad', async () => {
        await scan(page, water?.barcode ?? '');
        const amount = await due(page);
        await startCard(page, hands);
        await presentCard(page, shop);
        expect(await finishSale(page, hands)).toBe(amount);
        expect(shop.emulators.control.host.books.chargedMinor()).toBe(amount);
      });

      await test.step('print what the customer takes home', async () => {
        const { printer } = shop.emulators.control;
        await expect.poll(() => printer.receipts().length).toBe(2);
        expect(printer.receipts()[0]?.lines.join('\n')).toContain(
          locale === 'en' ? 'Total' : '合计',
        );
        expect(printer.state().drawerOpen).toBe(true);
        await more(page, 'more-recent', hands);
        await page.getByTestId('receipt-preview').waitFor();
        await hands.press(page, { id: 'receipt-print', key: 'F7' });
        await expect.poll(() => printer.receipts().length).toBe(3);
        await hands.press(page, { id: 'report-back', key: 'Escape' });
      });

      await test.step('go on selling while the network is cut', async () => {
        await shop.cables['back-office'].pull();
        for (let sale = 0; sale < 2; sale += 1) {
          await scan(page, water?.barcode ?? '');
          await payCash(page, hands);
        }
        await page.getByTestId('chip-offline').waitFor();
        await shop.cables['back-office'].plug();
        await expect(page.getByTestId('chip-offline')).toHaveCount(0);
      });

      await test.step('hand over to the manager, who closes the day', async () => {
        await more(page, 'more-sign-out', hands);
        await page.getByTestId('sign-in-screen').waitFor();
        await signInAgain(page, manager);
        await closeDay(till, hands);
      });

      await test.step('find every sale in the back office', async () => {
        const books = readBooks(shop);
        expect(books.here).toHaveLength(4);
        expect(books.there).toEqual(books.here);
        expect(books.here.reduce((sum, sale) => sum + sale.cardMinor, 0)).toBe(
          shop.emulators.control.host.books.chargedMinor(),
        );
      });
      expect(till.consoleErrors).toEqual([]);
    });
  });
}

async function addBySearch(page: Page, initials: string, hands: Hands): Promise<void> {
  const lines = await page.getByTestId('basket-line').count();
  await hands.fill(page, 'search', initials);
  const results = page.getByTestId('search-results');
  // Enter takes only what the cashier can see: the results of all that was typed.
  await expect(results).toHaveAttribute('data-text', initials);
  const first = results.getByRole('option').first();
  if (hands === keyboard) await page.keyboard.press('Enter');
  else await first.click();
  await expect(page.getByTestId('basket-line')).toHaveCount(lines + 1);
}

/** The last line was added by search: three of them. */
async function changeQuantity(page: Page, hands: Hands): Promise<void> {
  const before = await due(page);
  await hands.press(page, { id: 'line-quantity', key: '*' });
  await page.getByTestId('quantity-dialog').waitFor();
  await hands.digits(page, '3');
  await hands.press(page, { id: 'number-confirm', key: 'Enter' });
  await expect.poll(() => due(page)).toBeGreaterThan(before);
}

async function closeDay(till: TillWindow, hands: Hands): Promise<void> {
  const { page } = till;
  await openClose(page, hands);
  await hands.fill(page, 'count-10000', '6');
  await hands.press(page, { id: 'count-confirm', key: 'F5' });
  await expect(page.getByTestId('close-expected')).not.toHaveAttribute('data-minor', '');
  const reason = page.locator('[data-testid^=reason-]').first();
  if (await reason.isVisible()) await reason.click();
  await hands.press(page, { id: 'close-day', key: 'F12' });
  await page.getByTestId('closed-day-screen').waitFor();
  await expect(page.getByTestId('closed-day-screen')).toHaveAttribute('data-z', '1');
  await hands.press(page, { id: 'closed-done', key: 'Enter' });
  await page.getByTestId('sign-in-screen').waitFor();
}
