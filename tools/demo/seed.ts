/** The demo's store: its settings, its people, its devices. */

import type { RegisteredDevice } from '../../domain/devices/register.ts';
import { defaultRules, type StoreSettings } from '../../domain/office/store-settings.ts';
import { newcomer, type Operator } from '../../domain/people/operator.ts';
import { defaultPolicy } from '../../domain/sign-in/steps.ts';
import { emulatedSerialNumber } from '../../drivers/emulators/index.ts';
import { systemRandom } from '../../main/machine/clock.ts';
import type { Admin } from '../../server/admin.ts';
import { hashPin, hashToken } from '../../server/people/pin-hash.ts';
import { demoCatalogue } from './catalogue.ts';
import { demoCategories, onShelves } from './categories.ts';
import { demoBadge, demoCard } from './tokens.ts';

/** Everybody who can sign in, with the PINs that README.md tells. */
export const demoOperators = [
  { number: '1001', name: '店长', role: 'manager', locale: 'zh-CN', pin: '135790' },
  { number: '1002', name: 'Grace', role: 'manager', locale: 'en', pin: '161803' },
  { number: '1007', name: '收银员 甲', role: 'cashier', locale: 'zh-CN', pin: '246810' },
  { number: '1012', name: '收银员 乙', role: 'cashier', locale: 'zh-CN', pin: '112358' },
  { number: '1020', name: 'Emma', role: 'cashier', locale: 'en', pin: '314159' },
  { number: '1090', name: '技术员', role: 'technician', locale: 'zh-CN', pin: '271828' },
] as const satisfies readonly (Pick<Operator, 'number' | 'name' | 'role' | 'locale'> &
  Readonly<{ pin: string }>)[];

export const demoSettings: StoreSettings = {
  storeName: { zh: '兴业路店', en: 'Xingye Road' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 5_000_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: {
    zh: '谢谢惠顾 请保留小票 七日内凭票退换',
    en: 'Thank you. Keep this receipt for returns within 7 days.',
  },
  helpPhone: '400-820-0000',
  ...defaultRules,
  labels: ['20IIIIIWWWWWC'],
  ways: [['secret'], ['badge', 'secret'], ['card', 'secret'], ['passkey']],
};

/** Creates the store with its catalogue and its people; answers its id. */
export async function seedStore(admin: Admin): Promise<string> {
  const store = await admin.createStore(demoSettings);
  for (const category of demoCategories) await admin.changeCategory(store, category, null);
  await admin.putItems(store, onShelves(demoCatalogue()));
  await admin.putOperators(store, await operators(store));
  return store;
}

/** Device, model, seals. */
const withoutSerialNumber = [
  ['card-reader', 'MS-232', 'B-10077'],
  ['printer', 'TP-80'],
  ['scanner', 'BS-1900'],
  ['scale', 'PS-15'],
  ['customer-display', 'CD-220'],
] as const;

/** What is screwed to the counter of till 1. */
export function tillDevices(): RegisteredDevice[] {
  const location = '兴业路店 1 号收银台';
  return [
    {
      device: 'pin-pad',
      family: 'pin-pad',
      model: 'SP-30',
      serialNumber: emulatedSerialNumber,
      seals: ['A-20931', 'A-20932'],
      location,
      maintenanceDue: null,
    },
    // The others cannot tell their serial numbers.
    ...withoutSerialNumber.map(([device, model, ...seals]) => ({
      device,
      family: device,
      model,
      serialNumber: null,
      seals,
      location,
      maintenanceDue: null,
    })),
  ];
}

async function operators(store: string): Promise<Operator[]> {
  return Promise.all(
    demoOperators.map(async ({ pin, ...operator }) => ({
      ...operator,
      pinHash: await hashPin(pin, systemRandom),
      ...newcomer,
      tokens: [
        { kind: 'badge', hash: await hashToken(store, 'badge', demoBadge(operator.number)) },
        { kind: 'card', hash: await hashToken(store, 'card', demoCard(operator.number)) },
      ],
      withdrawn: false,
    })),
  );
}
