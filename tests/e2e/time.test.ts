/** The day's end and a hand on the clock, once in real Electron; every case is in integration/main/gate-all-day. */
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { basketViewSchema } from '../../domain/contract/ipc.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, due, givePin, signIn } from './pages/flows.ts';
import { invoke, type TillWindow } from './pages/till.ts';

/** Two days: over the cut-over by the zone before the change and by the one after it, whatever the hour is. */
const jumpMs = 48 * 3_600_000;

/** What a hand on the system's clock does to main: it shows another time, and goes on as before. */
async function setClock({ app }: TillWindow, byMs: number): Promise<void> {
  await app.evaluate((_, ms) => {
    const before = Date.now;
    Date.now = () => before() + ms;
  }, byMs);
}

test('the till rolls over with a basket open, and sees the clock set back, the zone changed and a night asleep', async ({
  openTill,
  shop,
}) => {
  const till = await openTill();
  const { page, app } = till;
  await signIn(page, cashier);
  const bodies = (kind: string) =>
    readJournal(shop)
      .filter((entry) => entry.kind === kind)
      .map(({ body }) => body);

  // Another zone from the back office, two and a half hours west: the shift goes on.
  const office = new Database(join(dirname(shop.tillDirectory), 'back-office', 'back-office.db'));
  // As the office decides it: with a number of its own.
  office
    .prepare(
      `UPDATE stores SET version = version + 1, settings = json_set(settings, '$.zone', 'Asia/Kolkata')`,
    )
    .run();
  office.close();
  expect(await invoke(page, 'till.syncNow', {})).toMatchObject({ ok: true });
  expect(bodies('zone-changed')).toMatchObject([{ after: 'Asia/Kolkata 04:00' }]);
  await expect(page.getByTestId('sell-screen')).toBeVisible();

  // A basket is on the counter when the date rolls over; the process sleeps through it.
  const added = await invoke(page, 'basket.add', { sku: '10001', quantity: 1_000 });
  expect(added).toMatchObject({ ok: true });
  const lying = await invoke(page, 'basket.view', {});
  const { id: saleId, cashDueMinor: amountMinor } = basketViewSchema.parse(
    lying.ok ? lying.value : null,
  );
  await expect.poll(() => due(page)).toBeGreaterThan(0);
  const pid = app.process().pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  process.kill(pid, 'SIGCONT');
  await setClock(till, jumpMs);
  const paid = await invoke(page, 'sale.payCash', {
    saleId,
    amountMinor,
    tenderedMinor: 1_000_000,
  });
  expect(paid).toMatchObject({ ok: true });
  const refused = await invoke(page, 'basket.add', { sku: '10001', quantity: 1_000 });
  expect(['past-cut-over', 'not-signed-in']).toContain(refused.ok ? null : refused.problem.kind);
  await page.getByTestId('sign-in-screen').waitFor();
  await expect.poll(() => bodies('clock-moved').length).toBe(1);
  expect(bodies('clock-moved')).toMatchObject([{ direction: 'set-forward' }]);
  expect(bodies('signed-out')).toEqual([{ reason: 'cut-over' }]);
  const { sales, dates } = booked(shop.tillDirectory);
  expect([sales.length, dates.length]).toEqual([1, 1]);

  // The back office contradicts the clock: nobody sells on tomorrow's date.
  await givePin(page, cashier);
  await expect(page.getByTestId('sell-screen')).toHaveCount(0);
  await expect.poll(() => bodies('sign-in-failed').length).toBe(1);

  await setClock(till, -jumpMs);
  await expect.poll(() => bodies('clock-moved').length).toBe(2);
  expect(bodies('clock-moved')[1]).toMatchObject({ direction: 'set-back' });
  expect(bodies('anomaly-raised').map(({ anomaly }) => anomaly)).toEqual([
    'clock-moved',
    'clock-moved',
  ]);
});

/** Business dates of the sales, and of the sign-ins that opened the gate. */
function booked(tillDirectory: string): { sales: string[]; dates: string[] } {
  const db = new Database(join(tillDirectory, 'till.db'), { readonly: true });
  const of = (kind: string) =>
    db
      .prepare('SELECT DISTINCT business_date FROM journal WHERE kind = ?')
      .pluck()
      .all(kind) as string[];
  const sales = of('sale-completed');
  const dates = of('signed-in');
  db.close();
  expect(sales).toEqual(dates);
  return { sales, dates };
}
