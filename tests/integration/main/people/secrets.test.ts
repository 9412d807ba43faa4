/** A day with everything going wrong that could make somebody print a value, and then a search for what none may hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Channel, ChannelInput } from '../../../../domain/contract/ipc.ts';
import type { WrappedKeys } from '../../../../domain/devices/verbs.ts';
import { testCards } from '../../../../drivers/acquirer/emulator.ts';
import {
  encryptBlock,
  testMasterKey,
  unwrapKey,
  upperHex,
} from '../../../../drivers/emulators/keys.ts';
import { clearPinBlock } from '../../../../drivers/emulators/pin-blocks.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

const answers: string[] = [];

async function call<Name extends Channel>(name: Name, input: ChannelInput<Name>): Promise<void> {
  const answer = await shop.call(name, input).catch((thrown) => thrown.toData());
  answers.push(JSON.stringify(answer));
}

const wrongPin = '918273';
const strangeCard = '6217000000000000012';

/** Payments that end well and badly, people and devices that fail. */
async function liveThroughTrouble(): Promise<void> {
  const { host, reader, misbehave, printer } = shop.emulators.control;
  await call('startup.enrol', { code: shop.office.code });
  await call('signIn.begin', { number: people.manager.number, pin: wrongPin });
  await shop.signIn('manager');
  await call('basket.scan', { code: testCards[0]?.pan ?? '' });
  await call('basket.scan', { code: `;${testCards[0]?.track2}?` });
  reader.swipe(null, `;${strangeCard}=30122010000000000?`);
  await until(() => shop.notices().includes('card-not-ready'), 'a card nobody waited for');
  for (const fault of ['wrong-amount', 'garbage', 'decline', 'wrong-mac', 'silent'] as const) {
    host.control.next(fault, { for: 'sale' });
    await shop.fill();
    await shop.payCard();
    await until(() => lastState()?.cardReady === true, 'keys are there again');
  }
  await shop.payCard();
  await shop.fill();
  printer.setPaper('out');
  await call('sale.payCash', await shop.cash(100_000));
  await shop.office.setReachable(false);
  await call('till.syncNow', {});
  await shop.office.setReachable(true);
  misbehave('pin-pad', 'garbage');
  await call('devices.health', { device: 'pin-pad', level: 'internal' });
  misbehave('pin-pad', 'none');
  await call('basket.scan', { code: codes.unknown });
  await call('signIn.operators', {});
  await call('sale.recent', {});
  for (const device of ['pin-pad', 'card-reader', 'printer', 'acquirer']) {
    await call('devices.trace', { device, after: -1 });
  }
}

function lastState() {
  return shop.stateTold();
}

/** Name → what nobody may read. Keys and blocks as they were on the wire. */
function secrets(keys: WrappedKeys): Record<string, string> {
  const [good] = testCards;
  if (!good?.pin || !keys.tdk) throw new Error('the emulated host gives all keys');
  const pik = unwrapKey(testMasterKey, keys.pik);
  const seed = readFileSync(join(shop.directory, 'till.key')).subarray(-32);
  return {
    'card number': good.pan,
    'another card number': strangeCard,
    track: good.track2,
    PIN: good.pin,
    'PIN of the manager': people.manager.pin,
    'wrong PIN': wrongPin,
    'PIN block': upperHex(encryptBlock(pik, clearPinBlock(good.pin, good.pan))),
    'PIN key, wrapped': keys.pik,
    'MAC key, wrapped': keys.mak,
    'track key, wrapped': keys.tdk,
    'PIN key': pik,
    'enrolment code': shop.office.code,
    'private key, hex': seed.toString('hex'),
    'private key, base64': seed.toString('base64').slice(0, 40),
  };
}

/** As text, as the hex of its characters, and as packed digits; alone, not by chance within a hash. */
function holds(text: string, secret: string): boolean {
  const packed = secret.replace(/[=D]/g, 'D').toUpperCase();
  const spaced = (hex: string) => (hex.match(/../g) ?? []).join(' ?');
  const forms = [
    secret.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
    spaced(Buffer.from(secret, 'latin1').toString('hex')),
    ...(/^[0-9A-F]+$/.test(packed) ? [spaced(packed)] : []),
  ];
  return forms.some((form) => new RegExp(`(?<![0-9a-z])${form}(?![0-9a-z])`, 'i').test(text));
}

it('no log, journal, trace, event or answer holds a card, a PIN, a key or a code', {
  timeout: 120_000,
}, async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  const keys: WrappedKeys[] = [];
  shop.onSignOn = (given) => keys.push(given);
  await liveThroughTrouble();

  const traces: string[] = [];
  for (const device of ['pin-pad', 'card-reader', 'printer', 'acquirer']) {
    traces.push(JSON.stringify(await shop.askDevices('trace', { device, after: -1 })));
  }
  const places: Record<string, string> = {
    log: shop.logged.join(''),
    journal: JSON.stringify(shop.journal()),
    trace: traces.join('\n'),
    events: JSON.stringify(shop.events),
    answers: answers.join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, `${place} says something`).toBeGreaterThan(500);
  }
  expect(places.trace).toMatch(/0200|0800/);
  expect(keys.length, 'the keys changed on the way').toBeGreaterThan(1);
  const found = keys.flatMap((given) =>
    Object.entries(secrets(given)).flatMap(([name, secret]) =>
      Object.entries(places)
        .filter(([, text]) => holds(text, secret))
        .map(([place]) => `${name} in ${place}`),
    ),
  );
  expect(found).toEqual([]);
});

it('is a search that finds what it looks for', () => {
  expect(holds('stan 123456,', '123456')).toBe(true);
  expect(holds('a1234567', '123456')).toBe(false);
  expect(holds('02 31 32 33 34 35 36 03', '123456')).toBe(true);
  expect(holds('62 00 00 00 00 00 00 13 D3', '6200000000000013')).toBe(true);
  expect(holds('x;6200000000000013=3012', '6200000000000013')).toBe(true);
  expect(holds('"620000******0013"', '6200000000000013')).toBe(false);
});
