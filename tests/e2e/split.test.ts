/** One sale, several tenders: by keys in one language, by pointer in the other, and over a kill between two of them. */

import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  due,
  expectStage,
  finishSale,
  people,
  presentCard,
  scan,
  signIn,
  signInAgain,
} from './pages/flows.ts';
import { expectReadable } from './pages/readable.ts';
import { sizes } from './pages/till.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');
const code = milk?.barcode ?? '';
const size = sizes['1024x768'];

const tendersSold = (shop: Shop): string[] =>
  readJournal(shop)
    .filter(({ kind }) => kind === 'sale-completed')
    .flatMap(({ body }) => (body.tenders as { kind: string }[]).map(({ kind }) => kind));

test('a part in cash, a kill, the rest by card: by keys', async ({ shop, openTill }) => {
  const first = await openTill({ size });
  await signIn(first.page, people['zh-CN'].cashier);
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
  await expectReadable(first.page, 'split');
  await expectFits(first.page, 'split');
  await first.page.screenshot({ path: test.info().outputPath('split-zh-CN.png') });
  await first.kill();

  const { page } = await openTill({ size });
  await signInAgain(page, people['zh-CN'].cashier);
  await page.getByTestId('split-pane').waitFor();
  await expect(page.getByTestId('taken')).toHaveCount(1);
  await page.keyboard.press('F3');
  await expectStage(page, 'swipe-card');
  await presentCard(page, shop);
  expect(await finishSale(page)).toBe(amount);
  await expect(page.getByTestId('split-pane')).toHaveCount(0);
  expect(shop.emulators.control.host.books.chargedMinor()).toBe(amount - 2_000);
  expect(tendersSold(shop)).toEqual(['cash', 'card']);
});

test.describe('in English', () => {
  test.use({ locale: 'en' });
  test('a card that is given back, then cash with change: by pointer', async ({
    shop,
    openTill,
  }) => {
    const { page } = await openTill({ size });
    await signIn(page, people.en.cashier);
    await scan(page, code);
    const amount = await due(page);
    const press = (id: string) => page.getByTestId(id).click();
    await press('tender-split');
    await press('key-1');
    await press('key-0');
    await press('split-card');
    await expectStage(page, 'swipe-card');
    await presentCard(page, shop);
    await expect(page.getByTestId('taken')).toHaveAttribute('data-minor', '1000');
    await expectFits(page, 'split');
    await page.screenshot({ path: test.info().outputPath('split-en.png') });
    const { books } = shop.emulators.control.host;
    expect(books.chargedMinor()).toBe(1_000);
    await press('give-back-1');
    await press('reason-otherwise');
    await press('give-back-confirm');
    await expect(page.getByTestId('taken')).toHaveCount(0);
    expect(books.chargedMinor()).toBe(0);
    await press('split-quick-5000');
    await press('split-cash');
    await press('cash-confirm');
    expect(await finishSale(page)).toBe(5_000 - amount);
    expect(tendersSold(shop)).toEqual(['cash']);
  });
});
