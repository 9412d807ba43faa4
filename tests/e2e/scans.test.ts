/**
 * A scan is never a number, a shortcut, a PIN or a confirmation: on every screen and every sheet, with scanners of every
 * pace, prefix and suffix. ../shared/cases/field B01, B02, B03, B10, B18.
 */
import type { Page } from '@playwright/test';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, scan, signIn } from './pages/flows.ts';
import { keyboard } from './pages/hands.ts';
import {
  passAWhile,
  placesInSource,
  scanners,
  shown,
  typeCode,
  typeCodes,
} from './pages/scanners.ts';
import { walkTheDay } from './pages/walk.ts';

/** Where a scan is what the screen is for: the tests below say what it does there. */
const sells = [
  'sell-empty',
  'sell',
  'sell-search',
  'sell-unknown-barcode',
  'sell-held',
  'pay-cash-done',
  'pay-card-done',
];
/** Places that the walk does not come by, and why a scan there is the same as somewhere it does. */
const notWalked: Readonly<Record<string, string>> = {
  'done-dialog': 'below: the next customer begins',
  'settle-dialog': 'after a card without an end: fields for text',
  'stray-dialog': 'after money whose basket is gone: fields for text, as settle-dialog',
  'lift-panel': 'number and PIN, as pin-panel and new-secret-panel',
  'devices-screen': 'the bench: buttons, and a search field as sell-search',
  'price-why-dialog': 'reasons by a digit alone, as no-sale-dialog',
  'note-dialog': 'a field for text, as hold-dialog',
  'return-why-dialog': 'reasons by a digit alone, as no-sale-dialog',
  'void-why-dialog': 'reasons by a digit alone, as no-sale-dialog',
  'void-dialog': 'buttons only, as abandon-dialog',
  'voided-dialog': 'one button, no field, as moved-dialog',
  'refund-dialog': 'buttons only, as hand-over-dialog',
  'unread-dialog': 'after a basket of a later version: buttons only, as hand-over-dialog',
  'register-dialog': 'the bench: fields for text',
  'test-dialog': 'the bench: fields for text',
  'camera-dialog': 'needs a camera; one button, no field, as hand-over-dialog',
  'detect-dialog': 'needs a port with nothing on it; buttons only, as hand-over-dialog',
  'unlock-code-dialog': 'the form of lift-panel in a sheet',
  'keys-dialog': 'one button, no field, as hand-over-dialog',
  'confirm-dialog': 'the form of lift-panel in a sheet',
};
/** What the till writes down by itself while somebody scans. */
const byItself =
  /^(attempt-|journal-pushed|catalogue-pulled|device-|host-signed-on|totals-|books-|clock-)/;

const written = (shop: Shop): string[] =>
  readJournal(shop)
    .map(({ kind }) => kind)
    .filter((kind) => !byItself.test(kind));

const [goods, other] = demoCatalogue().filter(({ barcode, unit }) => barcode && unit === 'piece');
const code = goods?.barcode ?? '';

test('every scanner on every screen and sheet of the day changes nothing there, and is told of', async ({
  shop,
  openTill,
}) => {
  const seen = new Set<string>();
  await walkTheDay(shop, openTill, 'zh-CN', async (page, name) => {
    const before = await shown(page);
    for (const id of (before as { places: string[] }).places) seen.add(id);
    if (sells.includes(name)) return;
    // Before the program has begun nothing is written yet.
    const journal = name === 'startup-problem' ? null : written(shop);
    const check = async (where: string) => {
      // The road of a card goes on meanwhile.
      if (!name.startsWith('pay-card')) expect(await shown(page), where).toEqual(before);
    };
    await typeCodes(
      page,
      scanners.filter(({ suffix }) => suffix.length > 0),
      (scanner) => check(`${name}, ${scanner.name}`),
    );
    // These are known by the silence after them.
    for (const scanner of scanners.filter(({ suffix }) => suffix.length === 0)) {
      await typeCode(page, scanner);
      await passAWhile(page);
      await check(`${name}, ${scanner.name}`);
    }
    if (journal) expect(written(shop), name).toEqual(journal);
    if (name === 'startup-problem') return;
    const hint = page.locator('[data-testid=notice][data-kind=scan-not-used]');
    await expect(hint, `${name}: one hint`).toHaveCount(1);
    await hint.getByTestId('notice-dismiss').dispatchEvent('click');
  });
  const missing = placesInSource().filter((id) => !seen.has(id) && !(id in notWalked));
  expect(missing, 'a new screen or sheet has its row in the walk').toEqual([]);
});

test('what is not walked by is still there, or its reason has gone with it', () => {
  const places = placesInSource();
  expect(Object.keys(notWalked).filter((id) => !places.includes(id))).toEqual([]);
});

const minor = (page: Page, id: string) => page.getByTestId(id).getAttribute('data-minor');

test('no scan pays, and what a person types does', async ({ shop, openTill }) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  await page.keyboard.press('F1');
  await page.getByTestId('cash-dialog').waitFor();
  await keyboard.digits(page, '100');
  const tendered = await minor(page, 'cash-tendered');
  expect(tendered).toBe('10000');
  for (const scanner of [
    { code: '6901025000003', gapMs: 70, suffix: ['Enter'] },
    { code: '100234', gapMs: 4, suffix: ['Enter'] },
    { code: '100234', gapMs: 70, suffix: ['Enter'] },
    { code: 'INV-2026-000123', gapMs: 4, suffix: ['Enter'] },
  ]) {
    await passAWhile(page);
    await typeCode(page, scanner);
    await passAWhile(page);
    expect(await minor(page, 'cash-tendered'), scanner.code).toBe(tendered);
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('cash-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('F4');
  await page.getByTestId('more-dialog').waitFor();
  // A reader as slow as they are set: each digit comes alone, and none of them is an entry of the menu.
  await page.keyboard.type(';621483650123=?', { delay: 250 });
  await expect(page.getByTestId('more-dialog')).toBeVisible();
  await passAWhile(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await page.getByTestId('cash-dialog').waitFor();
  await keyboard.digits(page, '100');
  await shop.emulators.control.scanner.scan('6901025000003');
  await passAWhile(page);
  expect(await minor(page, 'cash-tendered'), 'a scanner on a line').toBe(tendered);
  expect(written(shop)).not.toContain('sale-completed');

  await keyboard.digits(page, '000');
  await page.keyboard.press('Enter');
  await page.getByTestId('cash-asked').waitFor();
  await page.keyboard.press('Enter');
  expect(written(shop), 'nobody hands over so much').not.toContain('sale-completed');
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('cash-asked')).toHaveCount(0);
  await keyboard.digits(page, '100');
  await page.keyboard.press('Enter');
  await page.getByTestId('done-dialog').waitFor();

  // The next customer's first piece, on the sheet of the last one, by a slow scanner.
  await passAWhile(page);
  await typeCode(page, { code: other?.barcode ?? '', gapMs: 70, suffix: ['Enter'] });
  await page.getByTestId('done-dialog').waitFor({ state: 'detached' });
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
  expect(written(shop).filter((kind) => kind === 'sale-completed')).toHaveLength(1);
});

test('a scan at the sale is goods, with Tab, a star, or typed after something else', async ({
  openTill,
}) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  const pieces = page.getByTestId('basket-line');
  for (const suffix of ['Tab', 'Tab', 'Enter']) {
    await typeCode(page, { code, gapMs: 4, suffix: [suffix] });
    await passAWhile(page);
  }
  await expect(pieces).toHaveCount(1);
  await expect(page.getByTestId('search')).toHaveValue('');
  await expect(page.getByTestId('search')).toBeFocused();
  await typeCode(page, { code: `*${other?.barcode}`, gapMs: 4, suffix: ['Enter'] });
  await expect(pieces).toHaveCount(2);
  await typeCode(page, { code: '*100234', gapMs: 4, suffix: ['Enter'] });
  await expect(page.getByTestId('sale-problem')).toHaveAttribute('data-kind', 'barcode-unknown');
  await expect(page.getByTestId('quantity-dialog')).toHaveCount(0);
});
