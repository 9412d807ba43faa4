/** When the till tidies its file up: on virtual time, with the whole till, its real file, the real back office. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cast } from '../../../../tools/simulate/cast.ts';
import { openCounter } from '../../../../tools/simulate/counter.ts';
import { openShop } from '../../../../tools/simulate/shop.ts';

test('its file is tidied up after some fifty entries, and not while goods lie on the counter', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-tidy-'));
  const startMs = Date.UTC(2026, 10, 22, 1, 0);
  const shop = await openShop({ seed: 7, directory, startMs, cut: null, counter: openCounter });
  onTestFinished(async () => {
    await shop.close();
    rmSync(directory, { recursive: true, force: true });
  });
  await shop.call('signIn.begin', { number: cast.morning.number, pin: cast.morning.pin });
  for (;;) {
    const { operator, verdict, waitsFor } = await shop.call('signIn.view', {});
    if (operator === null || verdict !== 'running') break;
    if (waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    else if (waitsFor === 'float') {
      await shop.call('signIn.countFloat', { denominations: { 10000: 5 } });
    } else await shop.pass(200);
  }
  const fill = async () => {
    const [item] = shop.office.items.filter(({ unit }) => unit === 'piece');
    await shop.call('basket.add', { sku: item?.sku ?? '', quantity: 1_000 });
  };
  const pay = async () => {
    const { id: saleId, cashDueMinor: amountMinor } = await shop.call('basket.view', {});
    await shop.call('sale.payCash', { saleId, amountMinor, tenderedMinor: 10_000_00 });
  };
  /** How often the WAL was begun anew: bytes 12 to 15 of its header (sqlite.org/walformat.html, 4.1). */
  const begunAnew = () => readFileSync(join(directory, 'till.db-wal')).readUInt32BE(12);

  await shop.pass(10_000);
  const before = begunAnew();
  for (let sold = 0; sold < 50; sold += 1) {
    await fill();
    await pay();
  }
  await fill();
  await shop.pass(10_000);
  expect(begunAnew()).toBe(before);
  await pay();
  await shop.pass(10_000);
  expect(begunAnew()).toBe(before + 1);
  await shop.pass(60_000);
  expect(begunAnew()).toBe(before + 1);
});
