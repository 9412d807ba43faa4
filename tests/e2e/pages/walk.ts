/** Visits every screen of a day, in the order a person meets them; `visit` looks at each while it stands still. */
import type { Page } from '@playwright/test';
import { weighedCode } from '../../../domain/goods/code.ts';
import { badgeText } from '../../../domain/people/badge.ts';
import { demoCatalogue } from '../../../tools/demo/catalogue.ts';
import { readConfig, type Shop, writeConfig } from '../../../tools/demo/shop.ts';
import {
  allow,
  expectStage,
  finishSale,
  givePin,
  more,
  openBench,
  openClose,
  payCash,
  people,
  pinOf,
  presentCard,
  scan,
  signInAgain,
  startCard,
} from './flows.ts';
import { keyboard } from './hands.ts';
import { badgeToken, changeSettings, takeOn } from './head-office.ts';
import { typeCode } from './scanners.ts';
import type { TillWindow } from './till.ts';
import type { Visit } from './visit.ts';
import {
  visitDiscount,
  visitDrawer,
  visitHold,
  visitSplit,
  visitTakeBack,
} from './walk-counter.ts';

type OpenTill = () => Promise<TillWindow>;

const item = (name: string) => demoCatalogue().find(({ name: { zh } }) => zh === name);
const codeOf = (name: string): string => item(name)?.barcode ?? '';

export async function walkEveryScreen(
  shop: Shop,
  openTill: OpenTill,
  locale: keyof typeof people,
  visit: Visit,
): Promise<void> {
  const { cashier, manager } = people[locale];
  const till = await walkToTheDesk(shop, openTill, { cashier, manager }, visit);
  await visitDevices(till.page, visit);
  await visitLock(till.page, shop, cashier, visit);
  await visitLift(till.page, shop, { cashier, manager }, visit);
  await visitClose(till.page, manager, visit);
  await till.close();
}

/** The day of a cashier: neither the technician's bench nor a lift of the limit. */
export async function walkTheDay(
  shop: Shop,
  openTill: OpenTill,
  locale: keyof typeof people,
  visit: Visit,
): Promise<void> {
  const { cashier, manager } = people[locale];
  const till = await walkToTheDesk(shop, openTill, { cashier, manager }, visit);
  await visitLock(till.page, shop, cashier, visit);
  await visitClose(till.page, manager, visit);
  await till.close();
}

async function walkToTheDesk(
  shop: Shop,
  openTill: OpenTill,
  { cashier, manager }: Readonly<{ cashier: string; manager: string }>,
  visit: Visit,
): Promise<TillWindow> {
  await prepare(shop, cashier);
  await visitStartup(shop, openTill, visit);
  await visitBlockedSignIn(shop, openTill, cashier, visit);
  const till = await openTill();
  await visitWaysIn(till.page, shop, cashier, visit);
  await visitSignIn(till.page, cashier, visit);
  await visitSale(till.page, visit);
  await visitDiscount(till.page, visit);
  await visitTakeBack(till.page, visit);
  await visitHold(till.page, visit);
  await visitSplit(till.page, manager, visit);
  await visitPayments(till.page, shop, visit);
  await visitDrawer(till.page, visit);
  await visitMenu(till.page, visit);
  return till;
}

const badge = badgeText(new Uint8Array(16).fill(7));
const newcomer = '1099';

/** A shop that takes every way in, lets no till sell or take back much alone, and has somebody new. */
async function prepare(shop: Shop, cashier: string): Promise<void> {
  await changeSettings(shop, {
    ways: [['secret'], ['badge', 'secret'], ['card'], ['passkey']],
    offline: { daysMax: 3, unsyncedMinorMax: 100 },
    takeBackMinorMax: 1_000,
  });
  const tokens = [await badgeToken(shop, badge)];
  await takeOn(shop, cashier, { number: newcomer, tokens, mustChangeSecret: true });
}

async function visitStartup(shop: Shop, openTill: OpenTill, visit: Visit): Promise<void> {
  const config = readConfig(shop.tillDirectory);
  writeConfig(shop.tillDirectory, { ...config, devices: 'none' });
  const till = await openTill();
  await till.page.getByTestId('startup-problem').waitFor();
  await visit(till.page, 'startup-problem');
  await till.close();
  writeConfig(shop.tillDirectory, config);
}

async function visitBlockedSignIn(
  shop: Shop,
  openTill: OpenTill,
  cashier: string,
  visit: Visit,
): Promise<void> {
  const { pad } = shop.emulators.control;
  const registered = pad.serialNumber();
  pad.setSerialNumber('VP5-9999999');
  const till = await openTill();
  await givePin(till.page, cashier);
  await till.page.getByTestId('blocked-problem').waitFor();
  await visit(till.page, 'sign-in-blocked');
  await till.close();
  pad.setSerialNumber(registered);
}

async function visitWaysIn(page: Page, shop: Shop, cashier: string, visit: Visit): Promise<void> {
  await page.getByTestId('operator-other').waitFor();
  await page.keyboard.press('F11');
  await page.getByTestId('self-check-dialog').waitFor();
  await visit(page, 'self-check');
  await page.keyboard.press('1');
  await page.getByTestId('test-picture').waitFor();
  await visit(page, 'self-check-picture');
  await page.keyboard.press('Escape');
  await page.locator('[data-testid=check-well]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('self-check-close').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('self-check-dialog').waitFor({ state: 'detached' });
  await page.getByTestId(`operator-${cashier}`).click();
  await page.getByTestId('way-password').click();
  await page.getByTestId('password').waitFor();
  await visit(page, 'sign-in-password');
  await page.keyboard.press('Escape');
  await shop.emulators.control.scanner.scan(badge);
  await page.getByTestId('more-proof').waitFor();
  await visit(page, 'sign-in-more-proof');
  await givePin(page, newcomer, pinOf(cashier));
  await page.getByTestId('new-secret-panel').waitFor();
  await visit(page, 'sign-in-new-secret');
  await page.keyboard.press('Escape');
}

async function visitSignIn(page: Page, cashier: string, visit: Visit): Promise<void> {
  await page.getByTestId(`operator-${cashier}`).waitFor();
  await visit(page, 'sign-in');
  await givePin(page, cashier, '0000');
  await page.getByTestId('pin-problem').waitFor();
  await visit(page, 'sign-in-wrong-pin');
  await givePin(page, cashier);
  await page.getByTestId('seals-panel').waitFor();
  await visit(page, 'sign-in-seals');
  await page.keyboard.press('Enter');
  await page.getByTestId('float-panel').waitFor();
  await page.keyboard.press('F5');
  await visit(page, 'sign-in-float');
  await page.keyboard.press('F12');
  await page.getByTestId('sell-screen').waitFor();
  await page.getByTestId('seal').waitFor({ state: 'detached' });
  await visit(page, 'sell-empty');
}

async function visitSale(page: Page, visit: Visit): Promise<void> {
  await scan(page, codeOf('农夫山泉 550ml'));
  await scan(page, codeOf('农夫山泉 550ml'));
  await scan(page, weighedCode(item('红富士苹果')?.sku.slice(-5) ?? '', 865));
  await scan(page, codeOf('蒙牛纯牛奶 250ml×16'));
  await scan(page, codeOf('青岛啤酒 500ml'));
  await visit(page, 'sell');
  await page.getByTestId('search').fill('qd');
  await page.getByTestId('search-results').waitFor();
  await visit(page, 'sell-search');
  await page.keyboard.press('Escape');
  await typeCode(page, { code: '6901234567892', gapMs: 4, suffix: ['Enter'] });
  await page.getByTestId('sale-problem').waitFor();
  await visit(page, 'sell-unknown-barcode');
  await page.keyboard.press('Escape');
  await page.keyboard.press('*');
  await page.getByTestId('quantity-dialog').waitFor();
  await visit(page, 'sell-quantity');
  await page.keyboard.press('Escape');
  await page.getByTestId('quantity-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('F6');
  await page.getByTestId('price-dialog').waitFor();
  await visit(page, 'sell-price');
  await page.keyboard.press('Escape');
  await page.getByTestId('price-dialog').waitFor({ state: 'detached' });
}

async function visitPayments(page: Page, shop: Shop, visit: Visit): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByTestId('cash-dialog').waitFor();
  await page.keyboard.press('Alt+5');
  await visit(page, 'pay-cash');
  await page.keyboard.press('Enter');
  await page.getByTestId('done-dialog').waitFor();
  await visit(page, 'pay-cash-done');
  await finishSale(page);

  await scan(page, codeOf('蒙牛纯牛奶 250ml×16'));
  const phones = shop.emulators.control.wallet;
  await page.keyboard.press('F2');
  await page.getByTestId('wallet-dialog').waitFor();
  await visit(page, 'pay-wallet');
  await typeCode(page, { code: phones.showCode('alipay', 'asks'), gapMs: 3, suffix: ['Enter'] });
  await page.locator('[data-testid=wallet-stage][data-stage=customer-confirms]').waitFor();
  await visit(page, 'pay-wallet-confirms');
  phones.dismiss();
  await page.keyboard.press('F2');
  await page.locator('[data-testid=wallet-stage][data-stage=declined]').waitFor();
  await visit(page, 'pay-wallet-declined');
  await page.keyboard.press('Escape');
  await startCard(page);
  await visit(page, 'pay-card-swipe');
  await presentCard(page, shop, 'no-funds');
  await expectStage(page, 'declined');
  await visit(page, 'pay-card-declined');
  shop.setNextHostAnswer('silent');
  await page.keyboard.press('F3');
  await expectStage(page, 'swipe-card');
  await presentCard(page, shop);
  await expectStage(page, 'contacting-host');
  await visit(page, 'pay-card-host');
  await expectStage(page, 'reversed');
  await visit(page, 'pay-card-reversed');
  await page.keyboard.press('F3');
  await expectStage(page, 'swipe-card');
  await presentCard(page, shop);
  await page.getByTestId('done-dialog').waitFor();
  await visit(page, 'pay-card-done');
  await finishSale(page);
}

async function visitMenu(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('F4');
  await page.getByTestId('more-dialog').waitFor();
  await visit(page, 'more');
  await page.keyboard.press('Escape');
  await page.getByTestId('more-dialog').waitFor({ state: 'detached' });
  await more(page, 'more-recent');
  await page.getByTestId('receipt-preview').waitFor();
  await visit(page, 'receipts');
  await page.keyboard.press('Escape');
  await more(page, 'more-return');
  await page.getByTestId('return-line').first().waitFor();
  await visit(page, 'returns');
  await page.keyboard.press('Escape');
}

async function visitDevices(page: Page, visit: Visit): Promise<void> {
  await more(page, 'more-devices');
  await page.getByTestId('trace-line').first().waitFor();
  // A shut bench asks a device how it is, and no more.
  await page.getByTestId('health-internal').click();
  await page.getByTestId('health-result').waitFor();
  await visit(page, 'devices');
  await visitBench(page, visit);
  await page.keyboard.press('Escape');
  await page.getByTestId('sell-screen').waitFor();
}

async function visitLock(page: Page, shop: Shop, cashier: string, visit: Visit): Promise<void> {
  await shop.cables['back-office'].pull();
  await scan(page, codeOf('农夫山泉 550ml'));
  await page.keyboard.press('F12');
  await page.getByTestId('locked-screen').waitFor();
  await visit(page, 'locked');
  await page.keyboard.press('F12');
  await page.getByTestId('hand-over-dialog').waitFor();
  await visit(page, 'hand-over');
  await page.keyboard.press('Escape');
  await page.getByTestId('hand-over-dialog').waitFor({ state: 'detached' });
  await shop.cables['back-office'].plug();
  await givePin(page, cashier);
  await page.getByTestId('sell-screen').waitFor();
  await page.keyboard.press('F9');
  await page.getByTestId('abandon-dialog').waitFor();
  await visit(page, 'sell-abandon');
  await page.keyboard.press('Delete');
  await page.getByTestId('abandon-dialog').waitFor({ state: 'detached' });
}

async function visitBench(page: Page, visit: Visit): Promise<void> {
  await openBench(page);
  await page.getByTestId('test-soak').click();
  await page.getByTestId('test-exchanges').fill('60');
  await visit(page, 'bench-soak-dialog');
  await page.keyboard.press('Enter');
  await page.getByTestId('soak-plot').waitFor();
  await visit(page, 'bench-soak');
  await page.getByTestId('tab-kept').click();
  await page.getByTestId('kept-check').first().waitFor();
  await visit(page, 'bench-results');
  await page.getByTestId('register').click();
  await page.getByTestId('register-dialog').waitFor();
  await visit(page, 'bench-register');
  await page.keyboard.press('Escape');
  await page.getByTestId('register-dialog').waitFor({ state: 'detached' });
}

/** Nothing reaches the back office, and more was sold than a till may keep for itself. */
async function visitLift(
  page: Page,
  shop: Shop,
  { cashier, manager }: Readonly<{ cashier: string; manager: string }>,
  visit: Visit,
): Promise<void> {
  await shop.cables['back-office'].pull();
  await scan(page, codeOf('农夫山泉 550ml'));
  await payCash(page);
  await more(page, 'more-sign-out');
  await page.getByTestId('sign-in-screen').waitFor();
  await givePin(page, cashier);
  await page.getByTestId('lift-panel').waitFor();
  await visit(page, 'sign-in-lift');
  await page.keyboard.press('F8');
  await allow(page, manager, keyboard);
  await page.getByTestId('sell-screen').waitFor();
  await shop.cables['back-office'].plug();
}

async function visitClose(page: Page, manager: string, visit: Visit): Promise<void> {
  await more(page, 'more-sign-out');
  await page.getByTestId('sign-in-screen').waitFor();
  await signInAgain(page, manager);
  await more(page, 'more-my-sign-in');
  await page.getByTestId('my-sign-in-screen').waitFor();
  await visit(page, 'my-sign-in');
  await page.keyboard.press('Escape');
  await more(page, 'more-sign-ins');
  await page.getByTestId('past-sign-in').first().waitFor();
  await visit(page, 'sign-ins');
  await page.keyboard.press('Escape');
  await more(page, 'more-x-report');
  await page.getByTestId('x-paper').waitFor();
  await visit(page, 'x-report');
  await page.keyboard.press('Escape');
  await openClose(page);
  await page.getByTestId('count-10000').fill('6');
  await page.getByTestId('count-1000').fill('3');
  await visit(page, 'close-counting');
  await page.keyboard.press('F5');
  await page.getByTestId('close-expected').waitFor();
  await visit(page, 'close-counted');
  const reason = page.locator('[data-testid^=reason-]').first();
  if (await reason.isVisible()) await reason.click();
  await page.keyboard.press('F12');
  await page.getByTestId('closed-day-screen').waitFor();
  await visit(page, 'closed-day');
}
