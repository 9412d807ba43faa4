/** A device that takes cards is attached where no back office can be reached: a second person vouches for it all the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { emulatedSerialNumber } from '../../../../drivers/emulators/index.ts';
import { systemClock } from '../../../../main/machine/clock.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import { answerChallenge } from '../../../../server/people/one-time-codes.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ settings: { cutOver: farCutOver() } });
  expect(await shop.boot()).toBeNull();
  await shop.call('till.syncNow', {});
});
afterEach(() => shop.close());

const device = 'pin-pad';
const serialNumber = emulatedSerialNumber;
const row = {
  device,
  family: 'pin-pad' as const,
  model: 'VP-5',
  serialNumber,
  seals: ['S-77'],
  location: '2 号收银台',
  maintenanceDue: null,
};

/** From here on nobody can be reached. */
function away(): void {
  shop.onServerAsked = () => {
    throw new Problem('server-unreachable');
  };
}

function back(): void {
  shop.onServerAsked = () => {};
}

/** Another pad is registered by the technician; whoever signs in then cannot take cards. */
async function attach(): Promise<void> {
  const { number, pin } = people.technician;
  await shop.call('bench.open', {}, { number, pin });
  await shop.call('bench.register', row);
  await shop.signIn();
}

async function takesCards(): Promise<void> {
  await shop.fill();
  expect((await shop.payCard())?.stage).toBe('approved');
}

async function takesNoCards(): Promise<void> {
  await shop.fill();
  expect(await shop.refusal('sale.payCard', await shop.named())).toBe('device-unconfirmed');
  await shop.call('basket.abandon', await shop.named());
}

async function challenge(): Promise<string> {
  const { confirmation } = await shop.call('bench.registered', { device });
  if (!confirmation?.challenge) throw new Error('nothing to confirm');
  return confirmation.challenge;
}

/** What somebody of that name reads out on the telephone. */
async function codeOf(by: string): Promise<string> {
  const { store, till } = shop.db.identity() ?? { store: '', till: '' };
  const question = { store, till, challenge: await challenge(), by };
  const answer = await answerChallenge(shop.office.books.db, systemClock, question);
  expect(answer.request).toMatchObject({ purpose: 'device-confirm', family: 0 });
  expect(serialNumber.replace(/[^0-9A-Z]/g, '').endsWith(serialEndIn(answer.request))).toBe(true);
  return answer.code;
}
const serialEndIn = (request: object): string =>
  'serialEnd' in request ? String(request.serialEnd) : '?';

const waits = async () =>
  (await shop.call('bench.registered', { device })).registered?.unconfirmed !== undefined;

/** What the office has of the pad and says of the till, once it has heard of everything. */
async function atOffice() {
  const { store, till } = shop.db.identity() ?? { store: '', till: '' };
  const { db } = shop.office.books;
  await shop.call('till.syncNow', {});
  await reviewTill(db, systemClock, { store, till });
  const rows = await shop.office.admin.devices([store]);
  const pad = rows.find((one) => one.device.device === device);
  const anomalies = await listAnomalies(db, { stores: [store], limit: 50 });
  return {
    unconfirmed: pad?.device.unconfirmed !== undefined,
    told: anomalies
      .map(({ anomaly, params }) => `${anomaly} ${params.why ?? params.what ?? ''}`)
      .sort(),
  };
}

describe('a device of which nobody else has heard', () => {
  it('takes cards by a code of the back office, which agrees when it is reached', async () => {
    away();
    await attach();
    await takesNoCards();
    const code = await codeOf('Head office');
    expect(await shop.refusal('bench.confirm', { device, serialNumber, code: '000-000-000' })).toBe(
      'code-wrong',
    );
    expect(await shop.refusal('bench.confirm', { device, serialNumber: 'VP5-1', code })).toBe(
      'approval-refused',
    );
    await shop.call('bench.confirm', { device, serialNumber, code });
    expect(await waits()).toBe(false);
    await takesCards();
    expect(await shop.refusal('bench.confirm', { device, serialNumber, code })).toBe(
      'approval-refused',
    );
    expect(shop.journal().findLast(({ kind }) => kind === 'device-confirmed')).toMatchObject({
      operator: people.cashier.number,
      body: { device, serialNumber, by: null, challenge: expect.any(String) },
    });
    back();
    const office = await atOffice();
    expect(office.unconfirmed).toBe(false);
    expect(office.told).toEqual(['device-changed registered']);
    await shop.call('till.signOut', {});
    const view = await shop.signIn('other');
    expect(view.steps.flatMap(({ problems }) => problems.map(({ kind }) => kind))).not.toContain(
      'owned-taken-anew',
    );
    expect(await waits()).toBe(false);
  });

  it('is not vouched for by whoever attached it under the other name: the back office takes it back', async () => {
    const technician = shop.db.operators.find(people.technician.number);
    away();
    await attach();
    const code = await codeOf(technician?.name ?? '');
    await shop.call('bench.confirm', { device, serialNumber, code });
    back();
    const office = await atOffice();
    expect(office.unconfirmed).toBe(true);
    expect(office.told).toContain('entry-doubted unentitled');
    await shop.call('till.signOut', {});
    await shop.signIn('other');
    expect(await waits()).toBe(true);
    await takesNoCards();
  });

  it('is vouched for by a manager here only where the store lets them', async () => {
    await attach();
    const { number, pin } = people.manager;
    const asked = { device, serialNumber };
    const view = await shop.call('bench.registered', { device });
    expect(view.confirmation).toMatchObject({ byManager: false });
    expect(await shop.refusal('bench.confirm', asked)).toBe('not-permitted');
    const settings = shop.db.settings.load();
    if (!settings) throw new Error('no settings');
    const { store, admin } = shop.office;
    await admin.putSettings(store, { ...settings, managerConfirmsDevices: true });
    await shop.call('till.syncNow', {});
    const { number: cashier, pin: theirs } = people.other;
    const byCashier = await shop.refusal('bench.confirm', asked, { number: cashier, pin: theirs });
    expect(byCashier).toBe('approval-refused');
    await takesNoCards();
    await shop.call('bench.confirm', asked, { number, pin });
    await takesCards();
    const office = await atOffice();
    expect(office.unconfirmed).toBe(false);
    expect(office.told).toEqual(['device-changed registered']);
  });

  it('a manager who was let by a changed file is not believed', async () => {
    await attach();
    const settings = shop.db.settings.load();
    if (!settings) throw new Error('no settings');
    shop.db.settings.save({ ...settings, managerConfirmsDevices: true });
    const { number, pin } = people.manager;
    await shop.call('bench.confirm', { device, serialNumber }, { number, pin });
    const office = await atOffice();
    expect(office.unconfirmed).toBe(true);
    expect(office.told).toContain('entry-doubted unentitled');
  });
});
