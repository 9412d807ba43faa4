/** What people do at the till, step by step, waiting for what the screen says and never for time. */
import { expect, type Page } from '@playwright/test';
import { demoOperators } from '../../../tools/demo/seed.ts';
import type { Shop } from '../../../tools/demo/shop.ts';
import { type Hands, keyboard } from './hands.ts';
import { typeCode } from './scanners.ts';

export const cashier = '1007';
export const technician = '1090';
/** Who works in which language: the screen follows the operator. */
export const people = {
  'zh-CN': { cashier, manager: '1001' },
  en: { cashier: '1020', manager: '1002' },
} as const;

export const pinOf = (number: string): string => {
  const operator = demoOperators.find((candidate) => candidate.number === number);
  if (!operator) throw new Error(`nobody has number ${number}`);
  return operator.pin;
};

/** Picks the operator and types the PIN; what follows is on the screen. */
export async function givePin(
  page: Page,
  number: string,
  pin = pinOf(number),
  hands: Hands = keyboard,
): Promise<void> {
  const tile = page.getByTestId(`operator-${number}`);
  await tile.waitFor();
  const key = await tile.getAttribute('aria-keyshortcuts');
  if (hands !== keyboard) await tile.click();
  else if (key !== null) await page.keyboard.press(key);
  // Whoever has no key is alone here, and expected.
  await expect(tile).toHaveAttribute('aria-pressed', 'true');
  await hands.digits(page, pin);
  await hands.press(page, { id: 'pin-submit', key: 'Enter' });
}

/** A whole first sign-in of the day: PIN, steps, seals, float. Ends on the sale screen. */
export async function signIn(page: Page, number: string, hands: Hands = keyboard): Promise<void> {
  await givePin(page, number, pinOf(number), hands);
  await page.getByTestId('seals-panel').waitFor();
  await hands.press(page, { id: 'seals-intact', key: 'Enter' });
  await page.getByTestId('float-panel').waitFor();
  await hands.press(page, { id: 'float-usual', key: 'F5' });
  await hands.press(page, { id: 'float-confirm', key: 'F12' });
  await page.getByTestId('sell-screen').waitFor();
}

/** A sign-in later on the same day: no seals, no float. */
export async function signInAgain(page: Page, number: string): Promise<void> {
  await givePin(page, number);
  await page.getByTestId('sell-screen').waitFor();
}

/** A keyboard-wedge scanner: the code in a burst, then Enter. */
export async function scan(page: Page, code: string): Promise<void> {
  const before = await page.getByTestId('basket-due').getAttribute('data-minor');
  await typeCode(page, { code, gapMs: 4, suffix: ['Enter'] });
  await expect(page.getByTestId('basket-due')).not.toHaveAttribute('data-minor', before ?? '');
}

/** Answers the amount due, in minor units. */
export async function due(page: Page): Promise<number> {
  return Number(await page.getByTestId('basket-due').getAttribute('data-minor'));
}

/** Pays the basket with the first note that covers it; answers the change as the screen shows it, in minor units. */
export async function payCash(page: Page, hands: Hands = keyboard): Promise<number> {
  await hands.press(page, { id: 'tender-cash', key: 'F1' });
  await page.getByTestId('cash-dialog').waitFor();
  await hands.press(page, { id: 'cash-confirm', key: 'Enter' });
  return finishSale(page, hands);
}

/** Waits for the success panel, reads its figure, and greets the next customer. */
export async function finishSale(page: Page, hands: Hands = keyboard): Promise<number> {
  await page.getByTestId('done-dialog').waitFor();
  const figure = Number(await page.getByTestId('done-figure').getAttribute('data-minor'));
  await hands.press(page, { id: 'done-next', key: 'Enter' });
  await page.getByTestId('done-dialog').waitFor({ state: 'detached' });
  return figure;
}

/** Starts a card payment and waits until the reader is asked for a card. */
export async function startCard(page: Page, hands: Hands = keyboard): Promise<void> {
  await hands.press(page, { id: 'tender-card', key: 'F3' });
  await expectStage(page, 'swipe-card');
}

/** The customer: swipes, waits for the pad to ask, types the PIN. */
export async function presentCard(
  page: Page,
  shop: Shop,
  card = 'good',
  pin = '123456',
): Promise<void> {
  const { pad, reader } = shop.emulators.control;
  const { testCards } = await import('../../../drivers/acquirer/emulator.ts');
  reader.swipe(null, testCards.find(({ name }) => name === card)?.track2 ?? null);
  await expectStage(page, 'enter-pin');
  await expect.poll(() => pad.wantsPin()).toBe(true);
  pad.typePin(pin);
  pad.pressEnter();
}

export function expectStage(page: Page, stage: string): Promise<void> {
  return expect(page.getByTestId('card-stage')).toHaveAttribute('data-stage', stage);
}

/** Opens an entry of the "more" menu. */
export async function more(page: Page, id: string, hands: Hands = keyboard): Promise<void> {
  await hands.press(page, { id: 'more', key: 'F4' });
  const entry = page.getByTestId(id);
  await entry.waitFor();
  if (hands === keyboard) {
    // Its group, and its place there.
    const [group = '', place = ''] = (await entry.locator('.hint').innerText()).split(' ');
    await page.keyboard.press(group);
    await page.locator('.more-group-chosen').waitFor();
    await page.keyboard.press(place);
  } else await entry.click();
}

/** The close, past what it warns of at this hour, to the count. */
export async function openClose(page: Page, hands: Hands = keyboard): Promise<void> {
  await more(page, 'more-close', hands);
  const screen = page.getByTestId('close-screen');
  await expect(screen).toHaveAttribute('data-stage', /warning|counting/);
  if ((await screen.getAttribute('data-stage')) === 'counting') return;
  await hands.press(page, { id: 'close-go-on', key: 'F12' });
  await expect(screen).toHaveAttribute('data-stage', 'counting');
}

/** The bench from the sign-in screen, with nobody signed in. */
export async function openDevices(page: Page): Promise<void> {
  await page.getByTestId('sign-in-screen').waitFor();
  await page.getByTestId('sign-in-bench').click();
  await page.getByTestId('devices-screen').waitFor();
}

/** Opened with the technician's number and PIN, typed. */
export async function openBench(page: Page): Promise<void> {
  await page.getByTestId('bench-open').click();
  await allow(page, technician, keyboard);
  await page.getByTestId('bench-operator').waitFor();
}

/** On the approval sheet: that person, by PIN, and it is put away. */
export async function allow(page: Page, number: string, hands: Hands): Promise<void> {
  await offerPin(page, number, pinOf(number), hands);
  await page.getByTestId('approval-dialog').waitFor({ state: 'detached' });
}

/** The same with whatever PIN, and whatever comes of it. */
export async function offerPin(
  page: Page,
  number: string,
  pin: string,
  hands: Hands,
): Promise<void> {
  const person = page.getByTestId(`approval-person-${number}`);
  await person.waitFor();
  while ((await person.getAttribute('aria-pressed')) !== 'true') {
    await hands.press(page, { id: `approval-person-${number}`, key: 'ArrowDown' });
  }
  await hands.fill(page, 'approval-pin', pin);
  await hands.press(page, { id: 'approval-submit', key: 'Enter' });
}
