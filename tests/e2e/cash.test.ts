/** The drawer in mid-day: cash that moves without a sale, a basket put aside, and the drawer passed on. */
import type { Page } from '@playwright/test';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  allow as byPin,
  givePin,
  more,
  payCash,
  people,
  pinOf,
  scan,
  signIn,
} from './pages/flows.ts';
import { type Hands, keyboard, pointer } from './pages/hands.ts';

const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

for (const [locale, hands] of [
  ['zh-CN', keyboard],
  ['en', pointer],
] as const) {
  test(`pay-in, pay-out above the limit, safe drop and handover, in ${locale}`, async ({
    shop,
    openTill,
  }) => {
    const { cashier, manager } = people[locale];
    const { page } = await openTill();
    await signIn(page, cashier, hands);
    await scan(page, water?.barcode ?? '');
    await holdAndRecall(page, locale, hands);
    await payCash(page);

    await hands.press(page, { id: 'more', key: 'F4' });
    await page.getByTestId('more-dialog').waitFor();
    await picture(page, `more-${locale}`);
    await hands.press(page, { id: 'more-back', key: 'Escape' });

    await moveCash(page, locale, hands);
    await handOver(page, locale, hands);
    const moved = readJournal(shop).filter(({ kind }) => /^cash-|^drawer-/.test(kind));
    expect(moved).toMatchObject([
      { kind: 'cash-paid-in', body: { amountMinor: 20_000, reasonId: 'change' } },
      { kind: 'cash-paid-out', body: { amountMinor: 6_000, approvedBy: manager } },
      { kind: 'cash-dropped', body: { amountMinor: 30_000, bag: 'B-0412' } },
      { kind: 'cash-counted', body: { amountMinor: 30_000, blind: true } },
      {
        kind: 'drawer-handed-over',
        body: { countedMinor: 30_000, reasonId: 'unknown', approvedBy: manager },
      },
    ]);
  });
}

/** The basket waits for its customer while the next one is served. */
async function holdAndRecall(page: Page, locale: keyof typeof people, hands: Hands): Promise<void> {
  await hands.press(page, { id: 'basket-hold', key: '-' });
  await page.getByTestId('hold-dialog').waitFor();
  await page.getByTestId('hold-name').fill('A7');
  await hands.press(page, { id: 'hold-confirm', key: 'Enter' });
  await page.getByTestId('basket-empty').waitFor();
  await expect(page.getByTestId('held-chip')).toContainText('A7');
  await scan(page, water?.barcode ?? '');
  await picture(page, `held-${locale}`);
  await payCash(page);
  if (hands === keyboard) {
    await page.keyboard.press('-');
    await page.getByTestId('recall-dialog').waitFor();
    await page.keyboard.press('1');
  } else await page.getByTestId('held-chip').click();
  await page.getByTestId('basket-line').waitFor();
  await expect(page.getByTestId('held')).toHaveCount(0);
}

/** Change comes in, a parcel is paid for with somebody's leave, and most of the rest goes to the safe. */
async function moveCash(page: Page, locale: keyof typeof people, hands: Hands): Promise<void> {
  await more(page, 'more-pay-in', hands);
  await page.getByTestId('move-dialog').waitFor();
  await hands.digits(page, '200');
  await hands.press(page, { id: 'reason-change', key: 'Alt+1' });
  await picture(page, `pay-in-${locale}`);
  await hands.press(page, { id: 'move-confirm', key: 'Enter' });
  await hands.press(page, { id: 'moved-back', key: 'Enter' });

  await more(page, 'more-pay-out', hands);
  await page.getByTestId('move-dialog').waitFor();
  await hands.digits(page, '60');
  await hands.press(page, { id: 'reason-postage', key: 'Alt+3' });
  await hands.press(page, { id: 'move-confirm', key: 'Enter' });
  await allow(page, locale, hands);
  await page.getByTestId('moved-dialog').waitFor();
  await picture(page, `paid-out-${locale}`);
  await hands.press(page, { id: 'moved-back', key: 'Enter' });

  await more(page, 'more-safe-drop', hands);
  await page.getByTestId('move-dialog').waitFor();
  await hands.digits(page, '300');
  await page.getByTestId('move-bag').fill('B-0412');
  await picture(page, `safe-drop-${locale}`);
  await hands.press(page, { id: 'move-confirm', key: 'Enter' });
  await hands.press(page, { id: 'moved-back', key: 'Enter' });
}

/** Counted blind, and more is over than a cashier may settle. */
async function handOver(page: Page, locale: keyof typeof people, hands: Hands): Promise<void> {
  const { manager } = people[locale];
  await more(page, 'more-hand-over', hands);
  const screen = page.getByTestId('handover-screen');
  await expect(screen).toHaveAttribute('data-stage', 'counting');
  await expect(page.getByTestId('close-expected')).toHaveCount(0);
  await hands.fill(page, 'count-10000', '3');
  await picture(page, `handover-counting-${locale}`);
  await hands.press(page, { id: 'count-confirm', key: 'F5' });
  await expect(screen).toHaveAttribute('data-stage', 'counted');
  await expect(page.getByTestId('due-dropped')).toBeVisible();
  await hands.press(page, { id: 'reason-unknown', key: '4' });
  await expect(page.getByTestId('reason-unknown')).toHaveAttribute('aria-pressed', 'true');
  await picture(page, `handover-counted-${locale}`);
  await hands.press(page, { id: 'hand-over-drawer', key: 'F12' });
  await allow(page, locale, hands);
  await page.getByTestId('sign-in-screen').waitFor();
  await givePin(page, manager, pinOf(manager), hands);
  await page.getByTestId('sell-screen').waitFor();
}

async function allow(page: Page, locale: keyof typeof people, hands: Hands): Promise<void> {
  const { manager } = people[locale];
  await page.getByTestId('approval-dialog').waitFor();
  await byPin(page, manager, hands);
}

/** For whoever looks at them. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
}
