/** The network goes away and comes back; the books must not notice. */
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readBooks } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, payCash, scan, signIn, signInAgain } from './pages/flows.ts';

const code = demoCatalogue()[0]?.barcode ?? '';

test('ten sales made without a network are at the server once each after it returns', async ({
  shop,
  openTill,
}) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await shop.cables['back-office'].pull();
  for (let sale = 0; sale < 10; sale += 1) {
    await scan(page, code);
    await payCash(page);
  }
  await page.getByTestId('chip-offline').waitFor();
  expect(readBooks(shop).here).toHaveLength(10);
  expect(readBooks(shop).there).toHaveLength(0);

  await shop.cables['back-office'].plug();
  await expect.poll(() => readBooks(shop).there.length).toBe(10);
  await expect(page.getByTestId('chip-offline')).toHaveCount(0);
  const { here, there } = readBooks(shop);
  expect(there).toEqual(here);
  expect(new Set(there.map(({ saleId }) => saleId)).size).toBe(10);
});

test('signs in without a network on what it knows, and says that it is offline', async ({
  shop,
  openTill,
}) => {
  const first = await openTill();
  await signIn(first.page, cashier);
  await first.kill();
  await shop.cables['back-office'].pull();

  const second = await openTill();
  await signInAgain(second.page, cashier);
  await second.page.getByTestId('chip-offline').waitFor();
  await scan(second.page, code);
  await payCash(second.page);
  expect(readBooks(shop).here).toHaveLength(1);
});
