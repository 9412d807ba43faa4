/** What tills may change of an operator: a secret of their own choice, and their own passkeys. Nothing else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newcomer, type Operator, type Passkey } from '../../../domain/operator.ts';
import { joinTill, type Office, openOffice, type WireTill } from '../../helpers/back-office.ts';

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

let office: Office;
let till: WireTill & { store: string };
let other: WireTill & { store: string };

beforeAll(async () => {
  office = await openOffice({ sqliteFile: ':memory:' });
  till = await joinTill(office);
  other = await joinTill(office);
  await office.admin.putOperators(till.store, [operator]);
});
afterAll(() => office.close());

const kept = async () => (await office.admin.operators(till.store))[0];
const choose = (text: string, setAt: number, from = till, number = '1001') =>
  from.call('secret', { number, pinHash: hash(text), setAt });
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
  const push = (fact: ReturnType<typeof passkeyFact>, by: string) =>
    till.call('push', { entries: till.write([fact], { operator: by }) });
  expect((await push(passkeyFact('1001'), '1002')).status).toBe(200);
  expect((await kept())?.passkeys).toEqual([]);
  await push(passkeyFact('1001'), '1001');
  expect((await kept())?.passkeys).toEqual([passkey]);
  expect((await kept())?.pinHash).toBe(hash('third'));
  await push(passkeyFact('1001', 'passkey-removed'), '1001');
  expect((await kept())?.passkeys).toEqual([]);
});
