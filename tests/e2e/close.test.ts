/** The doors of the day: a slip at noon warns, the first count stands, and whoever signs in after the Z sells on. */
import type { Page } from '@playwright/test';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { givePin, more, payCash, people, scan, signIn, signInAgain } from './pages/flows.ts';
import { type Hands, keyboard, pointer } from './pages/hands.ts';
import { changeSettings } from './pages/head-office.ts';

const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

/** The shop is open for two more hours, or to the last minute of the business date. */
function stillOpen(): { from: string; until: string } {
  const hour = (Number(new Date().getUTCHours()) + 8) % 24;
  const text = (value: number) => `${String(value % 24).padStart(2, '0')}:00`;
  return hour >= 2 && hour < 4
    ? { from: text(hour - 1), until: '03:59' }
    : { from: text(hour + 23), until: text(hour + 3) };
}

for (const [locale, hands] of [
  ['zh-CN', keyboard],
  ['en', pointer],
] as const) {
  test(`a close before the time warns, every count stands, and a further session follows, in ${locale}`, async ({
    shop,
    openTill,
  }) => {
    const { cashier, manager } = people[locale];
    await changeSettings(shop, { openingHours: stillOpen() });
    const { page } = await openTill();
    await signIn(page, cashier, hands);
    await scan(page, water?.barcode ?? '');
    await hands.press(page, { id: 'lock', key: 'F12' });
    await page.getByTestId('locked-screen').waitFor();
    await hands.press(page, { id: 'hand-over', key: 'F12' });
    await page.getByTestId('hand-over-confirm').click();
    await page.getByTestId('sign-in-screen').waitFor();
    await signInAgain(page, manager);
    await scan(page, water?.barcode ?? '');
    await payCash(page);

    await more(page, 'more-close', hands);
    await expect(page.getByTestId('close-screen')).toHaveAttribute('data-stage', 'warning');
    await expect(page.getByTestId('close-warning-hour')).toBeVisible();
    await expect(page.getByTestId('close-warning-holds')).toBeVisible();
    await picture(page, `close-warning-${locale}`);
    // The safe choice has the focus.
    await page.keyboard.press('Enter');
    await page.getByTestId('sell-screen').waitFor();
    expect(readJournal(shop).map(({ kind }) => kind)).not.toContain('sale-abandoned');

    await more(page, 'more-close', hands);
    await hands.press(page, { id: 'close-go-on', key: 'F12' });
    await expect(page.getByTestId('close-screen')).toHaveAttribute('data-stage', 'counting');
    // Nothing on the screen tells what should be there.
    await expect(page.getByTestId('close-expected')).toHaveCount(0);
    await picture(page, `close-counting-${locale}`);
    await hands.press(page, { id: 'count-confirm', key: 'F5' });
    await expect(page.getByTestId('close-counted')).toHaveAttribute('data-minor', '0');
    const expected = Number(await page.getByTestId('close-expected').getAttribute('data-minor'));
    expect(expected).toBeGreaterThan(0);

    await hands.press(page, { id: 'count-again', key: 'F5' });
    await hands.fill(page, 'count-10000', '5');
    await picture(page, `close-recount-${locale}`);
    await hands.press(page, { id: 'count-confirm', key: 'F5' });
    await expect(page.getByTestId('close-first-count')).toBeVisible();
    await expect(page.getByTestId('close-counted')).toHaveAttribute('data-minor', '50000');
    await hands.press(page, { id: 'reason-change', key: '1' });
    await expect(page.getByTestId('reason-change')).toHaveAttribute('aria-pressed', 'true');
    await picture(page, `close-counted-${locale}`);
    await page.getByTestId('close-show-z').click();
    await page.getByTestId('z-preview').waitFor();
    await picture(page, `close-z-${locale}`);
    await hands.press(page, { id: 'close-day', key: 'F12' });
    await page.getByTestId('closed-day-screen').waitFor();
    await picture(page, `closed-${locale}`);
    const counts = readJournal(shop).filter(({ kind }) => kind === 'cash-counted');
    expect(counts.map(({ body }) => [body.amountMinor, body.blind])).toEqual([
      [0, true],
      [50_000, false],
    ]);
    const [z] = readJournal(shop).filter(({ kind }) => kind === 'day-closed');
    expect(z?.body).toMatchObject({
      firstCountedMinor: 0,
      countedMinor: 50_000,
      reasonId: 'change',
    });
    await hands.press(page, { id: 'closed-done', key: 'Enter' });

    await goOn(page, locale, hands);
  });
}

/** Whoever comes after the Z reads what happened and where it leads, and can sell. */
async function goOn(page: Page, locale: keyof typeof people, hands: Hands): Promise<void> {
  const { cashier, manager } = people[locale];
  await expect(page.getByTestId('after-close')).toHaveAttribute('data-way', 'further-session');
  await picture(page, `after-close-${locale}`);
  await givePin(page, cashier);
  await page.getByTestId('float-panel').waitFor();
  await picture(page, `after-close-float-${locale}`);
  await hands.press(page, { id: 'float-usual', key: 'F5' });
  await hands.press(page, { id: 'float-confirm', key: 'F12' });
  await page.getByTestId('sell-screen').waitFor();
  await scan(page, water?.barcode ?? '');
  await payCash(page);
  await more(page, 'more-sign-out');
  await page.getByTestId('sign-in-screen').waitFor();
  await signInAgain(page, manager);
  await more(page, 'more-x-report');
  await page.getByTestId('x-blind').waitFor();
  await expect(page.getByTestId('hourly-chart')).toHaveCount(0);
  await picture(page, `x-blind-${locale}`);
}

/** For whoever looks at them. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
}
