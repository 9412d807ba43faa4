/** The technician's bench: opened by PIN while nobody is signed in, every kind of test, and what is kept of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from './pages/fixtures.ts';
import { openBench, openDevices } from './pages/flows.ts';

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

test('an unknown pad is registered at the bench, and the sign-in takes it from then on', async ({
  shop,
  openTill,
}) => {
  shop.emulators.control.pad.setSerialNumber('VP5-7777777');
  const { page } = await openTill();
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
});

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
