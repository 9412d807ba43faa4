/** No sale screen by any route before the sign-in. */
import { channels } from '../../domain/contract/ipc.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, givePin, signIn } from './pages/flows.ts';
import { invoke } from './pages/till.ts';

const guarded = Object.entries(channels)
  .filter(([, channel]) => channel.needs !== 'nobody')
  .map(([name, channel]) => ({ name, needs: channel.needs }));

/** Well-formed enough to pass the schemas, so that it is the gate that refuses. */
const inputs: Record<string, unknown> = {
  'catalogue.category': { category: 'drinks' },
  'catalogue.search': { text: 'water' },
  'basket.scan': { code: '6901025000003' },
  'basket.add': { sku: '10001', quantity: 1000 },
  'basket.setQuantity': { line: 1, quantity: 1000 },
  'basket.remove': { line: 1 },
  'basket.overridePrice': { line: 1, priceMinor: 1, reasonId: null },
  'basket.abandon': { saleId: '0190a1b2-0000-7000-8000-000000000001' },
  'sale.payCash': {
    saleId: '0190a1b2-0000-7000-8000-000000000001',
    amountMinor: 100,
    tenderedMinor: 100,
  },
  'sale.payCard': { saleId: '0190a1b2-0000-7000-8000-000000000001', amountMinor: 100 },
  'sale.payWallet': {
    saleId: '0190a1b2-0000-7000-8000-000000000001',
    amountMinor: 100,
    code: '134567890123456789',
  },
  'sale.askWallet': { attemptId: '0190a1b2-0000-7000-8000-000000000001' },
  'sale.cancelCard': { attemptId: '0190a1b2-0000-7000-8000-000000000001' },
  'sale.receipt': { saleId: '0190a1b2-0000-7000-8000-000000000001' },
  'sale.printReceipt': { saleId: '0190a1b2-0000-7000-8000-000000000001' },
  'bench.detect': { address: 'serial:///dev/ttyS0' },
  'bench.check': { device: 'pin-pad', level: 'internal' },
  'bench.test': { device: 'pin-pad', run: '1', test: { test: 'keys' } },
  'bench.saveTrace': { device: 'pin-pad' },
  'bench.register': {
    device: 'pin-pad',
    family: 'pin-pad',
    model: 'VP-5',
    serialNumber: 'X',
    seals: [],
    location: '',
    maintenanceDue: null,
  },
  'day.count': { businessDate: '2026-11-22', denominations: {} },
  'day.close': { businessDate: '2026-11-22', reasonId: null, accepts: [] },
};

test('refuses every guarded channel called directly before anybody has signed in', async ({
  openTill,
}) => {
  const { page } = await openTill();
  await page.getByTestId('sign-in-screen').waitFor();
  expect(guarded.length).toBeGreaterThan(20);
  for (const { name, needs } of guarded) {
    const answer = await invoke(page, name, inputs[name] ?? {});
    const kind = needs.startsWith('bench:') ? 'bench-closed' : 'not-signed-in';
    expect(answer, name).toMatchObject({ ok: false, problem: { kind } });
  }
  await expect(page.getByTestId('sell-screen')).toHaveCount(0);
});

test('shows no sale screen for an address, a reload, a second window or half a sign-in', async ({
  openTill,
}) => {
  const { app, page } = await openTill();
  await page.getByTestId('sign-in-screen').waitFor();
  for (const fragment of ['#/sell', '#sell', '?screen=sell']) {
    await page.evaluate((to) => {
      window.location.hash = to;
    }, fragment);
    await expect(page.getByTestId('sell-screen')).toHaveCount(0);
  }
  await page.evaluate(() => window.open(window.location.href));
  expect(app.windows()).toHaveLength(1);

  await givePin(page, cashier);
  await page.getByTestId('seals-panel').waitFor();
  const scanned = await invoke(page, 'basket.scan', inputs['basket.scan']);
  expect(scanned).toMatchObject({ ok: false, problem: { kind: 'not-signed-in' } });
  await page.reload();
  await page.getByTestId('sign-in-screen').waitFor();
  await expect(page.getByTestId('sell-screen')).toHaveCount(0);
});

test('asks for the PIN again after the screen was locked, and after a restart lets nobody sell', async ({
  openTill,
}) => {
  const first = await openTill();
  await signIn(first.page, cashier);
  await first.page.keyboard.press('F12');
  await first.page.getByTestId('locked-screen').waitFor();
  const behindTheLock = await invoke(first.page, 'basket.scan', inputs['basket.scan']);
  expect(behindTheLock).toMatchObject({ ok: false, problem: { kind: 'till-locked' } });
  await first.kill();

  const second = await openTill();
  await expect(
    second.page.getByTestId('locked-screen').or(second.page.getByTestId('sign-in-screen')),
  ).toBeVisible();
  const afterRestart = await invoke(second.page, 'basket.scan', inputs['basket.scan']);
  expect(afterRestart.ok).toBe(false);
});

test('answers rubbish with a refusal and goes on working', async ({ openTill }) => {
  const { page } = await openTill();
  await page.getByTestId('sign-in-screen').waitFor();
  for (const [channel, input] of [
    ['no.such', {}],
    ['__proto__', {}],
    ['signIn.begin', { number: '1007' }],
    ['signIn.begin', { number: "1007' OR 1=1", pin: '246810' }],
    ['signIn.begin', null],
    ['till.setLocale', { locale: 'fr' }],
  ] as const) {
    const answer = await invoke(page, channel, input);
    expect(answer, channel).toMatchObject({ ok: false, problem: { kind: 'bad-request' } });
  }
  expect(await invoke(page, 'till.state')).toMatchObject({ ok: true });
});
