import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedSerialNumber } from '../../../../drivers/emulators/index.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const padRow = {
  device: 'pin-pad',
  family: 'pin-pad' as const,
  model: 'VP-5',
  serialNumber: 'VP5-9990001',
  seals: ['S-77'],
  location: '2 号收银台',
  maintenanceDue: '2027-05-31',
};

const open = (who: keyof typeof people) => {
  const { number, pin } = people[who];
  return shop.call('bench.open', {}, { number, pin });
};

describe('the bench', () => {
  it('opens for a technician before anybody has signed in, and says so in the journal', async () => {
    expect((await shop.call('bench.view', {})).operator).toBeNull();
    const view = await open('technician');
    expect(view).toMatchObject({
      operator: { number: people.technician.number },
      mayRaw: true,
      mayRegister: true,
    });
    const opened = shop.journal().find(({ kind }) => kind === 'bench-opened');
    expect(opened).toMatchObject({
      operator: people.technician.number,
      body: { number: people.technician.number },
    });
  });

  it('lets a manager test but send no raw bytes and register nothing; a cashier nothing at all', async () => {
    const { number, pin } = people.cashier;
    expect(await shop.refusal('bench.open', {}, { number, pin })).toBe('approval-refused');
    expect(await open('manager')).toMatchObject({ mayRaw: false, mayRegister: false });
    const raw = { device: 'pin-pad', run: '1', test: { test: 'raw', hex: '04', waitMs: 0 } };
    expect(await shop.refusal('bench.test', raw)).toBe('not-permitted');
    expect(await shop.refusal('bench.register', padRow)).toBe('not-permitted');
  });

  it('shuts when it is closed', async () => {
    await open('technician');
    await shop.call('bench.close', {});
    const check = { device: 'pin-pad', level: 'internal' };
    expect(await shop.refusal('bench.check', check)).toBe('bench-closed');
  });

  it('keeps each check with its date, its device and who made it, newest first', async () => {
    await open('technician');
    await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    shop.emulators.control.pad.tamper();
    await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    const { checks } = await shop.call('bench.checks', { device: 'pin-pad' });
    expect(checks.map(({ check, outcome, operator }) => [check, outcome, operator])).toEqual([
      ['health-internal', 'failed', people.technician.number],
      ['health-internal', 'passed', people.technician.number],
    ]);
    expect(checks[1]).toMatchObject({ serialNumber: expect.any(String), device: 'pin-pad' });
    expect((await shop.call('bench.checks', { device: 'printer' })).checks).toEqual([]);
    await shop.closeTill();
    await shop.boot();
    await open('technician');
    expect((await shop.call('bench.checks', { device: 'pin-pad' })).checks).toHaveLength(2);
  });

  it('writes a device into the register of this till and of the back office', async () => {
    await open('technician');
    await shop.call('bench.register', padRow);
    const { registered } = await shop.call('bench.registered', { device: 'pin-pad' });
    const { technician } = people;
    const unconfirmed = {
      by: technician.number,
      at: expect.any(Number),
      before: emulatedSerialNumber,
    };
    expect(registered).toEqual({ ...padRow, unconfirmed });
    await expect
      .poll(async () => (await shop.office.entries()).map(({ kind }) => kind), { timeout: 10_000 })
      .toContain('device-registered');
    // Whoever pulls everything afterwards gets the technician's row.
    const view = await shop.signIn();
    expect(view.steps.find(({ step }) => step === 'devices')).toMatchObject({
      state: 'failed',
      problems: [
        { kind: 'device-swapped', params: { registered: padRow.serialNumber } },
        { kind: 'device-unconfirmed', params: { by: people.technician.number } },
      ],
    });
    await open('technician');
    const again = await shop.call('bench.registered', { device: 'pin-pad' });
    expect(again.registered).toEqual({ ...padRow, unconfirmed });
    const raised = shop.journal().filter(({ kind }) => kind === 'anomaly-raised');
    expect(raised.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({
        anomaly: 'device-changed',
        params: {
          what: 'registered',
          device: 'pin-pad',
          before: emulatedSerialNumber,
          after: padRow.serialNumber,
        },
      }),
    );
  });

  it('refuses a payment card’s number in what is written of a device, and registers nothing', async () => {
    await open('technician');
    for (const row of [
      { ...padRow, serialNumber: '4111111111111111' },
      { ...padRow, location: 'drawer of 4111 1111 1111 1111' },
    ]) {
      expect(await shop.refusal('bench.register', row)).toBe('card-number-typed');
    }
    expect(shop.kinds()).not.toContain('device-registered');
  });

  it('has a device whose own number reads like a card’s: told, tested, registered, in groups of three', async () => {
    shop.emulators.control.pad.setSerialNumber('6200000000000013');
    const serialNumber = '620-000-000-000-001-3';
    await open('technician');
    expect(await shop.call('devices.identify', { device: 'pin-pad' })).toMatchObject({
      serialNumber,
    });
    await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    expect(shop.journal().findLast(({ kind }) => kind === 'device-checked')?.body).toMatchObject({
      serialNumber,
      facts: { serial: serialNumber },
    });
    await shop.call('bench.register', { ...padRow, serialNumber });
    expect((await shop.signIn()).steps.find(({ step }) => step === 'devices')).toMatchObject({
      problems: [{ kind: 'device-unconfirmed' }],
    });
  });

  it('takes no card with what it registered until the back office has confirmed it; cash goes on', async () => {
    await open('technician');
    const row = { ...padRow, serialNumber: emulatedSerialNumber };
    await shop.call('bench.register', row);
    const view = await shop.signIn();
    expect(view.verdict).toBe('may-open');
    expect(view.steps.find(({ step }) => step === 'devices')?.problems).toMatchObject([
      { kind: 'device-unconfirmed', params: { by: people.technician.number } },
    ]);
    const dueMinor = await shop.fill();
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('device-unconfirmed');
    await shop.payCash(dueMinor + 100);
    const { store } = shop.office;
    const till = shop.journal()[0]?.till ?? '';
    await shop.call('till.syncNow', {});
    await shop.office.admin.putDevices(store, till, [row]);
    await shop.call('till.syncNow', {});
    await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
  });

  it('finds out what is at an address and uses it from then on', async () => {
    await open('technician');
    const [pad] = shop.emulators.devices;
    const address = pad?.address ?? '';
    const { findings } = await shop.call('bench.detect', { address });
    expect(findings).toMatchObject([{ family: 'pin-pad', protocol: 'visa' }]);
    const [finding] = findings;
    if (!finding) throw new Error('nothing found');
    expect(await shop.call('bench.attach', finding)).toEqual({ device: 'pin-pad' });
    expect(shop.savedDevices?.find(({ device }) => device === 'pin-pad')).toMatchObject({
      address: finding.address,
      protocol: 'visa',
    });
    expect(shop.savedDevices).toHaveLength(shop.emulators.devices.length);
    const check = await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    expect(check.state).toBe('healthy');
    expect(shop.kinds()).toContain('device-attached');
  });

  it('makes the report to hand over, with every check and the plot of the last soak', async () => {
    await open('technician');
    await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    const test = { test: 'soak' as const, exchanges: 5 };
    await shop.call('bench.test', { device: 'pin-pad', run: 'soak', test });
    await shop.call('bench.report', { device: 'pin-pad', locale: 'zh-CN', sentences: [] });
    const [file] = shop.saved;
    expect(file?.name).toBe(`pin-pad-${emulatedSerialNumber}.pdf`);
    expect(Buffer.from(file?.bytes ?? []).toString('latin1')).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/);
    expect(shop.kinds().filter((kind) => kind === 'device-checked')).toHaveLength(2);
  });

  it('saves the trace as lines, and nothing of a card in them', async () => {
    await open('technician');
    await shop.call('bench.check', { device: 'pin-pad', level: 'internal' });
    await shop.call('bench.saveTrace', { device: 'pin-pad' });
    const [file] = shop.saved;
    expect(file?.name).toBe('pin-pad-trace.tsv');
    const lines = Buffer.from(file?.bytes ?? [])
      .toString('utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t(in|out)\t([0-9A-F]{2}|••)/);
  });
});
