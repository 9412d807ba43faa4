/**
 * Brings about what stops a till for good, and goes the way out that its screen names, by its keys. `visit` looks at each
 * screen while it stands still.
 */
import { copyFileSync, rmSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { ProblemKind } from '../../../domain/words/problem.ts';
import { demoCatalogue } from '../../../tools/demo/catalogue.ts';
import type { Shop } from '../../../tools/demo/shop.ts';
import { readBooks } from './books.ts';
import { breakDisk } from './failing-disk.ts';
import {
  allow,
  expectStage,
  finishSale,
  givePin,
  more,
  payCash,
  people,
  presentCard,
  scan,
  signIn,
  signInAgain,
  startCard,
} from './flows.ts';
import { keyboard } from './hands.ts';
import { addTill } from './head-office.ts';
import { databaseOf, type TillWindow } from './till.ts';
import type { Visit } from './visit.ts';

export type Stopping = Readonly<{
  shop: Shop;
  openTill: () => Promise<TillWindow>;
  locale: keyof typeof people;
  visit: Visit;
}>;

const code = demoCatalogue()[0]?.barcode ?? '';

export const walks = {
  fork: walkFork,
  restored: walkRestored,
  doubt: walkDoubt,
  settle: walkSettle,
};

/** The morning's file is put back, the till sells on without a network, and then the back office has another journal. */
async function walkFork(stopping: Stopping): Promise<void> {
  const { shop, openTill, locale, visit } = stopping;
  const { cashier } = people[locale];
  await putMorningBack(stopping);
  await shop.cables['back-office'].pull();
  const { page } = await openTill();
  await givePin(page, cashier);
  await expectKind(page, 'blocked-problem', 'journal-shortened');
  await visit(page, 'stop-shortened');
  await liftStop(page, locale);
  await page.getByTestId('sell-screen').waitFor();
  await sell(page, 4);
  await scan(page, code);
  await shop.cables['back-office'].plug();
  // One that has begun may be ended.
  await expectKind(page, 'sell-stop-problem', 'till-cloned');
  await visit(page, 'stop-cloned');
  await page.getByTestId('notice-dismiss').first().click();
  await payCash(page);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expectKind(page, 'sale-problem', 'till-cloned');
  await page.keyboard.press('Escape');
  await more(page, 'more-sign-out');
  await givePin(page, cashier);
  await expectKind(page, 'blocked-problem', 'till-cloned');
  await visit(page, 'stop-new-journal');
  await liftStop(page, locale);
  await sellInNewJournal(page, stopping);
}

/** The morning's file is put back beside a back office that has more; later the file is gone altogether. */
async function walkRestored(stopping: Stopping): Promise<void> {
  const { shop, openTill, locale, visit } = stopping;
  const { cashier } = people[locale];
  await putMorningBack(stopping);
  const restored = await openTill();
  await givePin(restored.page, cashier);
  await expectKind(restored.page, 'blocked-problem', 'till-restored');
  await visit(restored.page, 'stop-restored');
  await liftStop(restored.page, locale);
  await sellInNewJournal(restored.page, stopping);
  await restored.close();

  const file = databaseOf(shop.tillDirectory);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  const { page } = await openTill();
  await expectKind(page, 'startup-problem', 'till-restored');
  await visit(page, 'startup-restored');
  // The field has the focus: a code is all that is wanted.
  await page.keyboard.type(await addTill(shop), { delay: 130 });
  await page.keyboard.press('Enter');
  await sellInNewJournal(page, stopping);
}

/** The disk fails while a sale is written down, and is well again. */
async function walkDoubt({ shop, openTill, locale, visit }: Stopping): Promise<void> {
  const till = await openTill();
  const { page } = till;
  await signIn(page, people[locale].cashier);
  await scan(page, code);
  const disk = await breakDisk(till, databaseOf(shop.tillDirectory));
  try {
    await page.keyboard.press('F1');
    await page.getByTestId('cash-dialog').waitFor();
    await page.keyboard.press('Enter');
    await expectKind(page, 'dialog-problem', 'commit-unknown');
    await visit(page, 'doubt-unknown');
  } finally {
    await disk.mend();
  }
  await expectKind(page, 'notice', 'commit-undone');
  await page.keyboard.press('Escape');
  await page.getByTestId('cash-dialog').waitFor({ state: 'detached' });
  await visit(page, 'doubt-undone');
  await page.getByTestId('notice-dismiss').click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
  await payCash(page);
}

/** The bank is silent, and takes no reversal either. */
async function walkSettle({ shop, openTill, locale, visit }: Stopping): Promise<void> {
  const { page } = await openTill();
  await signIn(page, people[locale].cashier);
  await scan(page, code);
  const { control } = shop.emulators.control.host;
  shop.setNextHostAnswer('silent');
  control.always('decline', { for: 'reversal', code: '64' });
  await startCard(page);
  await presentCard(page, shop);
  await expectStage(page, 'unresolved');
  await visit(page, 'pay-card-unresolved');
  await page.keyboard.press('F8');
  await expect(page.getByTestId('settle-act')).toBeDisabled();
  const charged = page.getByTestId('settle-charged');
  await charged.focus();
  await page.keyboard.press('Space');
  await expect(charged).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('settle-not-charged')).toHaveAttribute('aria-pressed', 'false');
  await page.getByTestId('settle-slip').fill('0163');
  await page.getByTestId('settle-reason').fill(locale === 'en' ? 'bank says debited' : '银行短信');
  await visit(page, 'settle');
  await page.keyboard.press('Enter');
  // A cashier needs somebody who may.
  await approve(page, locale);
  await expect(page.getByTestId('settle-dialog')).toHaveCount(0);
  await expect(page.getByTestId('chip-attempts')).toHaveCount(0);
  control.behave();
  await startCard(page);
  await presentCard(page, shop);
  await finishSale(page);
}

/** As it was at the second sale, though three more were made and are in the back office. */
async function putMorningBack({ shop, openTill, locale }: Stopping): Promise<void> {
  const { cashier } = people[locale];
  const file = databaseOf(shop.tillDirectory);
  const copy = `${shop.tillDirectory}-morning.db`;
  const first = await openTill();
  await signIn(first.page, cashier);
  await sell(first.page, 2);
  await expectSynced(shop, 2);
  await first.close();
  copyFileSync(file, copy);
  const second = await openTill();
  await signInAgain(second.page, cashier);
  await sell(second.page, 3);
  await expectSynced(shop, 5);
  await second.close();
  copyFileSync(copy, file);
}

/** Where the manager's key has led: the same day at a till of a new name, whose devices work and whose sales arrive. */
async function sellInNewJournal(page: Page, { shop, locale }: Stopping): Promise<void> {
  await givePin(page, people[locale].cashier);
  await page.getByTestId('seals-panel').waitFor();
  await page.keyboard.press('Enter');
  const float = page.getByTestId('float-panel');
  const selling = page.getByTestId('sell-screen');
  await float.or(selling).waitFor();
  // Not where the day's own opening was brought along.
  if (await float.isVisible()) {
    await page.keyboard.press('F5');
    await page.keyboard.press('F12');
    await selling.waitFor();
  }
  for (const device of ['pin-pad', 'card-reader', 'printer']) {
    await expect(page.getByTestId(`bar-device-${device}`)).toHaveAttribute(
      'data-health',
      'healthy',
    );
  }
  await sell(page, 1);
  await expect.poll(() => missingThere(shop)).toEqual([]);
  await expect(page.getByTestId('sell-stop')).toHaveCount(0);
}

/** Sales of the till that the back office has not. */
function missingThere(shop: Shop): string[] {
  const { here, there } = readBooks(shop);
  const known = new Set(there.map(({ saleId }) => saleId));
  return here.map(({ saleId }) => saleId).filter((saleId) => !known.has(saleId));
}

async function sell(page: Page, count: number): Promise<void> {
  for (let sold = 0; sold < count; sold += 1) {
    await scan(page, code);
    await payCash(page);
  }
}

function expectSynced(shop: Shop, sales: number): Promise<void> {
  return expect.poll(() => readBooks(shop).there.length).toBe(sales);
}

export async function expectKind(page: Page, id: string, kind: ProblemKind): Promise<void> {
  await expect(page.getByTestId(id).first()).toHaveAttribute('data-kind', kind);
}

/** By the key on the button, as a manager beside the till does. */
async function liftStop(page: Page, locale: keyof typeof people): Promise<void> {
  await page.keyboard.press('F8');
  await approve(page, locale);
}

async function approve(page: Page, locale: keyof typeof people): Promise<void> {
  const { manager } = people[locale];
  await allow(page, manager, keyboard);
}
