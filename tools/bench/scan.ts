/**
 * From the Enter that ends a scan to the painted line, with 50,000 items in the catalogue, against the least that any
 * such till must do: one call of main and one element painted, in the same page.
 */
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { openTillDatabase } from '../../db/till-database.ts';
import type { Item } from '../../domain/goods/item.ts';
import { demoOperators } from '../demo/seed.ts';
import { electronCommand } from '../electron/index.ts';
import { root } from '../paths.ts';
import { bigCatalogue, itemsCount } from './big-catalogue.ts';
import { type Figure, spreadOf } from './figures.ts';
import { withShop } from './shop.ts';
import { startMs } from './start.ts';

/** A customer's basket; then the next customer comes. */
const linesMax = 10;
const warmup = linesMax;
/** As fast as fingers: quicker keys would be a scanner. */
const keyGapMs = 60;
const quitMsMax = 10_000;

/** `count` scans of different items, each followed by one round of its floor. */
export async function benchScan(count: number): Promise<Figure> {
  const items = bigCatalogue();
  const scans: number[] = [];
  const rounds: number[] = [];
  await withShop(async ({ tillDirectory }) => {
    // Joins the store and makes the database.
    await startMs(root, { ROLLCALL_DATA: tillDirectory });
    fillCatalogue(join(tillDirectory, 'till.db'), items);
    await withTillPage(tillDirectory, async (page) => {
      await signIn(page);
      for (let index = -warmup; index < count; index += 1) {
        if (index > -warmup && (index + warmup) % linesMax === 0) await abandon(page);
        const item = items[((index + warmup) * 379) % itemsCount];
        const scanMs = await scan(page, item);
        const roundMs = await page.evaluate<number>('rollcallProbe.roundTrip()');
        if (index < 0) continue;
        scans.push(scanMs);
        rounds.push(roundMs);
      }
    });
  });
  return {
    what: 'scan to painted line, 50,000 items',
    unit: 'ms',
    value: spreadOf(scans),
    floor: { what: 'one empty call of main and one painted element', value: spreadOf(rounds) },
  };
}

function fillCatalogue(file: string, items: readonly Item[]): void {
  const db = openTillDatabase(file);
  try {
    db.catalogue.apply(items);
  } finally {
    db.close();
  }
}

async function withTillPage(
  tillDirectory: string,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { executablePath, args } = await electronCommand();
  const app = await _electron.launch({
    executablePath,
    args: [...args, root],
    env: { ...(process.env as Record<string, string>), ROLLCALL_DATA: tillDirectory },
  });
  try {
    const page = await app.firstWindow();
    // The probe must hear a key before the page does, which takes away what a scanner typed.
    await page.addInitScript({ path: join(root, 'tools/bench/page-probe.js') });
    await page.getByTestId('sign-in-screen').waitFor();
    await page.reload();
    await use(page);
  } finally {
    await quit(app);
  }
}

/** Politely first; a till that does not end is ended. */
async function quit(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const timer = setTimeout(() => child.kill('SIGKILL'), quitMsMax);
  await app.close();
  clearTimeout(timer);
}

/** The first sign-in of the day: PIN, steps, seals, float. */
async function signIn(page: Page): Promise<void> {
  const cashier = demoOperators.find(({ role }) => role === 'cashier');
  if (!cashier) throw new Error('the demo has no cashier');
  await page.getByTestId(`operator-${cashier.number}`).click();
  await page.keyboard.type(cashier.pin, { delay: keyGapMs });
  for (const id of ['pin-submit', 'seals-intact', 'float-usual', 'float-confirm']) {
    await page.getByTestId(id).click({ timeout: 60_000 });
  }
  await page.getByTestId('sell-screen').waitFor();
}

/** A keyboard-wedge scanner: the code in a burst, then Enter. */
async function scan(page: Page, item: Item | undefined): Promise<number> {
  if (!item?.barcode) throw new Error('nothing to scan');
  const painted = page.evaluate<number>(`rollcallProbe.scan('${item.sku}')`);
  await page.keyboard.type(item.barcode);
  await page.keyboard.press('Enter');
  const ms = await painted;
  if (!(ms > 0)) throw new Error('the page saw the line and no scan');
  return ms;
}

async function abandon(page: Page): Promise<void> {
  await page.getByTestId('basket-abandon').click();
  await page.getByTestId('abandon-confirm').click();
  await page.getByTestId('basket-empty').waitFor();
}
