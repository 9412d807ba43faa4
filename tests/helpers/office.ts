/** The back office of a test shop: the real one, over HTTPS on a port of its own that can go away and come back. */
import { join } from 'node:path';
import type { Hono } from 'hono';
import { localHour } from '../../domain/basics/business-date.ts';
import { gtinCheckDigit } from '../../domain/basics/check-digit.ts';
import { newTillDay } from '../../domain/day/day.ts';
import { weighedCode } from '../../domain/goods/code.ts';
import type { Item } from '../../domain/goods/item.ts';
import { genesisHead } from '../../domain/journal/chain.ts';
import { defaultRules, type StoreSettings } from '../../domain/office/store-settings.ts';
import { newcomer } from '../../domain/people/operator.ts';
import { defaultPolicy } from '../../domain/sign-in/steps.ts';
import { emulatedSerialNumber } from '../../drivers/emulators/index.ts';
import { systemClock, systemRandom } from '../../main/machine/clock.ts';
import { type Admin, createAdmin } from '../../server/admin.ts';
import { hashPin } from '../../server/people/pin-hash.ts';
import { createBackOffice } from '../../server/program/app.ts';
import { ownCertificate } from '../../server/program/certificate.ts';
import { listenBackOffice } from '../../server/program/listen.ts';
import { openStore, type Store } from '../../server/store/open.ts';

/** What the scanner reads. */
export const codes = {
  water: gtin('690102807576'),
  milk: gtin('692015240077'),
  old: gtin('692116850925'),
  apples: weighedCode('20012', 865),
  unknown: gtin('690000000000'),
};

export const people = {
  cashier: { number: '1001', name: '李敏', role: 'cashier', locale: 'zh-CN', pin: '2580' },
  other: { number: '1002', name: 'Ann', role: 'cashier', locale: 'en', pin: '1470' },
  manager: { number: '9001', name: '王店长', role: 'manager', locale: 'zh-CN', pin: '369258' },
  technician: { number: '7001', name: '赵工', role: 'technician', locale: 'zh-CN', pin: '7410' },
} as const;

export type OfficeOptions = Readonly<{
  settings?: Partial<StoreSettings>;
  /** Of the payment terminal in the register. */
  terminalSerial?: string;
}>;

export type Office = Readonly<{
  url: string;
  certificateFile: string;
  code: string;
  store: string;
  /** The same without a socket, its page included. */
  app: Hono;
  books: Store;
  admin: Admin;
  setReachable(reachable: boolean): Promise<void>;
  /** Sequence numbers and kinds the back office has of the till, in order of arrival. */
  entries(): Promise<{ seq: number; kind: string }[]>;
  /** As if its database had been restored from a copy made before the till's first push. */
  forgetJournal(): Promise<void>;
  /** Changes the back office's books behind everybody's back. */
  tamper(): Promise<void>;
  close(): Promise<void>;
}>;

/** Half a day from now, for tests that move the clock: at any hour it stays on the same business date. */
export function farCutOver(): string {
  const hour = (localHour(systemClock.now(), settings.zone) + 12) % 24;
  return `${String(hour).padStart(2, '0')}:30`;
}

const settings: StoreSettings = {
  storeName: { zh: '测试店', en: 'Test shop' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 1_000_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: { zh: '谢谢', en: 'Thank you' },
  helpPhone: '400-000-0000',
  ...defaultRules,
  // What is in the drawer may be seen all day; tests of the blind count say so.
  day: { afterClose: 'further-session', cashCount: 'open' },
  labels: ['20IIIIIWWWWWC'],
};

const item = (sku: string, zh: string, more: Partial<Item>): Item => ({
  sku,
  name: { zh, en: zh },
  pinyin: '',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 350,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
  ...more,
});

export const items: readonly Item[] = [
  item('10001', '矿泉水', { barcode: codes.water, favourite: 1, pinyin: 'kqs' }),
  item('10002', '牛奶', { barcode: codes.milk, priceMinor: 1_290, taxRate: 900 }),
  item('10003', '旧货', { barcode: codes.old, withdrawn: true }),
  item('20012', '苹果', { unit: 'kg', priceMinor: 1_098, taxRate: 900, category: 'produce' }),
  item('20050', '花布', { unit: 'm', priceMinor: 2_500, category: 'curtains' }),
];

export async function openOffice(directory: string, options: OfficeOptions): Promise<Office> {
  const store = await openStore({ sqliteFile: join(directory, 'office.db') });
  const clock = systemClock;
  const random = systemRandom;
  const admin = createAdmin({ store, clock, random });
  const id = await admin.createStore({ ...settings, ...options.settings });
  const { till, code } = await admin.addTill(id, '1 号收银台');
  await admin.putItems(id, items);
  await admin.putOperators(id, await Promise.all(Object.values(people).map(operatorOf)));
  await admin.putDevices(id, till, [
    {
      device: 'pin-pad',
      family: 'pin-pad',
      model: 'VP-5',
      serialNumber: emulatedSerialNumber,
      seals: ['S-1', 'S-2'],
      location: '1 号收银台',
      maintenanceDue: null,
    },
    {
      device: 'card-reader',
      family: 'card-reader',
      model: 'MSR-90',
      serialNumber: null,
      seals: [],
      location: '1 号收银台',
      maintenanceDue: null,
    },
    {
      device: 'payment-terminal',
      family: 'payment-terminal',
      model: 'Rollcall emulator',
      // Transbank terminals tell theirs only once they have said something.
      serialNumber: options.terminalSerial ?? null,
      seals: [],
      location: '1 号收银台',
      maintenanceDue: null,
    },
  ]);
  const certificate = await ownCertificate(directory, clock);
  const app = createBackOffice({ store, clock, random, consoleKey: 'console-key-of-the-shop' });
  const listenOn = (port: number) =>
    listenBackOffice({ app, clock, certificate, port, host: '127.0.0.1' });
  let listening: Awaited<ReturnType<typeof listenOn>> | null = await listenOn(0);
  const { port } = listening;
  return {
    url: `https://127.0.0.1:${port}`,
    certificateFile: certificate.file,
    code,
    store: id,
    app,
    books: store,
    admin,
    setReachable: async (reachable) => {
      if (reachable) listening ??= await listenOn(port);
      else {
        await listening?.close();
        listening = null;
      }
    },
    entries: () => store.db.selectFrom('entries').select(['seq', 'kind']).execute(),
    forgetJournal: () => forgetJournal(store),
    tamper: () => tamperWith(store),
    close: async () => {
      await listening?.close();
      await store.close();
    },
  };
}

async function forgetJournal({ db }: Store): Promise<void> {
  // At once: a till that idles asks how far the books are.
  await db.transaction().execute(async (work) => {
    for (const table of ['entries', 'sales', 'day_totals', 'put_aside'] as const) {
      await work.deleteFrom(table).execute();
    }
    const day = JSON.stringify(newTillDay);
    const { seq: head_seq, hash: head_hash } = genesisHead;
    await work.updateTable('tills').set({ head_seq, head_hash, day, sign_in: null }).execute();
  });
}

/** One yuan of cash more than was taken, from the next entry on. */
async function tamperWith({ db }: Store): Promise<void> {
  const { sql } = await import('kysely');
  await sql`CREATE TRIGGER tampered AFTER UPDATE ON day_totals BEGIN
    UPDATE day_totals SET totals = json_set(totals, '$.figures.cash', json('{"count":0,"minor":100}'))
    WHERE json_extract(totals, '$.figures.cash') IS NULL; END`.execute(db);
}

async function operatorOf({ pin, ...who }: (typeof people)[keyof typeof people]) {
  return { ...who, pinHash: await hashPin(pin, systemRandom), ...newcomer, withdrawn: false };
}

function gtin(body: string): string {
  return body + gtinCheckDigit(body);
}
