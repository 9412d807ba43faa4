/** The back office for tests, and a till reduced to what it says on the wire: a key, a chain, signed requests. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Hono } from 'hono';
import type { Fact } from '../../domain/contract/entry.ts';
import {
  contractHeader,
  contractVersion,
  type SyncRoute,
  signatureHeaders,
  signedText,
  syncRoutes,
} from '../../domain/contract/sync.ts';
import {
  type ChainHead,
  type ExportedEntry,
  entryHash,
  fromHex,
  genesisHead,
  type Sha256,
  toHex,
} from '../../domain/journal/chain.ts';
import { defaultRules, type StoreSettings } from '../../domain/office/store-settings.ts';
import { defaultPolicy } from '../../domain/sign-in/steps.ts';
import { type Admin, createAdmin } from '../../server/admin.ts';
import { createBackOffice } from '../../server/program/app.ts';
import { openStore, type Store, type StoreOptions } from '../../server/store/open.ts';
import { context, countingIds } from './facts.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { seededRandom } from './seeded-random.ts';

export const settings: StoreSettings = {
  storeName: { zh: '兴业路店', en: 'Xingye Road' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 1_000_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: { zh: '谢谢惠顾', en: 'Thank you' },
  helpPhone: '400-000-0000',
  ...defaultRules,
};

/** 2026-11-22 09:06 in Shanghai. */
export const officeMorning = Date.UTC(2026, 10, 22, 1, 6);
export const consoleKey = 'console-key-of-the-tests';

export type Office = Readonly<{
  app: Hono;
  admin: Admin;
  store: Store;
  clock: HandClock;
  faults: unknown[];
  /** As after a restart of the program: the same database, everything else new. */
  reopen(): Promise<Office>;
  close(): Promise<void>;
}>;

export async function openOffice(
  where: StoreOptions,
  clock: HandClock = handClock(officeMorning),
  seed = 'office',
): Promise<Office> {
  const store = await openStore(where);
  const random = seededRandom(seed);
  const faults: unknown[] = [];
  const logFault = ({ cause }: { cause: unknown }) => faults.push(cause);
  return {
    app: createBackOffice({ store, clock, random, consoleKey, logFault }),
    admin: createAdmin({ store, clock, random }),
    store,
    clock,
    faults,
    reopen: async () => {
      await store.close();
      return openOffice(where, clock, `${seed} again`);
    },
    close: () => store.close(),
  };
}

export type Answer = Readonly<{ status: number; body: unknown }>;
export type Overrides = Readonly<{
  /** Milliseconds UTC in the signed header. */
  at?: number;
  /** Another till's name on this till's signature. */
  till?: string;
  privateKey?: KeyObject;
  /** The same one twice is a replay; a new one each time unless given. */
  nonce?: string;
  /** What is sent instead of what was signed. */
  body?: string;
  signature?: string;
  /** What it says it speaks; null: it does not say. */
  contract?: number | null;
}>;

export type WireRequest = Readonly<{
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}>;

/** A till's end of the wire. */
export type WireTill = Readonly<{
  till: string;
  publicKey: string;
  privateKey: KeyObject;
  /** As it goes out; signed as contract/sync.ts says, by node:crypto directly. */
  request(route: SyncRoute, input: unknown, overrides?: Overrides): WireRequest;
  call(route: SyncRoute, input: unknown, overrides?: Overrides): Promise<Answer>;
  /** The next entries of its chain, oldest first; the chain moves on. */
  write(facts: readonly LooseFact[], over?: Partial<Context>): ExportedEntry[];
  head(): ChainHead;
}>;

/** A fact of a kind that this version may not know. */
export type LooseFact = Fact | Readonly<{ kind: string; body: Record<string, unknown> }>;
type Context = { at: number; businessDate: string; operator: string | null };

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export function newKey(): { publicKey: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey,
  };
}

/** A store with one till that has joined. */
export async function joinTill(
  office: Office,
  store?: string,
  name = '1 号收银台',
): Promise<WireTill & { store: string }> {
  const id = store ?? (await office.admin.createStore(settings));
  const { till, code } = await office.admin.addTill(id, name);
  const key = newKey();
  const joined = await office.app.request('/v1/enrol', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: key.publicKey }),
  });
  if (joined.status !== 200) throw new Error(`the till could not join: ${await joined.text()}`);
  return { ...wireTill(office, till, key), store: id };
}

export function wireTill(
  office: Pick<Office, 'app' | 'clock'>,
  till: string,
  { publicKey, privateKey }: { publicKey: string; privateKey: KeyObject },
  start: ChainHead = genesisHead,
): WireTill {
  let head = start;
  const newId = countingIds();
  const request: WireTill['request'] = (route, input, overrides = {}) => {
    const { method, path } = syncRoutes[route];
    const body = method === 'POST' ? JSON.stringify(input) : '';
    const query =
      method === 'GET' ? new URLSearchParams(input as Record<string, string>).toString() : '';
    const full = query === '' ? path : `${path}?${query}`;
    const at = String(overrides.at ?? office.clock.now());
    const nonce = overrides.nonce ?? randomBytes(16).toString('base64url');
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const text = Buffer.from(signedText({ method, path: full, at, nonce, bodyHash }));
    const signature = sign(null, text, overrides.privateKey ?? privateKey).toString('base64');
    return {
      path: full,
      method,
      headers: {
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(overrides.contract === null
          ? {}
          : { [contractHeader]: String(overrides.contract ?? contractVersion) }),
        [signatureHeaders.till]: overrides.till ?? till,
        [signatureHeaders.at]: at,
        [signatureHeaders.nonce]: nonce,
        [signatureHeaders.bodyHash]: bodyHash,
        [signatureHeaders.signature]: overrides.signature ?? signature,
      },
      ...(method === 'POST' ? { body: overrides.body ?? body } : {}),
    };
  };
  return {
    request,
    till,
    publicKey,
    privateKey,
    head: () => head,
    write: (facts, over) =>
      facts.map(({ kind, body }) => {
        const where = { ...context, ...over };
        const content = { ...where, body, id: newId(), kind, seq: head.seq + 1, till };
        const hash = toHex(entryHash(fromHex(head.hash), content, sha256));
        const entry = { ...content, prev: head.hash, hash };
        head = { seq: entry.seq, hash };
        return entry;
      }),
    call: async (route, input, overrides) => {
      const { path, ...init } = request(route, input, overrides);
      const response = await office.app.request(path, init);
      return { status: response.status, body: await response.json() };
    },
  };
}
