import { expect, it } from 'vitest';
import { type Pulled, pulledSchema } from '../../../../domain/contract/sync.ts';
import type { RegisteredDevice } from '../../../../domain/devices/register.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { newcomer, type Operator } from '../../../../domain/people/operator.ts';
import { hashPin } from '../../../../server/people/pin-hash.ts';
import { joinTill, settings, type WireTill } from '../../../helpers/back-office.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { onBothStores } from '../stores.ts';

const item = (sku: string, priceMinor = 350): Item => ({
  sku,
  name: { zh: `商品 ${sku}`, en: `Item ${sku}` },
  pinyin: 'sp',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
});

const device: RegisteredDevice = {
  device: 'pin-pad',
  family: 'pin-pad',
  model: 'VP-5',
  serialNumber: '48213307',
  seals: ['S-1'],
  location: '1',
  maintenanceDue: null,
};

async function pull(till: WireTill, cursor: string): Promise<Pulled> {
  const answer = await till.call('pull', { cursor });
  expect(answer.status).toBe(200);
  return pulledSchema.parse(answer.body);
}

onBothStores('Pulling what the server owns', (newOffice) => {
  it('brings everything at first, then nothing, then what changed', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const pinHash = await hashPin('2580', seededRandom('pin'));
    const operator: Operator = {
      number: '1001',
      name: '李敏',
      role: 'cashier',
      locale: 'zh-CN',
      pinHash,
      ...newcomer,
      withdrawn: false,
    };
    await office.admin.putItems(till.store, [item('10001'), item('10002')]);
    await office.admin.putOperators(till.store, [operator]);
    await office.admin.putDevices(till.store, till.till, [device]);
    await office.admin.publishRelease(till.store, { version: '0.2.0', mandatory: true });

    const first = await pull(till, '');
    expect(first).toMatchObject({
      operators: [operator],
      devices: [device],
      settings,
      release: { version: '0.2.0', mandatory: true },
      serverTime: office.clock.now(),
    });
    expect(first.items.map(({ sku }) => sku).sort()).toEqual(['10001', '10002']);

    const nothing = await pull(till, first.cursor);
    expect(nothing).toMatchObject({ items: [], operators: [], devices: [] });
    expect(nothing.cursor).toBe(first.cursor);

    await office.admin.putItems(till.store, [item('10002', 399), item('10001')]);
    const changed = await pull(till, first.cursor);
    expect(changed).toMatchObject({ items: [item('10002', 399)], operators: [], devices: [] });
  });

  it('brings everything for a cursor that is not one of its own', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const other = await joinTill(office);
    await office.admin.putItems(till.store, [item('10001')]);
    await office.admin.putItems(other.store, [item('20001'), item('20002')]);
    const { cursor } = await pull(other, '');
    for (const strange of ['', 'x', '0', `${till.store}.999`, `${till.store}.-1`, cursor]) {
      const { items } = await pull(till, strange);
      expect(items.map(({ sku }) => sku)).toEqual(['10001']);
    }
  });

  it('gives a till its own devices, and no other store its items', async () => {
    const office = await newOffice();
    const one = await joinTill(office);
    const two = await joinTill(office, one.store, '2');
    const elsewhere = await joinTill(office);
    await office.admin.putItems(one.store, [item('10001')]);
    await office.admin.putDevices(one.store, one.till, [device]);
    expect(await pull(one, '')).toMatchObject({ devices: [device], items: [item('10001')] });
    expect(await pull(two, '')).toMatchObject({ devices: [], items: [item('10001')] });
    expect(await pull(elsewhere, '')).toMatchObject({ devices: [], items: [] });
  });

  it('brings new settings with every pull', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const { cursor } = await pull(till, '');
    await office.admin.putSettings(till.store, { ...settings, cutOver: '05:00' });
    expect((await pull(till, cursor)).settings.cutOver).toBe('05:00');
  });

  it('brings a catalogue of thousands in one go', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const items = Array.from({ length: 2_500 }, (_, index) => item(String(100_000 + index)));
    await office.admin.putItems(till.store, items);
    expect((await pull(till, '')).items).toHaveLength(2_500);
  });
});
