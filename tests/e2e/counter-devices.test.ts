/** Scanner, scale and customer display at the counter, in real Electron: what a cashier does with them all day. */
import type { Locator, Page } from '@playwright/test';
import { formatMinor } from '../../domain/basics/money.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, due, finishSale, signIn } from './pages/flows.ts';
import { keyboard } from './pages/hands.ts';
import { invoke } from './pages/till.ts';

const items = demoCatalogue();
const water = items.find((item) => item.name.zh === '农夫山泉 550ml');
const apples = items.find((item) => item.name.zh === '红富士苹果');

test('scanned and weighed goods land in the basket, a typed weight wins, and the customer reads along', async ({
  shop,
  openTill,
}) => {
  const till = await openTill();
  const { page } = till;
  const { scanner, scale } = shop.emulators.control;
  await signIn(page, cashier);

  await scanner.scan(water?.barcode ?? '');
  await expect(lines(page)).toHaveCount(1);
  await customerReads(shop, '农夫山泉', water?.priceMinor ?? 0, '合计', await due(page));

  await scale.put(865, 'moving');
  await addApples(page);
  await page.getByTestId('quantity-dialog').waitFor();
  await scale.put(865, 'stable');
  await page.getByTestId('quantity-dialog').waitFor({ state: 'detached' });
  await expect(lines(page).last()).toHaveAttribute('data-quantity', '865');
  const weighed = Number(await lines(page).last().getAttribute('data-minor'));
  await customerReads(shop, '红富士苹果', weighed, '合计', await due(page));

  await scale.put(700, 'moving');
  await page.keyboard.press('*');
  await page.getByTestId('quantity-dialog').waitFor();
  await keyboard.digits(page, '1');
  await scale.put(700, 'stable');
  // Asked after the dialog, answered after it: the dialog has its weight by now.
  expect(await invoke(page, 'basket.weigh')).toMatchObject({ value: { quantity: 700 } });
  await expect(page.getByTestId('number-entry')).toHaveAttribute('data-text', '1');
  await keyboard.press(page, { id: 'number-confirm', key: 'Enter' });
  await expect(lines(page).last()).toHaveAttribute('data-quantity', '1000');

  // What nobody has weighed is no line, however it is left.
  await scale.put(0, 'stable');
  await addApples(page);
  await page.getByTestId('quantity-dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('quantity-dialog').waitFor({ state: 'detached' });
  await expect(lines(page)).toHaveCount(2);

  await scale.put(865, 'stable');
  await addApples(page);
  await expect(lines(page)).toHaveCount(3);

  const total = await due(page);
  await page.keyboard.press('F1');
  await page.getByTestId('cash-dialog').waitFor();
  const rounded = Number(await page.getByTestId('cash-due').getAttribute('data-minor'));
  expect(rounded).not.toBe(total);
  await keyboard.digits(page, '50');
  await page.keyboard.press('Enter');
  await page.getByTestId('done-dialog').waitFor();
  for (const minor of [rounded, total, 5_000]) {
    await expect(page.getByTestId('done-facts')).toContainText(formatMinor(minor));
  }
  expect(await finishSale(page)).toBe(5_000 - rounded);
  await customerReads(shop, '合计', rounded, '找零', 5_000 - rounded);
  expect(till.consoleErrors).toEqual([]);
});

const lines = (page: Page): Locator => page.getByTestId('basket-line');

async function addApples(page: Page): Promise<void> {
  const initials = apples?.pinyin ?? '';
  await keyboard.fill(page, 'search', initials);
  await expect(page.getByTestId('search-results')).toHaveAttribute('data-text', initials);
  await page.keyboard.press('Enter');
}

/** Two lines, each a text at the left and a figure at the right. */
async function customerReads(
  shop: Shop,
  ...[upper, upperMinor, lower, lowerMinor]: [string, number, string, number]
): Promise<void> {
  const { customerDisplay } = shop.emulators.control;
  const line = (text: string, minor: number): RegExp =>
    new RegExp(`^${text}.* ${formatMinor(minor).replace('.', '\\.')}$`);
  await expect.poll(() => customerDisplay.lines()[0]).toMatch(line(upper, upperMinor));
  await expect.poll(() => customerDisplay.lines()[1]).toMatch(line(lower, lowerMinor));
}
