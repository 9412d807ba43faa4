/** What is well-formed and makes no sense is put aside, or somebody is told: sums, rights, presence, dates, numbers. */
import { expect, it } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { newcomer, type Operator } from '../../../../domain/people/operator.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import {
  joinTill,
  type LooseFact,
  type Office,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { onBothStores } from '../stores.ts';

type Till = WireTill & { store: string };
const dayMs = 24 * 3_600_000;

function person(number: string, role: string): Operator {
  const pinHash = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g';
  return { number, name: number, role, locale: 'en', pinHash, ...newcomer, withdrawn: false };
}

async function shop(office: Office): Promise<Till> {
  const till = await joinTill(office);
  await office.admin.putOperators(till.store, [
    person('1001', 'cashier'),
    person('7001', 'technician'),
    person('9001', 'manager'),
  ]);
  return till;
}

const signedIn = (role: string): LooseFact => ({
  kind: 'signed-in',
  body: { role, offline: false, steps: [] },
});
const registered = (device: string): Fact => ({
  kind: 'device-registered',
  body: {
    device,
    family: 'printer',
    model: 'TM-T88',
    serialNumber: 'X1',
    seals: [],
    location: '',
    maintenanceDue: null,
  },
});

async function push(
  office: Office,
  till: Till,
  facts: readonly LooseFact[],
  over: { at?: number; businessDate?: string; operator?: string | null } = {},
): Promise<void> {
  const where = { at: office.clock.now(), operator: '1001', ...over };
  const entries = till.write(facts, where);
  for (let from = 0; from < entries.length; from += 500) {
    const batch = { entries: entries.slice(from, from + 500) };
    expect(await till.call('push', batch)).toMatchObject({ status: 200 });
  }
}

/** Without the office's own date, which ends the key of each. */
async function found(office: Office, till: Till) {
  await reviewTill(office.store.db, office.clock, till);
  const all = await listAnomalies(office.store.db, {
    stores: [till.store],
    till: till.till,
    limit: 50,
  });
  return all.map(({ anomaly, params, entries }) => ({ anomaly, params, entries }));
}
const doubted = (why: string, operator: string, ...entries: number[]) => ({
  anomaly: 'entry-doubted',
  params: { why, operator },
  entries,
});

async function aside(office: Office, till: Till) {
  return office.store.db
    .selectFrom('put_aside')
    .select(['seq', 'reason'])
    .where('till_id', '=', till.till)
    .orderBy('seq')
    .execute();
}

onBothStores('Sense', (newOffice) => {
  const newId = countingIds();

  it('takes an honest day without a word', async () => {
    const office = await newOffice();
    const till = await shop(office);
    await push(office, till, [
      signedIn('cashier'),
      cashSale(newId(), 1),
      cashSale(newId(), 2, 730),
    ]);
    await push(office, till, [registered('printer')], { operator: '7001' });
    expect(await found(office, till)).toEqual([]);
    expect(await aside(office, till)).toEqual([]);
  });

  it('puts a sale aside that is not the sum of its parts: it is in no total, and somebody is told', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const honest = cashSale(newId(), 1, 1) as Extract<Fact, { kind: 'sale-completed' }>;
    const [tender] = honest.body.tenders;
    if (tender?.kind !== 'cash') throw new Error('not cash');
    const minor = 999_999;
    const forged: Fact = {
      kind: 'sale-completed',
      body: {
        ...honest.body,
        totalMinor: minor,
        tenders: [{ ...tender, amountMinor: minor, tenderedMinor: minor }],
      },
    };
    await push(office, till, [signedIn('cashier'), forged, cashSale(newId(), 2, 500)]);
    expect(await aside(office, till)).toEqual([{ seq: 2, reason: 'sums do not add up' }]);
    const { digests } = (await till.call('digests', { from: '2026-11-22' })).body as {
      digests: { sums: Record<string, number>; entries: number }[];
    };
    expect(digests).toMatchObject([{ sums: { 'sales.minor': 500 }, entries: 3 }]);
    expect(await found(office, till)).toEqual([doubted('sums', '1001', 2)]);
  });

  it('takes no row of the register from a cashier, nor more rows than a till has devices', async () => {
    const office = await newOffice();
    const till = await shop(office);
    await push(office, till, [registered('pin-pad')]);
    const rows = Array.from({ length: 300 }, (_, index) => registered(`printer-${index}`));
    await push(office, till, rows, { operator: '7001' });
    expect(await office.admin.devices([till.store])).toHaveLength(20);
    const reasons = await aside(office, till);
    expect(reasons).toHaveLength(1 + 280);
    expect(reasons[0]).toEqual({ seq: 1, reason: 'without the right' });
    expect(reasons.at(-1)).toEqual({ seq: 301, reason: 'more than a till has' });
    const told = await found(office, till);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(doubted('unentitled', '1001', 1));
    // Three hundred strange rows are one anomaly with the last hundred behind it.
    const crowd = told.find(({ params }) => params.why === 'crowd');
    expect(crowd?.entries).toHaveLength(100);
    expect(crowd?.entries.at(-1)).toBe(301);
  });

  it('holds a new row of what takes cards against the register, whoever wrote that, until it is confirmed', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const pad = {
      device: 'pin-pad',
      family: 'pin-pad',
      model: 'VP-5',
      serialNumber: 'A1',
      seals: ['S-1'],
      location: '',
      maintenanceDue: null,
    } as const;
    await office.admin.putDevices(till.store, till.till, [{ ...pad, seals: [...pad.seals] }]);
    const body = { ...pad, serialNumber: null, seals: [] };
    await push(office, till, [{ kind: 'device-registered', body }], { operator: '7001' });
    const now = office.clock.now();
    const seen = await office.admin.findDevice(till.store, till.till, 'pin-pad');
    expect(seen?.value).toEqual({ ...body, unconfirmed: { by: '7001', at: now, before: 'A1' } });
    const { body: pulled } = await till.call('pull', { cursor: '' });
    expect(pulled).toMatchObject({ devices: [{ unconfirmed: { by: '7001' } }] });
    expect(await found(office, till)).toEqual([
      {
        anomaly: 'device-changed',
        params: { what: 'registered', device: 'pin-pad', before: 'A1', after: '-' },
        entries: [1],
      },
    ]);
  });

  it('tells of a sale by somebody who is not signed in or may not sell, and of rights nobody gave', async () => {
    const office = await newOffice();
    const till = await shop(office);
    await push(office, till, [cashSale(newId(), 1)]);
    await push(office, till, [signedIn('cashier')]);
    await push(office, till, [cashSale(newId(), 2)], { operator: '9001' });
    await push(office, till, [signedIn('manager')]);
    await push(office, till, [signedIn('technician'), cashSale(newId(), 3)], { operator: '7001' });
    await push(office, till, [signedIn('cashier')], { operator: '4444' });
    const told = await found(office, till);
    expect(told).toHaveLength(5);
    for (const each of [
      doubted('absent', '1001', 1),
      doubted('absent', '9001', 3),
      doubted('role', '1001', 4),
      doubted('unentitled', '7001', 6),
      doubted('unentitled', '4444', 7),
    ]) {
      expect(told).toContainEqual(each);
    }
  });

  it('tells of a price approved by nobody of the shop, or by somebody who sold elsewhere in that moment', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const other = await joinTill(office, till.store, '2');
    const overridden = (approvedBy: string): Fact => ({
      kind: 'price-overridden',
      body: { saleId: newId(), sku: '1', listPriceMinor: 200, priceMinor: 1, approvedBy },
    });
    await push(office, other, [signedIn('manager'), cashSale(newId(), 1)], { operator: '9001' });
    await push(office, till, [signedIn('cashier'), overridden('9001'), overridden('8888')]);
    office.clock.advance(60_000);
    await push(office, till, [overridden('9001')]);
    const told = await found(office, till);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(doubted('elsewhere', '9001', 2));
    expect(told).toContainEqual({
      anomaly: 'decided-alone',
      params: { why: 'unentitled', operator: '8888' },
      entries: [3],
    });
  });

  it('tells once of dates far off, however many, and not of a till that was away for weeks', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const before = office.clock.now();
    office.clock.advance(20 * dayMs);
    await push(office, till, [signedIn('cashier')], { at: before });
    expect(await found(office, till)).toEqual([]);
    const at = Date.UTC(2031, 0, 1, 4);
    await push(office, till, [{ kind: 'till-locked', body: {} }], {
      at,
      businessDate: '2031-01-01',
    });
    await push(office, till, [{ kind: 'till-unlocked', body: {} }], { businessDate: '2019-05-05' });
    expect(await found(office, till)).toEqual([
      {
        anomaly: 'entries-misdated',
        params: { first: '2019-05-05', last: '2031-01-01' },
        entries: [2, 3],
      },
    ]);
  });
});
