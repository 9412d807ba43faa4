/** Who is there, in every way a store may ask for; and one till that several people use in a morning. */
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { badgeText } from '../../domain/people/badge.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { filmBadge } from './pages/badge-video.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, due, givePin, more, payCash, scan, signInAgain } from './pages/flows.ts';
import { askForCode, badgeToken, changeOperator, changeSettings } from './pages/head-office.ts';

const second = '1012';
const badge = badgeText(new Uint8Array(16).fill(7));
const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

test('a passkey is added and signs in, and so does a badge held before the camera', async ({
  shop,
  openTill,
}) => {
  await changeSettings(shop, { ways: [['secret'], ['passkey'], ['badge']] });
  await changeOperator(shop, cashier, { tokens: [await badgeToken(shop, badge)] });
  const film = join(dirname(shop.tillDirectory), 'badge.y4m');
  await filmBadge(badge, film);
  const { page, consoleErrors } = await openTill({
    flags: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  });
  const authenticator = await page.context().newCDPSession(page);
  await authenticator.send('WebAuthn.enable');
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });

  await page.getByTestId(`operator-${cashier}`).waitFor();
  await watchCamera(page);
  await page.keyboard.press('Alt+7');
  await openDay(page);
  expect(await cameraStates(page)).toEqual(['ended']);

  await more(page, 'more-my-sign-in');
  await page.getByTestId('passkey-label').fill('蓝色密钥');
  await page.keyboard.press('Alt+9');
  await expect(page.getByTestId('passkeys')).toHaveAttribute('data-count', '1');
  await expect(page.getByTestId('passkey')).toContainText('蓝色密钥');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F12');
  await page.getByTestId('locked-screen').waitFor();
  await page.keyboard.press('Alt+9');
  await page.getByTestId('sell-screen').waitFor();

  await more(page, 'more-sign-out');
  await page.getByTestId('sign-in-screen').waitFor();
  await page.keyboard.press('Alt+9');
  await page.getByTestId('sell-screen').waitFor();

  await more(page, 'more-my-sign-in');
  await page.getByTestId('passkey-remove').click();
  await page.getByTestId('passkey-remove-confirm').click();
  await expect(page.getByTestId('passkeys')).toHaveAttribute('data-count', '0');
  expect(consoleErrors).toEqual([]);
});

test('one till, one morning: badge and PIN, a new PIN, hand-over, a code over the telephone, a forced sign-out', async ({
  shop,
  openTill,
}) => {
  const { scanner } = shop.emulators.control;
  await changeSettings(shop, {
    ways: [['secret'], ['badge', 'secret']],
    offline: { daysMax: 3, unsyncedMinorMax: 100 },
  });
  await changeOperator(shop, cashier, {
    tokens: [await badgeToken(shop, badge)],
    mustChangeSecret: true,
  });
  const { page } = await openTill();
  await page.getByTestId(`operator-${cashier}`).waitFor();

  await scanner.scan(badgeText(new Uint8Array(16).fill(9)));
  await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-kind', 'badge-unknown');
  await scanner.scan(badge);
  await expect(page.getByTestId('more-proof')).toHaveAttribute('data-ways', 'secret');
  await givePin(page, cashier);
  await page.getByTestId('new-secret-panel').waitFor();
  await choosePin(page, '123456');
  await expect(page.getByTestId('secret-problem')).toHaveAttribute('data-kind', 'secret-too-weak');
  await choosePin(page, newPin);
  await openDay(page);

  await scan(page, water?.barcode ?? '');
  const owed = await due(page);
  await handOver(page);
  await expect(page.getByTestId('parked')).toHaveAttribute('data-count', '1');
  await signInAgain(page, second);
  expect(await due(page)).toBe(0);
  await page.keyboard.press('F12');
  await page.getByTestId('locked-screen').waitFor();
  await scanner.scan(badge);
  await expect(page.getByTestId(`operator-${second}`)).toHaveCount(0);
  await signInWith(page, newPin);
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
  expect(await due(page)).toBe(owed);

  await shop.cables['back-office'].pull();
  await payCash(page);
  await more(page, 'more-sign-out');
  await page.getByTestId('sign-in-screen').waitFor();
  await givePin(page, cashier, newPin);
  const challenge = page.getByTestId('code-challenge');
  await challenge.waitFor();
  await page.getByTestId('code').fill('0000-0000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('code-problem')).toHaveAttribute('data-kind', 'code-wrong');
  await page.getByTestId('code').fill(await askForCode(shop, await challenge.innerText()));
  await page.keyboard.press('Enter');
  await page.getByTestId('sell-screen').waitFor();

  await shop.cables['back-office'].plug();
  await changeOperator(shop, cashier, { withdrawn: true });
  await more(page, 'more-sync');
  await page.getByTestId('sign-in-screen').waitFor();
  await expect(page.getByTestId('notice').last()).toHaveAttribute(
    'data-kind',
    'operator-withdrawn',
  );
  await expect(page.getByTestId(`operator-${cashier}`)).toHaveCount(0);
});

const newPin = '975318';

/** After who is there: seals, float, and the sale screen. */
async function openDay(page: Page): Promise<void> {
  await page.getByTestId('seals-panel').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('float-panel').waitFor();
  await page.keyboard.press('F5');
  await page.keyboard.press('F12');
  await page.getByTestId('sell-screen').waitFor();
}

async function choosePin(page: Page, pin: string): Promise<void> {
  await page.getByTestId('secret-fresh').fill(pin);
  await page.getByTestId('secret-again').fill(pin);
  await page.keyboard.press('Enter');
}

async function signInWith(page: Page, pin: string): Promise<void> {
  await givePin(page, cashier, pin);
  await page.getByTestId('sell-screen').waitFor();
}

async function handOver(page: Page): Promise<void> {
  await page.keyboard.press('F12');
  await page.getByTestId('locked-screen').waitFor();
  await page.keyboard.press('F12');
  await page.getByTestId('hand-over-dialog').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('sign-in-screen').waitFor();
}

type Lent = { lent?: MediaStream };

/** Remembers what the camera gives, to see that it is given back. */
const watchCamera = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      (window as Lent).lent = stream;
      return stream;
    };
  });

const cameraStates = (page: Page): Promise<string[]> =>
  page.evaluate(() => ((window as Lent).lent?.getTracks() ?? []).map((track) => track.readyState));
