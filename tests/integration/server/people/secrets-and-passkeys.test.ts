/** What tills may change of an operator: a secret of their own choice, and their own passkeys. Nothing else. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newcomer, type Operator, type Passkey } from '../../../../domain/people/operator.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import {
  joinTill,
  type LooseFact,
  type Office,
  openOffice,
  type WireTill,
} from '../../../helpers/back-office.ts';

const hash = (text: string) => `$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$${text}`;
const passkey: Passkey = { credentialId: 'a-key', publicKey: 'cose', counter: 0, label: 'Key' };
const operator: Operator = {
  number: '1001',
  name: '李敏',
  role: 'cashier',
  locale: 'zh-CN',
  pinHash: hash('first'),
  ...newcomer,
  mustChangeSecret: true,
  withdrawn: false,
};

let directory: string;
let office: Office;
let till: WireTill & { store: string };
let other: WireTill & { store: string };

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-secrets-'));
  office = await openOffice({ sqliteFile: join(directory, 'back-office.db') });
  till = await joinTill(office);
  other = await joinTill(office);
  await office.admin.putOperators(till.store, [operator]);
});
afterAll(async () => {
  await office.close();
  rmSync(directory, { recursive: true, force: true });
});

const kept = async () => (await office.admin.operators(till.store))[0];
const send = (text: string, setAt: number, from = till, number = '1001') =>
  from.call('secret', { number, pinHash: hash(text), setAt });
const changed = (text: string, number = '1001'): LooseFact => ({
  kind: 'secret-changed',
  body: { number, secretHash: createHash('sha256').update(hash(text)).digest('hex') },
});
const signedIn: LooseFact = {
  kind: 'signed-in',
  body: { role: 'cashier', offline: false, steps: [] },
};
const signedOut: LooseFact = { kind: 'signed-out', body: { reason: 'operator' } };
async function push(
  facts: readonly LooseFact[],
  by = '1001',
  from = till,
  at = office.clock.now(),
) {
  const answer = await from.call('push', { entries: from.write(facts, { operator: by, at }) });
  expect(answer.status).toBe(200);
}
/** As a till that behaves: the change in a sign-in, then its hash. */
async function choose(text: string, setAt: number, from = till) {
  await push([changed(text), signedIn, signedOut], '1001', from);
  return send(text, setAt, from);
}
const passkeyFact = (number: string, kind = 'passkey-registered') =>
  kind === 'passkey-registered'
    ? { kind, body: { number, passkey } }
    : { kind, body: { number, credentialId: passkey.credentialId } };

it('keeps the secret that was chosen last, never one that claims to be of the future', async () => {
  const now = office.clock.now();
  expect((await choose('second', now - 1_000)).status).toBe(200);
  expect(await kept()).toMatchObject({ pinHash: hash('second'), mustChangeSecret: false });
  expect((await choose('older', now - 2_000)).status).toBe(200);
  expect((await kept())?.pinHash).toBe(hash('second'));
  await choose('ahead', now + 86_400_000);
  expect(await kept()).toMatchObject({ pinHash: hash('ahead'), secretSetAt: now });
  office.clock.advance(1_000);
  await choose('third', office.clock.now());
  expect((await kept())?.pinHash).toBe(hash('third'));
});

it('takes none for an operator of another store, and none that is no Argon2id hash', async () => {
  expect(other.store).not.toBe(till.store);
  const answer = await choose('stolen', office.clock.now(), other);
  expect(answer).toMatchObject({
    status: 400,
    body: { problem: { params: { why: 'no-such-operator' } } },
  });
  const clear = { number: '1001', pinHash: '1234', setAt: office.clock.now() };
  expect((await till.call('secret', clear)).status).toBe(400);
  expect((await kept())?.pinHash).toBe(hash('third'));
});

it('adds and removes a passkey that its own operator registered at a till, nobody else’s', async () => {
  await push([passkeyFact('1001')], '1002');
  expect((await kept())?.passkeys).toEqual([]);
  await push([signedIn, passkeyFact('1001'), signedOut]);
  expect((await kept())?.passkeys).toEqual([passkey]);
  expect((await kept())?.pinHash).toBe(hash('third'));
  await push([passkeyFact('1001', 'passkey-removed')]);
  expect((await kept())?.passkeys).toEqual([passkey]);
  await push([signedIn, passkeyFact('1001', 'passkey-removed'), signedOut]);
  expect((await kept())?.passkeys).toEqual([]);
});

const why = async (answer: Promise<{ body: unknown }>) =>
  ((await answer).body as { problem: { params: { why: string } } }).problem.params.why;
const told = async () => {
  await reviewTill(office.store.db, office.clock, till);
  const all = await listAnomalies(office.store.db, { stores: [till.store], limit: 50 });
  return all
    .filter(({ anomaly, params }) => anomaly === 'entry-doubted' && params.why === 'person')
    .map(({ params, entries }) => ({ operator: params.operator, entries }));
};

it('waits for the sign-in a secret was chosen in, and believes an older till by the time of its entry', async () => {
  office.clock.advance(10 * 60_000);
  const now = office.clock.now();
  await push([changed('new')]);
  expect(await why(send('new', now))).toBe('secret-before-sign-in');
  expect((await kept())?.pinHash).toBe(hash('third'));
  await push([{ kind: 'sign-in-failed', body: { steps: [] } }]);
  expect((await send('new', now)).status).toBe(200);
  expect((await kept())?.pinHash).toBe(hash('new'));
  office.clock.advance(10 * 60_000);
  await push([signedIn, { kind: 'secret-changed', body: { number: '1001' } }, signedOut]);
  expect((await send('of an older till', office.clock.now())).status).toBe(200);
  expect((await kept())?.pinHash).toBe(hash('of an older till'));
});

it('believes no till about a person who did nothing there: not taken, an anomaly, and the person is told', async () => {
  office.clock.advance(10 * 60_000);
  await told();
  await choose('again', office.clock.now());
  office.clock.advance(1_000);
  await office.store.db.deleteFrom('anomalies').execute();
  const before = await kept();
  expect(before?.secretDoubt).toBeUndefined();
  const now = office.clock.now();
  expect(await why(send('forged', now))).toBe('secret-not-in-journal');
  // The entry of one secret vouches for no other.
  await push([signedIn, changed('mine'), signedOut]);
  expect(await why(send('forged', now))).toBe('secret-not-in-journal');
  const at = now;
  expect(await kept()).toEqual({ ...before, secretDoubt: { at, till: till.till } });
  expect(await told()).toContainEqual({ operator: '1001', entries: [] });
  // Whoever chooses a new one has been told.
  expect((await send('mine', now)).status).toBe(200);
  expect((await kept())?.secretDoubt).toBeUndefined();

  await push([signedOut, passkeyFact('1001'), changed('forged')], '1001');
  await push([changed('forged')], '1002');
  expect((await kept())?.passkeys).toEqual([]);
  const [{ entries = [] } = {}] = await told();
  expect(entries).toHaveLength(2);
  expect(await kept()).toMatchObject({ secretDoubt: { till: till.till } });
});
