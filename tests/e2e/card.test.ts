/** Card payments, and everything that can be cut, killed or silenced in the middle of one. */
import type { ElectronApplication } from '@playwright/test';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { readBooks, readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  cashier,
  due,
  expectStage,
  finishSale,
  presentCard,
  scan,
  signIn,
  signInAgain,
  startCard,
} from './pages/flows.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');
const code = milk?.barcode ?? '';

test('an approved card is charged once and captured with its sale', async ({ shop, openTill }) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  const amount = await due(page);
  await startCard(page);
  await presentCard(page, shop);
  expect(await finishSale(page)).toBe(amount);
  const [charged] = shop.emulators.control.host.books.charged();
  expect(charged).toMatchObject({ amountMinor: amount, withPin: true, trackEnciphered: true });
  expect(kinds(shop).filter(isAttempt)).toEqual([
    'attempt-prepared',
    'attempt-requested',
    'attempt-approved',
    'attempt-captured',
  ]);
});

test('a declined card says so, charges nothing, and leaves the basket', async ({
  shop,
  openTill,
}) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  await startCard(page);
  await presentCard(page, shop, 'no-funds');
  await expectStage(page, 'declined');
  await expect(page.getByTestId('card-problem')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
  expect(shop.emulators.control.host.books.chargedMinor()).toBe(0);
});

test('when the host stays silent the attempt ends reversed and the customer is not charged', async ({
  shop,
  openTill,
}) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  shop.setNextHostAnswer('silent');
  await startCard(page);
  await presentCard(page, shop);
  await expectStage(page, 'reversed');
  const { books } = shop.emulators.control.host;
  expect(books.attempts()).toHaveLength(1);
  expect(books.chargedMinor()).toBe(0);
  await page.keyboard.press('Escape');

  await startCard(page);
  await presentCard(page, shop);
  await finishSale(page);
  expect(books.charged()).toHaveLength(1);
});

test('killed between approval and sale, the till takes the money back at the next sign-in', async ({
  shop,
  openTill,
}) => {
  const { books } = shop.emulators.control.host;
  const first = await openTill();
  await signIn(first.page, cashier);
  await scan(first.page, code);
  // The host charges the customer at once; its answer is on the way when the till dies.
  shop.setNextHostAnswer('late');
  await startCard(first.page);
  await presentCard(first.page, shop);
  await expect.poll(() => books.chargedMinor()).toBeGreaterThan(0);
  await first.kill();
  expect(kinds(shop)).not.toContain('sale-completed');

  const second = await openTill();
  await signInAgain(second.page, cashier);
  await expect.poll(() => books.chargedMinor()).toBe(0);
  await expect(second.page.getByTestId('basket-line')).toHaveCount(1);
  await expect(second.page.getByTestId('chip-attempts')).toHaveCount(0);
  expect(kinds(shop).filter(isAttempt).at(-1)).toBe('attempt-reversed');

  await startCard(second.page);
  await presentCard(second.page, shop);
  await finishSale(second.page);
  await expect.poll(() => readBooks(shop).there).toEqual(readBooks(shop).here);
  expect(books.chargedMinor()).toBe(readBooks(shop).here[0]?.cardMinor);
});

test('with the devices process killed while the PIN is typed, the sale screen lives and the pad comes back', async ({
  shop,
  openTill,
}) => {
  const { app, page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  await startCard(page);
  shop.emulators.control.reader.swipe(null, ';6200000000000013=30122010000000000?');
  await expectStage(page, 'enter-pin');
  await expect.poll(() => shop.emulators.control.pad.wantsPin()).toBe(true);
  shop.emulators.control.pad.typePin('12');
  process.kill(await devicesPid(app), 'SIGKILL');

  await expectStage(page, 'declined');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
  await expect(page.getByTestId('bar-device-pin-pad')).toHaveAttribute('data-health', 'healthy');
  const { books } = shop.emulators.control.host;
  expect(books.attempts()).toHaveLength(0);

  await startCard(page);
  await presentCard(page, shop);
  await finishSale(page);
  expect(books.charged()).toHaveLength(1);
});

const kinds = (shop: Shop): string[] => readJournal(shop).map(({ kind }) => kind);
const isAttempt = (kind: string): boolean => kind.startsWith('attempt-');

/** The utility process that holds the drivers, as Electron lists it. */
async function devicesPid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().find((process) => process.name === 'Rollcall devices')?.pid,
  );
  if (pid === undefined) throw new Error('no devices process');
  return pid;
}
