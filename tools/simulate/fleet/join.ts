/** The stores of the fleet and their tills, joined as head office and technicians would, without the network. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { NewId } from '../../../domain/basics/random.ts';
import type { BackOffice } from '../../../domain/contract/sync.ts';
import { defaultRules, type StoreSettings } from '../../../domain/office/store-settings.ts';
import { defaultPolicy } from '../../../domain/sign-in/steps.ts';
import type { Credentials } from '../../../main/machine/back-office.ts';
import { makeKey } from '../../../main/machine/till-key.ts';
import { createAdmin } from '../../../server/admin.ts';
import { enrol } from '../../../server/office/enrol.ts';
import type { Store } from '../../../server/store/open.ts';
import { demoCatalogue } from '../../demo/catalogue.ts';
import type { SeededRandom } from '../random.ts';
import { createFleetTill, type FleetTill, type Habits } from './till.ts';

export type JoinOptions = Readonly<{
  store: Store;
  clock: Clock;
  random: SeededRandom;
  newId: NewId;
  tills: number;
  habits: Habits;
  backOffice: (credentials: Credentials) => BackOffice;
}>;

export const tillsPerStore = 4;
/** Each store's own copy: enough for a first pull to weigh something. */
const itemsPerStore = 100;

export const fleetSettings: StoreSettings = {
  storeName: { zh: '连锁店', en: 'Chain store' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 5_000_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: { zh: '谢谢', en: 'Thank you' },
  helpPhone: '400-000-0000',
  ...defaultRules,
};

export async function joinFleet(options: JoinOptions): Promise<FleetTill[]> {
  const { store: database, clock, random, tills } = options;
  const admin = createAdmin({ store: database, clock, random });
  const items = demoCatalogue().slice(0, itemsPerStore);
  const fleet: FleetTill[] = [];
  while (fleet.length < tills) {
    const store = await admin.createStore(fleetSettings);
    await admin.putItems(store, items);
    for (let place = 1; place <= tillsPerStore && fleet.length < tills; place += 1) {
      const { code } = await admin.addTill(store, `${place}`);
      fleet.push(await joinTill(options, code));
    }
  }
  return fleet;
}

async function joinTill(options: JoinOptions, code: string): Promise<FleetTill> {
  const { store: database, clock, random, newId, habits, backOffice } = options;
  const key = makeKey({ load: () => null, save: () => {} }, random);
  const { publicKey, privateKey } = key;
  const { till, store } = await enrol(database.db, clock, { code, publicKey });
  return createFleetTill({
    till,
    store,
    key,
    habits,
    random,
    newId,
    backOffice: backOffice({ till, privateKey }),
  });
}

/** The first entry of every journal. */
export function enrolledFact(till: FleetTill) {
  return {
    kind: 'till-enrolled',
    body: {
      store: till.store,
      tillName: till.till,
      currency: fleetSettings.currency,
      zone: fleetSettings.zone,
      publicKey: till.publicKey,
    },
  } as const;
}
