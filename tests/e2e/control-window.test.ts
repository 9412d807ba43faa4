/** The demo's control window does what a hand would do to the devices, and shows what they show. */
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { _electron, type Page } from '@playwright/test';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { serveControl } from '../../tools/demo/control-server.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { electronCommand } from '../../tools/electron/index.ts';
import { root } from '../../tools/paths.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  cashier,
  expectStage,
  finishSale,
  payCash,
  scan,
  signIn,
  startCard,
} from './pages/flows.ts';

const code = demoCatalogue()[0]?.barcode ?? '';

test('swipes a card, types the PIN, pulls cables, takes the paper away and silences the host', async ({
  shop,
  openTill,
}) => {
  const { window: control, close } = await openControl(shop);
  const press = (id: string): Promise<void> => control.getByTestId(id).click();
  expect(await outside(control), 'columns at the window’s own size').toEqual([]);
  const { page } = await openTill();
  await signIn(page, cashier);

  await scan(page, code);
  await startCard(page);
  await press('swipe-good');
  await expectStage(page, 'enter-pin');
  await expect(control.getByTestId('pad-display')).not.toHaveText('');
  for (const digit of '12345') await press(`pad-key-${digit}`);
  await press('pad-key-6');
  await press('pad-key-enter');
  await finishSale(page);
  await expect(control.getByTestId('control-receipt')).toHaveJSProperty('complete', true);

  await pullCables(page, press);
  await press('host-silent');
  await scan(page, code);
  await startCard(page);
  await press('swipe-good');
  await expectStage(page, 'enter-pin');
  await press('pad-type-pin');
  await expectStage(page, 'reversed');

  const { violations } = await new AxeBuilder({ page: control }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, on: nodes.map(({ html }) => html) }))).toEqual(
    [],
  );
  await control.screenshot({ path: test.info().outputPath('control-window.png') });
  await close();
});

async function openControl(shop: Shop): Promise<{ window: Page; close: () => Promise<void> }> {
  const server = await serveControl(shop);
  const { executablePath, args } = await electronCommand();
  const app = await _electron.launch({
    executablePath,
    args: [
      ...args,
      `--user-data-dir=${join(dirname(shop.tillDirectory), 'control-window')}`,
      join(root, 'tools/demo/control-window'),
    ],
    env: { ...process.env, ROLLCALL_CONTROL_URL: server.url } as Record<string, string>,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await server.close();
  };
  return { window: await app.firstWindow(), close };
}

/** What sticks out of its column, or out of the window. */
const outside = (control: Page): Promise<string[]> =>
  control.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('section *')]
      .filter((element) => element.checkVisibility() && !element.closest('output > *'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const column = element.closest('section')?.getBoundingClientRect();
        return !column || left < column.left || right > column.right + 1 || right > innerWidth;
      })
      .map(({ textContent, tagName }) => `${tagName} ${textContent}`),
  );

/** The pad's, the printer's paper, the network's: out, noticed, in again, well again. */
async function pullCables(page: Page, press: (id: string) => Promise<void>): Promise<void> {
  await press('cable-pin-pad');
  await expect(page.getByTestId('bar-device-pin-pad')).toHaveAttribute('data-health', 'failed');
  await press('cable-pin-pad');
  await expect(page.getByTestId('bar-device-pin-pad')).toHaveAttribute('data-health', 'healthy');

  await press('paper-out');
  await scan(page, code);
  await payCash(page);
  await expect(page.getByTestId('notice').first()).toHaveAttribute(
    'data-kind',
    'printer-paper-out',
  );
  await press('paper-ok');

  await press('cable-back-office');
  await scan(page, code);
  await payCash(page);
  await page.getByTestId('chip-offline').waitFor();
  await press('cable-back-office');
  await expect(page.getByTestId('chip-offline')).toHaveCount(0);
}
