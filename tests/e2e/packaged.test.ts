/** The till as it is shipped: packaged by tools/dist.ts, started as a person starts it, and selling. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { packagedTill } from '../../tools/dist.ts';
import { readBooks, readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, due, givePin, payCash, scan, signIn } from './pages/flows.ts';

const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

let executablePath: string;
test.beforeAll(async () => {
  executablePath = await packagedTill();
});

test('signs in as a package, finds itself as it was installed, and sells', async ({
  shop,
  openTill,
}) => {
  const { app, page, consoleErrors } = await openTill({ executablePath });
  expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true);
  await signIn(page, cashier);
  expect(updateStep(shop)).toMatchObject({ state: 'passed', problems: [] });
  await scan(page, water?.barcode ?? '');
  const amount = await due(page);
  await payCash(page);
  expect(readBooks(shop).here).toEqual([
    { saleId: expect.any(String), totalMinor: amount, cardMinor: 0 },
  ]);
  expect(consoleErrors).toEqual([]);
});

test('opens for nobody when one byte of the package has changed', async ({ openTill }) => {
  test.skip(process.platform === 'win32', 'copies the app by hard links, as cp does');
  const folder = mkdtempSync(join(dirname(dirname(executablePath)), 'damaged-'));
  try {
    const { page, close } = await openTill({ executablePath: damagedCopy(folder) });
    await givePin(page, cashier);
    await page.getByTestId('seals-intact').click();
    await expect(page.getByTestId('blocked-problem')).toHaveAttribute(
      'data-kind',
      'software-damaged',
    );
    await close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the journal says about the step "update" of the sign-in. */
function updateStep(shop: Shop): unknown {
  const signedIn = readJournal(shop).find(({ kind }) => kind === 'signed-in');
  const steps = z.array(z.looseObject({ step: z.string() })).parse(signedIn?.body.steps);
  return steps.find(({ step }) => step === 'update');
}

/** A copy of the app with another letter in a style sheet: it still runs, and only looks different. */
function damagedCopy(folder: string): string {
  const app = join(folder, 'app');
  execFileSync('cp', ['-al', dirname(executablePath), app]);
  const archive = join(app, 'resources', 'app.asar');
  const bytes = readFileSync(archive);
  const at = bytes.indexOf('JetBrains Mono Variable');
  expect(at).toBeGreaterThan(0);
  bytes.write('j', at);
  // Renamed over the link, so that the installed app keeps its bytes.
  const damaged = join(folder, 'app.asar');
  writeFileSync(damaged, bytes);
  renameSync(damaged, archive);
  return join(app, basename(executablePath));
}
