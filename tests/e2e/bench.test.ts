/** The technician's bench: opened by PIN while nobody is signed in, every kind of test, and what is kept of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { Shop } from '../../tools/demo/shop.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { allow, openBench, openDevices, people, technician } from './pages/flows.ts';
import { keyboard } from './pages/hands.ts';
import { askForCode, changeSettings } from './pages/head-office.ts';
import { sizes } from './pages/till.ts';

const state = (page: Page, id = 'test-result') => page.getByTestId(id);

/** The window for keeping a file is the desktop's own, not the page's. */
async function keepFilesIn(app: ElectronApplication, directory: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (async (options: { defaultPath?: string }) => ({
      canceled: false,
      filePath: `${path}/${options.defaultPath?.split('/').at(-1)}`,
    })) as unknown as typeof dialog.showSaveDialog;
  }, directory);
}

test('a technician tests the pad with nobody signed in, by keyboard alone', async ({
  shop,
  openTill,
}) => {
  const { page, app } = await openTill();
  await openDevices(page);
  await expect(page.getByTestId('test-display')).toBeVisible();
  // Shut, it asks who wants to know.
  await page.keyboard.press('5');
  await page.getByTestId('approval-dialog').waitFor();
  await page.keyboard.press('Escape');
  await openBench(page);

  await page.keyboard.press('4');
  await page.getByTestId('test-dialog').waitFor();
  await page.keyboard.press('Enter');
  await expect(state(page)).toHaveAttribute('data-level', 'display');
  expect(shop.emulators.control.pad.display().join()).toContain('ROLLCALL TEST');
  await page.getByTestId('trace-filter').fill('ROLLCALL');
  await expect(page.getByTestId('trace-line')).toHaveCount(1);
  await page.getByTestId('trace-filter').fill('');

  await page.getByTestId('test-soak').click();
  await page.getByTestId('test-exchanges').fill('40');
  await page.keyboard.press('Enter');
  await expect(state(page)).toHaveAttribute('data-level', 'soak');
  await expect(state(page)).toHaveAttribute('data-state', 'passed');
  await page.getByTestId('soak-plot').waitFor();

  await page.getByTestId('tab-kept').click();
  await expect(page.getByTestId('kept-check')).toHaveCount(2);

  await page.getByTestId('tab-trace').click();
  await keepFilesIn(app, shop.tillDirectory);
  await page.getByTestId('trace-save').click();
  const file = join(shop.tillDirectory, 'pin-pad-trace.tsv');
  await expect.poll(() => readText(file)).toContain('ROLLCALL TEST');
  await page.keyboard.press('F7');
  const report = join(shop.tillDirectory, 'pin-pad-VP5-0087123.pdf');
  await expect.poll(() => readText(report)).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/);
});

for (const locale of ['zh-CN', 'en'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('an unknown pad is registered at the bench, and takes cards once a second person confirms it', async ({
      shop,
      openTill,
    }) => {
      await changeSettings(shop, { managerConfirmsDevices: true });
      shop.emulators.control.pad.setSerialNumber('VP5-7777777');
      const { page } = await openTill({ size: sizes['1024x768'] });
      await openDevices(page);
      await openBench(page);
      await expect(page.getByTestId('register-state')).toHaveAttribute('data-state', 'other');
      await page.getByTestId('register').click();
      await expect(page.getByTestId('register-serialNumber')).toHaveValue('VP5-7777777');
      await page.getByTestId('register-seals').fill('S-1001 S-1002');
      await page.getByTestId('register-maintenanceDue').fill('2027-11-22');
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('register-state')).toHaveAttribute('data-state', 'same');
      await expect(page.getByTestId('identity-seals')).toHaveText('S-1001 · S-1002');

      await page.getByTestId('register-unconfirmed').waitFor();
      await page.getByTestId('confirm').click();
      await page.getByTestId('confirm-dialog').waitFor();
      await expectFits(page, 'confirm-dialog');
      await expect(page.getByTestId('confirm-dialog')).toContainText(technician);
      await expect(page.getByTestId('confirm-dialog')).toContainText('VP5-7777777');
      if (locale === 'zh-CN') await confirmByTelephone(page, shop);
      else await confirmByManager(page, people[locale].manager);
      await expect(page.getByTestId('register-unconfirmed')).toHaveCount(0);
      await expect(page.getByTestId('confirm')).toHaveCount(0);
      const confirmed = readJournal(shop).findLast(({ kind }) => kind === 'device-confirmed');
      const by = locale === 'zh-CN' ? null : people[locale].manager;
      expect(confirmed?.body).toMatchObject({ serialNumber: 'VP5-7777777', by });
    });
  });
}

async function confirmByTelephone(page: Page, shop: Shop): Promise<void> {
  const challenge = (await page.getByTestId('code-challenge').textContent())?.trim() ?? '';
  await page.getByTestId('code').fill('000-000-000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('code-problem')).toHaveAttribute('data-kind', 'code-wrong');
  await page.getByTestId('code').fill(await askForCode(shop, challenge));
  await page.keyboard.press('Enter');
}

/** Not by whoever has attached it. */
async function confirmByManager(page: Page, manager: string): Promise<void> {
  await page.keyboard.press('F8');
  await page.getByTestId(`approval-person-${manager}`).waitFor();
  await expect(page.getByTestId(`approval-person-${technician}`)).toHaveCount(0);
  await allow(page, manager, keyboard);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
