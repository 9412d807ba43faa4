/** The real back office in this process: its app without a socket, its store in a SQLite file of its own. */
import { argon2id, hash } from 'argon2';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { Item } from '../../domain/goods/item.ts';
import { defaultRules, type StoreSettings } from '../../domain/office/store-settings.ts';
import { newcomer, type Operator } from '../../domain/people/operator.ts';
import type { SaleBody } from '../../domain/sale/facts.ts';
import { defaultPolicy } from '../../domain/sign-in/steps.ts';
import type { Answer, Outgoing } from '../../main/machine/back-office.ts';
import { createAdmin } from '../../server/admin.ts';
import { answerChallenge } from '../../server/people/one-time-codes.ts';
import { createBackOffice } from '../../server/program/app.ts';
import { openStore } from '../../server/store/open.ts';
import { demoCatalogue } from '../demo/catalogue.ts';
import { type CastMember, cast } from './cast.ts';
import type { AnyCounter } from './counter.ts';

export type HeadOffice = Readonly<{
  /** Null where its till has joined already. */
  enrolmentCode: string | null;
  settings: StoreSettings;
  items: readonly Item[];
  /** Decides otherwise; the till hears of it with its next pull. */
  putSettings(changes: Partial<StoreSettings>): Promise<void>;
  /** What is read out on the telephone to whoever tells this challenge. */
  readCode(challenge: string): Promise<string>;
  /** Of every sale it has heard of, by whichever journal. */
  saleIds(): Promise<string[]>;
  /** What it answers to a request of the till. */
  answer(out: Outgoing): Promise<Answer>;
  close(): Promise<void>;
}>;

const usualSettings: StoreSettings = {
  storeName: { zh: '模拟便利店', en: 'Simulated Store' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 10_000_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: { zh: '谢谢惠顾', en: 'Thank you' },
  helpPhone: '400-000-0000',
  ...defaultRules,
  // The auditor looks at what is in the drawer all day.
  day: { afterClose: 'further-session', cashCount: 'open' },
  labels: ['20IIIIIWWWWWC'],
};

/** A store with a catalogue, its people, and one till that may join; or as the file has it from before. */
export async function openHeadOffice(
  clock: Clock,
  random: Random,
  sqliteFile: string,
  { registered, currency }: Pick<AnyCounter, 'registered' | 'currency'>,
): Promise<HeadOffice> {
  const settings = { ...usualSettings, currency };
  const store = await openStore({ sqliteFile });
  const admin = createAdmin({ store, clock, random });
  const items = demoCatalogue();
  const settle = async () => {
    const storeId = await admin.createStore(settings);
    const { till, code } = await admin.addTill(storeId, '1');
    await admin.putItems(storeId, items);
    await admin.putOperators(storeId, await operatorsOf(random));
    await admin.putDevices(storeId, till, registered);
    return { storeId, till, code };
  };
  const there = await store.db
    .selectFrom('tills')
    .select(['store_id', 'till_id'])
    .executeTakeFirst();
  const { storeId, till, code } = there
    ? { storeId: there.store_id, till: there.till_id, code: null }
    : await settle();
  const app = createBackOffice({ store, clock, random });
  return {
    enrolmentCode: code,
    settings,
    items,
    readCode: async (challenge) => {
      const asked = { store: storeId, till, challenge, by: 'head office' };
      return (await answerChallenge(store.db, clock, asked)).code;
    },
    putSettings: (changes) => admin.putSettings(storeId, { ...settings, ...changes }),
    saleIds: async () => {
      const rows = await store.db
        .selectFrom('entries')
        .select('body')
        .where('kind', '=', 'sale-completed')
        .execute();
      return rows.map(({ body }) => (JSON.parse(body) as SaleBody).saleId);
    },
    answer: async ({ method, path, body, headers }) => {
      const init = body.length === 0 ? { method, headers } : { method, headers, body };
      const response = await app.request(`https://office.simulated${path}`, init);
      return { status: response.status, body: await response.text() };
    },
    close: () => store.close(),
  };
}

/** Hashes that cost next to nothing, and with salts of the seed: nobody is kept out of a simulation. */
async function operatorsOf(random: Random): Promise<Operator[]> {
  const operators: Operator[] = [];
  for (const { pin, ...who } of Object.values<CastMember>(cast)) {
    const cost = { type: argon2id, memoryCost: 1_024, timeCost: 2, parallelism: 1 } as const;
    const pinHash = await hash(pin, { ...cost, salt: Buffer.from(random.bytes(16)) });
    operators.push({ ...who, pinHash, ...newcomer, withdrawn: false });
  }
  return operators;
}
