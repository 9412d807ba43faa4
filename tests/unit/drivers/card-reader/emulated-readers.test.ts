/** Every reader's driver and its emulator on a line in memory: one contract for all of them. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Protocol } from '../../../../domain/devices/verbs.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import type { CardReader } from '../../../../drivers/card-reader/port.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import type { Fault } from '../../../../drivers/emulators/control.ts';
import type { DeviceEmulator } from '../../../../drivers/emulators/device-emulator.ts';
import { emulators } from '../../../../drivers/emulators/registry.ts';
import type { AnyPort } from '../../../../drivers/protocol.ts';
import { makeDriver } from '../../../../drivers/protocols.ts';
import { createTap, type Tap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const pan = '6200000000000013';
const bank = { track1: `B${pan}^TEST/CARD^3012201000`, track2: `${pan}=30122010000000000` };
const store = { track1: '', track2: '9900001234', track3: '' };

let clock: HandClock;
let tap: Tap;
let emulator: DeviceEmulator;
let driver: Driven<AnyPort>;
let reader: CardReader;
let dropped: number;
let fault: Fault;
let unplug: () => void;

async function plugIn(protocol: Protocol): Promise<void> {
  clock = handClock();
  tap = createTap(clock);
  dropped = 0;
  fault = 'none';
  const make = emulators[protocol];
  if (!make) throw new Error(`no emulator ${protocol}`);
  emulator = make({
    clock,
    random: { bytes: (count) => new Uint8Array(count) },
    fault: () => fault,
  });
  const network = createMemoryNetwork();
  unplug = network.listen('reader', (line) => emulator.attach(line), emulator.hid);
  const transport = await network.open('memory://reader', signal);
  driver = makeDriver({
    config: {
      device: 'card-reader',
      family: 'card-reader',
      protocol,
      address: 'memory://reader',
      masterKey: '0',
      options: { storeCards: '99' },
    },
    transport,
    clock,
    tap,
    onCardDropped: () => {
      dropped += 1;
    },
  });
  if (!driver.reader) throw new Error('no reader');
  reader = driver.reader;
}

function act(name: string, input: unknown = {}): void {
  const chosen = emulator.acts[name];
  if (!chosen) throw new Error(`no act ${name}`);
  void chosen.run(chosen.input.parse(input) as never);
}
const kindOf = async (waiting: Promise<unknown>): Promise<string> =>
  waiting.then(
    () => 'no problem',
    (thrown: unknown) => (thrown instanceof Problem ? thrown.kind : String(thrown)),
  );
/** A reader that must be told to wait for a card has been told. */
const armed = (protocol: Protocol): Promise<void> =>
  protocol === 'idtech-neo2'
    ? until(() => emulator.look().state === 'waits for a card', 'the reader waits')
    : Promise.resolve();
/** Bytes of the number, as they would stand in a trace. */
const inTrace = Buffer.from(pan).toString('hex').toUpperCase().replace(/../g, '$& ').trim();
const notInTrace = (): void =>
  expect(JSON.stringify(tap.lines(-1))).not.toContain(inTrace.slice(0, 23));

const all = ['magtek-sureswipe', 'magtek-magnesafe', 'idtech-securemag', 'idtech-neo2'] as const;

describe.each(all)('%s', (protocol) => {
  beforeEach(() => plugIn(protocol));

  test('tells a technician each track, and nothing in clear', async () => {
    const waiting = reader.waitForSwipe(signal);
    await armed(protocol);
    act('swipe', bank);
    const swipe = await waiting;
    expect(swipe.card.kind).toBe('bank');
    expect(swipe.tracks.map(({ state }) => state)).toEqual(['read', 'read', 'absent']);
    expect(JSON.stringify(swipe)).not.toContain(pan);
    notInTrace();
    expect(dropped).toBe(0);
  });

  test('is unreadable for the attempt that waits when no track was read', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    await armed(protocol);
    act('bad-swipe');
    expect(await kind).toBe('card-unreadable');
  });

  test('is cancelled, busy and gone as any reader', async () => {
    const abort = new AbortController();
    const cancelled = kindOf(reader.waitForCard(abort.signal));
    expect(await kindOf(reader.waitForSwipe(signal))).toBe('device-busy');
    abort.abort();
    expect(await cancelled).toBe('card-cancelled');
    const gone = kindOf(reader.waitForCard(signal));
    unplug();
    expect(await gone).toBe('device-gone');
    await driver.gone;
  });

  test('is healthy, and says what it knows of itself', async () => {
    expect(await reader.health('internal', signal)).toMatchObject({ state: 'healthy' });
    expect((await reader.identify(signal)).model).toMatch(/^(MagTek|ID TECH) /);
  });

  test('is checked by a swipe', async () => {
    const health = reader.health('interactive', signal);
    // The check of the inside comes first; the swipe is then waited for.
    await until(() => {
      if (protocol === 'idtech-neo2' && emulator.look().state === 'idle') return false;
      act('swipe', bank);
      return true;
    }, 'the reader waits');
    for (let more = 0; more < 5; more += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (protocol !== 'idtech-neo2') act('swipe', bank);
    }
    expect(await health).toMatchObject({ state: 'healthy', facts: { 'track 2': 'read' } });
  });
});

describe.each(['magtek-magnesafe', 'idtech-securemag', 'idtech-neo2'] as const)(
  '%s enciphers',
  (protocol) => {
    beforeEach(() => plugIn(protocol));

    test('and lets no card out to an attempt', async () => {
      const kind = kindOf(reader.waitForCard(signal));
      await armed(protocol);
      act('swipe', bank);
      expect(await kind).toBe('card-encrypted');
    });

    test('with another key for each swipe', async () => {
      const ksns: string[] = [];
      for (let swipe = 0; swipe < 3; swipe += 1) {
        const waiting = reader.waitForSwipe(signal);
        await armed(protocol);
        act('swipe', bank);
        ksns.push((await waiting).encrypted?.ksn ?? '');
      }
      expect(new Set(ksns).size).toBe(3);
      expect(ksns[0]).toMatch(/^[0-9A-F]{19}1$/);
    });
  },
);

describe.each([
  ['magtek-sureswipe', null],
  ['magtek-magnesafe', ['security-level', { level: 2 }]],
  ['idtech-securemag', ['format', { format: 'plain' }]],
] as const)('%s in clear', (protocol, prepare) => {
  beforeEach(async () => {
    await plugIn(protocol);
    if (prepare) act(prepare[0], prepare[1]);
  });

  test('gives the card to the attempt that waits', async () => {
    const card = reader.waitForCard(signal);
    act('swipe', bank);
    expect(await card).toEqual({ pan, track2: bank.track2, expiry: '3012' });
    notInTrace();
  });

  test('drops it where nobody waits', async () => {
    act('swipe', bank);
    await until(() => dropped === 1, 'the card is dropped');
    notInTrace();
  });
});

describe.each(['magtek-sureswipe', 'magtek-magnesafe', 'idtech-securemag'] as const)(
  'a card of the store’s own at %s',
  (protocol) => {
    test('passes', async () => {
      await plugIn(protocol);
      const heard: string[] = [];
      reader.onStoreCard((number) => heard.push(number));
      act('swipe', store);
      await until(() => heard.length === 1, 'the card is told');
      expect([heard, dropped]).toEqual([['9900001234'], 0]);
    });
  },
);

describe('magtek-magnesafe', () => {
  beforeEach(() => plugIn('magtek-magnesafe'));

  test('tells its serial number, software, security level and key', async () => {
    expect(await reader.identify(signal)).toEqual({
      model: 'MagTek MagneSafe V5',
      serialNumber: 'B0000010000000A',
      firmware: '21042840A01',
    });
    expect((await reader.health('internal', signal)).facts).toMatchObject({
      'security level': '3',
      ksn: 'FFFF9876543210E00000',
    });
  });

  test('whose keys are used up takes no card, and its check says so', async () => {
    act('exhaust-keys');
    const kind = kindOf(reader.waitForCard(signal));
    act('swipe', bank);
    expect(await kind).toBe('device-key-missing');
    expect(await reader.health('internal', signal)).toMatchObject({
      state: 'failed',
      problems: [{ kind: 'device-key-missing' }],
    });
  });
});

describe('idtech-securemag', () => {
  beforeEach(() => plugIn('idtech-securemag'));

  test('speaks the enhanced format too', async () => {
    act('format', { format: 'enhanced' });
    const waiting = reader.waitForSwipe(signal);
    act('swipe', bank);
    expect((await waiting).encrypted).toMatchObject({
      format: 'idtech-enhanced',
      tracks: [{ track: 1 }, { track: 2 }],
    });
  });

  test('whose frame lost a report is unreadable once nothing more comes', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    fault = 'slow';
    act('swipe', bank);
    for (let byte = 0; byte < 40; byte += 1) {
      clock.advance(33);
      await new Promise((resolve) => setImmediate(resolve));
    }
    fault = 'silent';
    unplug();
    expect(await kind).toMatch(/device-gone|card-unreadable/);
  });
});

describe('idtech-neo2', () => {
  beforeEach(() => plugIn('idtech-neo2'));

  test('tells its serial number and firmware', async () => {
    expect(await reader.identify(signal)).toEqual({
      model: 'ID TECH NEO2',
      serialNumber: '630Z000001',
      firmware: 'NEO2 v1.00.012',
    });
  });

  test('takes a tapped card, masked and enciphered', async () => {
    const waiting = reader.waitForSwipe(signal);
    await armed('idtech-neo2');
    act('tap', { track2: bank.track2 });
    const swipe = await waiting;
    expect(swipe).toMatchObject({
      encrypted: { format: 'neo2', ksn: 'FFFF9876543210E00001', tracks: [{ track: 2 }] },
      card: { kind: 'bank' },
    });
    expect(JSON.stringify(swipe)).not.toContain(pan);
    notInTrace();
  });

  test('rests again when nobody waits any more', async () => {
    const abort = new AbortController();
    const kind = kindOf(reader.waitForCard(abort.signal));
    await armed('idtech-neo2');
    abort.abort();
    expect(await kind).toBe('card-cancelled');
    await until(() => emulator.look().state === 'idle', 'the reader rests');
  });

  test('that says nothing is silent after two seconds', async () => {
    fault = 'silent';
    const health = reader.health('internal', signal);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(2_000);
    expect(await health).toMatchObject({ state: 'failed', problems: [{ kind: 'device-silent' }] });
    expect(tap.statistics().timeouts).toEqual({ answer: 1 });
  });
});

test('options that no reader knows are refused', async () => {
  await plugIn('magtek-sureswipe');
  const config = {
    device: 'card-reader',
    family: 'card-reader',
    protocol: 'magtek-sureswipe',
    address: 'memory://reader',
    masterKey: '0',
    options: { storeCards: 'ninety-nine' },
  } as const;
  const network = createMemoryNetwork();
  network.listen('other', () => {});
  const transport = await network.open('memory://other', signal);
  expect(() => makeDriver({ config, transport, clock, tap, onCardDropped: () => {} })).toThrow(
    /config-unreadable/,
  );
});
