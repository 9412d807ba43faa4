/** Promotions, operators, devices, releases and anomalies in the console, by requests. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { verify } from 'argon2';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { RegisteredDevice } from '../../../../domain/devices/register.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { newcomer } from '../../../../domain/people/operator.ts';
import { judgeSecret } from '../../../../domain/people/ways-in.ts';
import { hashPin, hashToken } from '../../../../server/people/pin-hash.ts';
import {
  joinTill,
  type Office,
  officeMorning,
  openOffice,
  settings,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

const milk: Item = {
  sku: '10001',
  name: { zh: '牛奶', en: 'Milk' },
  pinyin: 'nn',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 650,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
};

let office: Office;
let till: WireTill & { store: string };
let boss: Visitor;
const at = (path: string) => `${path}${path.includes('?') ? '&' : '?'}store=${till.store}`;
const hidden = (text: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
const shown = (text: string, testId: string) =>
  new RegExp(`data-testid="${testId}"[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
const audited = async () =>
  (await office.store.db.selectFrom('audit').selectAll().execute()).map(({ what }) => what);

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  till = await joinTill(office);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
  await boss.get('/catalogue?lang=en');
});

describe('a promotion', () => {
  const form = {
    name_zh: '买二送一',
    name_en: 'Three for two',
    from: '2026-11-22',
    until: '2026-11-30',
    skus: '10001',
    rule: 'buy-get',
    buy: '2',
    free: '1',
    seen: '',
  };
  const all = () => office.admin.promotions(till.store);
  beforeEach(() => office.admin.putItems(till.store, [milk]));

  it('is shown with its effect before it is made, then made, changed and ended', async () => {
    const path = at('/promotions/new');
    const preview = await boss.post(path, { ...form, act: 'preview', preview_sku: '10001' });
    const text = await preview.text();
    expect(text).toMatch(
      /effect-2"[\s\S]*?13\.00[\s\S]*?13\.00[\s\S]*?effect-3"[\s\S]*?19\.50[\s\S]*?13\.00/,
    );
    expect(await all()).toEqual([]);

    expect((await boss.post(path, form)).status).toBe(303);
    const [made] = await all();
    expect(made?.value).toMatchObject({
      name: { zh: '买二送一', en: 'Three for two' },
      rule: { kind: 'buy-get', buy: 2, free: 1 },
      skus: ['10001'],
      withdrawn: false,
    });
    const edit = at(`/promotions/${made?.value.id}`);
    const page = await (await boss.get(edit)).text();
    const bundle = {
      ...form,
      rule: 'bundle',
      quantity: '2',
      price: '10.00',
      skus: '',
      categories: ['drinks', 'fresh'],
    };
    expect((await boss.post(edit, { ...bundle, seen: hidden(page, 'seen') })).status).toBe(303);
    expect((await all())[0]?.value).toMatchObject({
      rule: { kind: 'bundle', quantity: 2, priceMinor: 1_000 },
      skus: [],
      categories: ['drinks', 'fresh'],
    });
    const late = await boss.post(edit, { ...form, seen: hidden(page, 'seen') });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('value="10.00"');

    const seen = hidden(await (await boss.get(edit)).text(), 'seen');
    const end = at(`/promotions/${made?.value.id}/end`);
    expect((await boss.post(end, { seen })).status).toBe(303);
    expect((await all())[0]?.value.withdrawn).toBe(true);
    expect(await audited()).toEqual(
      expect.arrayContaining(['promotion-added', 'promotion-changed', 'promotion-ended']),
    );
  });

  it.each([
    ['skus', { skus: '10001 99999' }, 'There are no such items: 99999'],
    ['skus', { skus: '' }, 'Give item numbers, or choose a category.'],
    ['until', { until: '2026-11-21' }, 'The last date is not before the first.'],
    ['percent', { rule: 'percent-off', percent: '101' }, 'A percentage from 0.01 to 100.'],
    ['quantity', { rule: 'bundle', quantity: '1', price: '1' }, 'A whole number from 2 to 999.'],
    ['name_en', { name_en: ' ' }, 'Give a name in each language'],
  ])('with wrong %s is refused with a sentence: %j', async (field, over, sentence) => {
    const answer = await boss.post(at('/promotions/new'), { ...form, ...over });
    expect(answer.status).toBe(422);
    expect(shown(await answer.text(), `error-${field}`)).toContain(sentence);
  });
});

describe('an operator', () => {
  const find = async () => {
    const found = await office.admin.findOperator(till.store, '1001');
    if (!found) throw new Error('no operator');
    return found.value;
  };
  const act = async (part: string, fields: Record<string, string> = {}) => {
    const seen = hidden(await (await boss.get(at('/operators/1001'))).text(), 'seen');
    return boss.post(at(`/operators/1001${part}`), { seen, ...fields });
  };
  beforeEach(async () => {
    const pinHash = await hashPin('2580', seededRandom('pin'));
    const one = { number: '1001', name: '李敏', role: 'cashier', locale: 'zh-CN' } as const;
    await office.admin.putOperators(till.store, [
      { ...one, pinHash, ...newcomer, withdrawn: false },
    ]);
  });

  it('is taken on with a temporary PIN that is shown once and must be changed', async () => {
    const form = { number: '2001', name: '王芳', role: 'cashier', locale: 'zh-CN' };
    const answer = await boss.post(at('/operators'), form);
    const pin = shown(await answer.text(), 'temporary-pin');
    expect(pin).toMatch(/^\d{6}$/);
    expect(judgeSecret(settings.secrets, '2001', pin)).toBeNull();
    const made = (await office.admin.findOperator(till.store, '2001'))?.value;
    expect(made).toMatchObject({ mustChangeSecret: true, secretSetAt: officeMorning });
    expect(await verify(made?.pinHash ?? '', pin)).toBe(true);
    const everything = JSON.stringify(
      await office.store.db.selectFrom('audit').selectAll().execute(),
    );
    expect(everything).toContain('operator-added');
    expect(everything).not.toContain(pin);
    expect(await (await boss.get(at('/operators/2001'))).text()).not.toContain(pin);
    const again = await boss.post(at('/operators'), form);
    expect(shown(await again.text(), 'error-number')).toBe('Somebody has this number.');
  });

  it('changes role, gets a new PIN, is unlocked and is withdrawn', async () => {
    expect((await act('', { name: '李敏', role: 'manager', locale: 'en' })).status).toBe(303);
    expect(await find()).toMatchObject({ role: 'manager', locale: 'en', withdrawn: false });
    expect((await act('/unlock')).status).toBe(303);
    expect((await find()).unlockedAt).toBe(officeMorning);
    const pin = shown(await (await act('/secret')).text(), 'temporary-pin');
    expect(await verify((await find()).pinHash, pin)).toBe(true);
    expect((await find()).mustChangeSecret).toBe(true);
    await act('', { name: '李敏', role: 'cashier', locale: 'en', withdrawn: 'yes' });
    expect(await find()).toMatchObject({ role: 'cashier', withdrawn: true });
  });

  it('gets a badge that a scanner reads, shown once; only its hash is kept', async () => {
    const answer = await act('/badge');
    const text = await answer.text();
    const said = shown(text, 'badge-text');
    expect(said).toMatch(/^RC1:[0-9A-Z]{26}$/);
    const [token] = (await find()).tokens;
    expect(token).toEqual({ kind: 'badge', hash: await hashToken(till.store, 'badge', said) });
    const svg = /<svg[\s\S]*<\/svg>/.exec(text)?.[0] ?? '';
    expect(svg).not.toContain('style');
    expect(await readSvg(svg)).toBe(said);
    expect(await (await boss.get(at('/operators/1001'))).text()).not.toContain(said);
    await act('/tokens/removal', { hash: token?.hash ?? '' });
    expect((await find()).tokens).toEqual([]);
  });

  it('gets a staff card, once, and never a bank card', async () => {
    const wrong = await act('/card', { card: '6200000000000013' });
    expect(shown(await wrong.text(), 'error-card')).toContain('not that of a bank card');
    expect((await act('/card', { card: '90001234' })).status).toBe(303);
    expect((await find()).tokens).toEqual([
      { kind: 'card', hash: await hashToken(till.store, 'card', '90001234') },
    ]);
    const again = await act('/card', { card: '90001234' });
    expect(shown(await again.text(), 'error-card')).toBe('This card belongs to operator 1001.');
    expect(
      JSON.stringify(await office.store.db.selectFrom('audit').selectAll().execute()),
    ).not.toContain('90001234');
  });

  it('is not changed by a form that is older than the last change', async () => {
    const seen = hidden(await (await boss.get(at('/operators/1001'))).text(), 'seen');
    await act('/unlock');
    const late = await boss.post(at('/operators/1001/secret'), { seen });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('data-testid="stale"');
    expect((await find()).mustChangeSecret).toBe(false);
  });
});

/** A picture of dark modules, as a camera would see the paper. */
async function readSvg(svg: string): Promise<string | undefined> {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 8;
  const data = new Uint8ClampedArray(4 * (size * scale) ** 2).fill(255);
  let [x, y] = [0, 0];
  const path = / d="([^"]*)"/.exec(svg)?.[1] ?? '';
  for (const [, command, arguments_ = ''] of path.matchAll(/([MmHhVvZz])([^MmHhVvZz]*)/g)) {
    const [a = 0, b = 0] = arguments_
      .trim()
      .split(/[ ,]+|(?=-)/)
      .map(Number);
    if (command === 'M') [x, y] = [a, b];
    if (command === 'm') [x, y] = [x + a, y + b];
    if (command !== 'M' && command !== 'm') continue;
    for (let dy = 0; dy < scale; dy += 1) {
      const from = 4 * ((y * scale + dy) * size * scale + x * scale);
      for (let at_ = from; at_ < from + 4 * scale; at_ += 4) data.fill(0, at_, at_ + 3);
    }
  }
  const image = {
    data,
    width: size * scale,
    height: size * scale,
    colorSpace: 'srgb',
  } as ImageData;
  const wasm = readFileSync(
    fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
  );
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const [code] = await readBarcodes(image, { formats: ['QRCode'] });
  return code?.text;
}

describe('the device register', () => {
  const device: RegisteredDevice = {
    device: 'pin-pad',
    family: 'pin-pad',
    model: 'VP-5',
    serialNumber: '48213307',
    seals: ['S-1'],
    location: '1',
    maintenanceDue: '2026-11-20',
  };
  const path = () => `/devices/${till.till}/pin-pad`;
  const find = async () => (await office.admin.findDevice(till.store, till.till, 'pin-pad'))?.value;
  beforeEach(() =>
    office.admin.putDevices(till.store, till.till, [
      device,
      { ...device, device: 'reader', family: 'card-reader', maintenanceDue: '2026-12-10' },
      { ...device, device: 'scale', family: 'scale', maintenanceDue: null },
    ]),
  );

  it('is a calendar: what is overdue, what is due soon, month by month', async () => {
    const text = await (await boss.get('/devices')).text();
    expect(text).toContain('Devices: 3 · maintenance overdue: 1, due within 30 days: 1');
    expect(text).toMatch(
      /2026-11[\s\S]*2 days overdue[\s\S]*2026-12[\s\S]*due in 18 days[\s\S]*No maintenance date/,
    );
  });

  it('confirms what somebody registered at a till, by a second person only', async () => {
    const waiting = async (by: string) => {
      const unconfirmed = { by, at: 1, before: 'A1' };
      await office.admin.putDevices(till.store, till.till, [{ ...device, unconfirmed }]);
      const page = await (await boss.get(path())).text();
      expect(page).toContain('data-testid="unconfirmed"');
      return { seen: hidden(page, 'seen') };
    };
    expect(await (await boss.get('/devices')).text()).not.toContain('Not confirmed');
    const own = await boss.post(`${path()}/confirmation`, await waiting('boss'));
    expect(await own.text()).toContain('Whoever registered the device cannot confirm it.');
    expect(await (await boss.get('/devices')).text()).toContain('Not confirmed');
    const form = await waiting('7001');
    expect((await boss.post(`${path()}/confirmation`, form)).status).toBe(303);
    expect(await find()).toEqual(device);
    const audit = await office.store.db
      .selectFrom('audit')
      .select(['who', 'what', 'params'])
      .execute();
    const noted = audit.filter(({ what }) => what === 'device-confirmed');
    expect(noted).toMatchObject([{ who: 'account:boss' }]);
    expect(JSON.parse(noted[0]?.params ?? '')).toMatchObject({ by: '7001', before: 'A1' });
  });

  it('takes new seals and the next date of maintenance, and shows the history of the device', async () => {
    const checked = {
      kind: 'device-checked',
      body: {
        device: 'pin-pad',
        model: 'VP-5',
        serialNumber: '48213307',
        check: 'health-internal',
        outcome: 'passed',
        problems: [],
        facts: {},
        tookMs: 5,
      },
    } as const;
    const other = { ...checked, body: { ...checked.body, device: 'reader' } };
    await till.call('push', { entries: till.write([checked, other]) });
    const page = await (await boss.get(path())).text();
    expect([...page.matchAll(/data-testid="history-(\d+)"/g)].map(([, seq]) => seq)).toEqual(['1']);
    expect(page).toContain('health-internal · passed');
    const form = {
      model: 'VP-5',
      serialNumber: '',
      seals: 'S-7\nS-8',
      location: 'desk',
      maintenanceDue: '',
    };
    expect((await boss.post(path(), { ...form, seen: hidden(page, 'seen') })).status).toBe(303);
    expect(await find()).toMatchObject({
      serialNumber: null,
      seals: ['S-7', 'S-8'],
      maintenanceDue: null,
    });
    const seen = hidden(await (await boss.get(path())).text(), 'seen');
    const past = await boss.post(`${path()}/maintenance`, { seen, next: '2026-11-22' });
    expect(past.status).toBe(422);
    expect((await boss.post(`${path()}/maintenance`, { seen, next: '2027-11-22' })).status).toBe(
      303,
    );
    expect((await find())?.maintenanceDue).toBe('2027-11-22');
    expect(await audited()).toEqual(
      expect.arrayContaining(['device-changed', 'device-maintained']),
    );
  });
});

describe('releases', () => {
  it('say what each till runs, and tell stores which version they should', async () => {
    await till.call('push', {
      entries: till.write([
        { kind: 'till-started', body: { version: '0.1.0' } },
        { kind: 'till-started', body: { version: '0.2.0' } },
      ]),
    });
    const form = { version: '0.3.0', mandatory: 'yes', stores: [till.store] };
    expect((await boss.post(at('/releases'), form)).status).toBe(303);
    expect(await office.admin.release(till.store)).toEqual({ version: '0.3.0', mandatory: true });
    const text = await (await boss.get(at('/releases'))).text();
    expect(text).toMatch(new RegExp(`runs-${till.till}"[\\s\\S]*0\\.2\\.0[\\s\\S]*another one`));
    expect((await boss.post(at('/releases'), { ...form, version: 'new' })).status).toBe(422);
    expect((await boss.post(at('/releases/withdrawal'))).status).toBe(303);
    expect(await office.admin.release(till.store)).toBeNull();
  });
});

describe('an anomaly', () => {
  beforeEach(async () => {
    const row = {
      store_id: till.store,
      till_id: till.till,
      anomaly_id: 'clock 1',
      kind: 'clock-moved',
      params: JSON.stringify({ direction: 'back', minutes: 90 }),
      entries: '[7,9]',
      at: officeMorning,
      business_date: '2026-11-22',
      operator: null,
      state: 'closed',
      state_by: null,
      state_at: null,
      note: null,
    } as const;
    const closed = { ...row, anomaly_id: 'clock 0', at: officeMorning + 1 };
    await office.store.db
      .insertInto('anomalies')
      .values([closed, { ...row, state: 'open' }])
      .execute();
  });

  it('is one sentence with the entries behind it; what is open is shown unless asked otherwise', async () => {
    const text = await (await boss.get('/anomalies')).text();
    expect(text).toContain('chip bad">Open');
    expect(text).not.toContain('chip none">Closed');
    expect(text).toContain('90');
    expect(text).toContain(`/tills/${till.till}/entries/9`);
    expect(await (await boss.get('/anomalies?state=any')).text()).toContain('chip none">Closed');
    expect(await (await boss.get('/anomalies?kind=many-voids')).text()).toContain(
      'No anomaly fits.',
    );
  });

  it('is seen, and closed with a reason', async () => {
    const path = `/anomalies/${till.till}/${encodeURIComponent('clock 1')}`;
    expect((await boss.post(path, { state: 'closed', note: '' })).status).toBe(422);
    expect((await boss.post(path, { state: 'seen', note: '' })).status).toBe(303);
    expect((await boss.post(path, { state: 'closed', note: 'Battery was empty' })).status).toBe(
      303,
    );
    const text = await (await boss.get(path)).text();
    expect(shown(text, 'note')).toBe('Battery was empty');
    expect(text).toContain('boss');
    expect(await audited()).toContain('anomaly-marked');
  });
});
