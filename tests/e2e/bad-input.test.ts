/** What is wrong is said in a sentence with a next step, and nothing already journalled is touched. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import type { ProblemKind } from '../../domain/words/problem.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readConfig, writeConfig } from '../../tools/demo/shop.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, givePin, payCash, scan, signIn } from './pages/flows.ts';
import { typeCode } from './pages/scanners.ts';
import { databaseOf, launchTill } from './pages/till.ts';

const code = demoCatalogue()[0]?.barcode ?? '';

/** The note with this id names the problem and has more than one sentence for the person. */
async function expectSentence(page: Page, id: string, kind: ProblemKind): Promise<void> {
  const note = page.getByTestId(id).first();
  await expect(note).toHaveAttribute('data-kind', kind);
  const text = await note.innerText();
  expect(text.length).toBeGreaterThan(12);
  expect(text).not.toMatch(/\\{|undefined|\\bError\\b/);
  expect(text).not.toContain(kind);
}

test('a wrong PIN of the operator waits longer each time and opens nothing', async ({
  openTill,
}) => {
  const { page } = await openTill();
  await page.getByTestId('sign-in-screen').waitFor();
  for (const pin of ['0000', '1111']) {
    await givePin(page, cashier, pin);
    await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-kind', 'pin-wrong');
  }
  for (const pin of ['2222', '3333']) {
    await givePin(page, cashier, pin);
    await expect(page.getByTestId('pin-wait')).toBeVisible();
    await expect(page.getByTestId('pin-wait')).toHaveCount(0);
  }
  await givePin(page, cashier);
  await page.getByTestId('seals-panel').waitFor();
});

test('an unknown barcode names itself and leaves the basket', async ({ openTill }) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  await scan(page, code);
  await typeCode(page, { code: '6901234567892', gapMs: 4, suffix: ['Enter'] });
  await expectSentence(page, 'sale-problem', 'barcode-unknown');
  await expect(page.getByTestId('basket-line')).toHaveCount(1);
});

test('a payment card swiped into the keyboard is dropped at any pace and appears nowhere', async ({
  shop,
  openTill,
}) => {
  const { page } = await openTill();
  await signIn(page, cashier);
  for (const gapMs of [3, 15, 60, 140, 260]) {
    const code = ';6200000000000013=30122010000000000?';
    await typeCode(page, { code, gapMs, suffix: ['Enter'] });
    await expectSentence(page, 'sale-problem', 'payment-card-scanned');
    await expect(page.getByTestId('search'), `${gapMs} ms`).toHaveValue('');
    expect(await page.content()).not.toContain('6200000000000013');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('sale-problem')).toHaveCount(0);
  }
  expect(JSON.stringify(readJournal(shop))).not.toContain('6200000000000013');
});

test('an unreadable configuration is named with its place, and retry works once it is mended', async ({
  shop,
  openTill,
}) => {
  const config = readConfig(shop.tillDirectory);
  writeConfig(shop.tillDirectory, { ...config, devices: 'none' });
  const { page } = await openTill();
  await expectSentence(page, 'startup-problem', 'config-unreadable');
  await expect(page.getByTestId('startup-problem')).toContainText('devices');
  writeConfig(shop.tillDirectory, config);
  await page.getByTestId('startup-retry').click();
  await page.getByTestId('sign-in-screen').waitFor();
});

test.describe('a database that cannot be used', () => {
  test.beforeEach(async ({ openTill }) => {
    const till = await openTill();
    await signIn(till.page, cashier);
    await scan(till.page, code);
    await payCash(till.page);
    await till.close();
  });

  test('corrupt: says so and changes not a byte of it', async ({ shop, openTill }) => {
    const file = databaseOf(shop.tillDirectory);
    const damaged = readFileSync(file);
    damaged.write('this is no database', 0);
    writeFileSync(file, damaged);
    const { page } = await openTill();
    await expectSentence(page, 'startup-problem', 'database-corrupt');
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test('newer than the software: says so and changes not a byte of it', async ({
    shop,
    openTill,
  }) => {
    const file = databaseOf(shop.tillDirectory);
    const db = new Database(file);
    db.pragma('user_version = 999990');
    db.close();
    const before = readFileSync(file);
    const { page } = await openTill();
    await expectSentence(page, 'startup-problem', 'database-newer');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('in use by another till: says so', async ({ shop, openTill }) => {
    const first = await openTill();
    await first.page.getByTestId('sign-in-screen').waitFor();
    const copy = `${shop.tillDirectory}-two`;
    const { mkdirSync, symlinkSync } = await import('node:fs');
    mkdirSync(copy);
    copyFileSync(`${shop.tillDirectory}/config.json`, `${copy}/config.json`);
    for (const name of ['till.db', 'till.db-wal', 'till.db-shm', 'till.db.lock']) {
      symlinkSync(`${shop.tillDirectory}/${name}`, `${copy}/${name}`);
    }
    const second = await launchTill({ tillDirectory: copy });
    await expectSentence(second.page, 'startup-problem', 'database-locked');
    await second.close();
  });
});

test('a port that does not exist blocks the sign-in with its name, and retry works once it is there', async ({
  shop,
  openTill,
}) => {
  await shop.emulators.control.unplug('pin-pad');
  const { page } = await openTill();
  await givePin(page, cashier);
  await expectSentence(page, 'blocked-problem', 'port-missing');
  await shop.emulators.control.replug('pin-pad');
  await page.getByTestId('sign-in-retry').click();
  await page.getByTestId('seals-panel').waitFor();
});

test('a pad that answers garbage blocks the sign-in and is not taken for the registered one', async ({
  shop,
  openTill,
}) => {
  shop.emulators.control.misbehave('pin-pad', 'garbage');
  const { page } = await openTill();
  await givePin(page, cashier);
  await expectSentence(page, 'blocked-problem', 'device-garbage');
});

test('a swapped pad blocks the sign-in', async ({ shop, openTill }) => {
  shop.emulators.control.pad.setSerialNumber('VP5-9999999');
  const { page } = await openTill();
  await givePin(page, cashier);
  await expectSentence(page, 'blocked-problem', 'device-swapped');
});

test('a server with another certificate is not believed', async ({ shop, openTill }) => {
  const first = await openTill();
  await signIn(first.page, cashier);
  await first.close();
  const config = readConfig(shop.tillDirectory) as { server: { certificate: string } };
  const { generate } = await import('selfsigned');
  const { cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  writeFileSync(`${shop.tillDirectory}/other.pem`, cert);
  writeConfig(shop.tillDirectory, {
    ...config,
    server: { ...config.server, certificate: `${shop.tillDirectory}/other.pem` },
  });
  const { page } = await openTill();
  await givePin(page, cashier);
  await page.getByTestId('sell-screen').waitFor();
  await page.getByTestId('chip-offline').waitFor();
});
