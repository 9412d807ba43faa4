/** The devices host over pipes in memory, the clock moved by hand: what main sees of the devices. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceConfig, DeviceEvent } from '../../../../domain/devices/verbs.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { createReaderEmulator } from '../../../../drivers/card-reader/text-lines/emulator.ts';
import { testMasterKey } from '../../../../drivers/emulators/keys.ts';
import { createDevices, createMemoryNetwork, type DevicesHost } from '../../../../drivers/index.ts';
import { PadEmulator } from '../../../../drivers/pin-pad/visa/emulator.ts';
import { PrinterEmulator } from '../../../../drivers/printer/escpos/emulator.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const pan = '6200000000000013';
const track2 = `${pan}=30122010000000000`;
// ../shared/vectors/iso8583-cups.json, syntheticKeys.
const keys = {
  pik: '3EB3B72576BBBE83FD7AF640961CDB8B',
  mak: '41B1F3D154C3079A',
  tdk: '9D9B0A7255115A749128C4CD91532A57',
};

const config = (
  device: DeviceConfig['family'],
  protocol: DeviceConfig['protocol'],
): DeviceConfig => ({
  device,
  family: device,
  protocol,
  address: `memory://${device}`,
  masterKey: '0',
  options: {},
});
const configs = [
  config('pin-pad', 'visa'),
  config('card-reader', 'text-lines'),
  config('printer', 'escpos'),
];

let clock: HandClock;
let network: ReturnType<typeof createMemoryNetwork>;
let pad: PadEmulator;
let reader: ReturnType<typeof createReaderEmulator>;
let devices: DevicesHost;
let events: DeviceEvent[];
let plugs: Record<string, () => void>;

const plugIn = (
  name: 'pin-pad' | 'card-reader' | 'printer',
  onConnect: Parameters<typeof network.listen>[1],
) => {
  plugs[name] = network.listen(name, onConnect);
};
const plugInPad = () => plugIn('pin-pad', (line) => pad.attach(line));

beforeEach(() => {
  clock = handClock();
  network = createMemoryNetwork();
  const healthy = { clock, fault: () => 'none' as const };
  pad = new PadEmulator({ ...healthy, masterKeys: { '0': testMasterKey }, serialNumber: 'PP1' });
  reader = createReaderEmulator(healthy);
  const printer = new PrinterEmulator(healthy);
  plugs = {};
  plugInPad();
  plugIn('card-reader', (line) => reader.attach(line));
  plugIn('printer', (line) => printer.attach(line));
  devices = createDevices({ clock, open: network.open });
  events = [];
  devices.onEvent((event) => events.push(event));
});
afterEach(() => devices.close());

const configure = (list = configs) =>
  devices.request('configure', { devices: list, acquirer: null, keys });
async function problemOf(verb: Promise<unknown>): Promise<Problem> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Problem)) throw new Error(`no problem but ${String(thrown)}`);
  return thrown;
}
const kindOf = async (verb: Promise<unknown>): Promise<string> => (await problemOf(verb)).kind;
const statuses = () =>
  events.flatMap((event) =>
    event.kind === 'device-status'
      ? [`${event.device} ${event.online ? 'on' : event.problem?.kind}`]
      : [],
  );
const stages = () =>
  events.flatMap((event) => (event.kind === 'payment-stage' ? [event.stage] : []));
const collect = (attemptId = 'a1', timeoutMs = 60_000) =>
  devices.request('collect', { attemptId, amountMinor: 1_580, timeoutMs });
const swipeWhenAsked = async (): Promise<void> => {
  await until(() => stages().at(-1) === 'swipe-card', 'a card is asked for');
  reader.control.swipe('', track2);
};
/** Lets time pass until the verb has ended. */
async function passUntil<T>(verb: Promise<T>): Promise<void> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  verb.then(end, end);
  await until(() => {
    if (!ended) clock.advance(100);
    return ended;
  }, 'the verb ends');
}

describe('configuration', () => {
  test('opens what is listed, and says how it is to whoever configures, each time', async () => {
    const listed = ['pin-pad on', 'card-reader on', 'printer on'];
    await configure();
    expect(statuses()).toEqual(listed);
    await configure();
    expect(statuses()).toEqual([...listed, ...listed]);
    expect(await devices.request('identify', { device: 'pin-pad' })).toMatchObject({
      serialNumber: 'PP1',
    });
  });

  test('closes what is no longer listed', async () => {
    await configure();
    await configure(configs.slice(1));
    expect(await kindOf(devices.request('identify', { device: 'pin-pad' }))).toBe(
      'device-not-configured',
    );
  });

  test('says at once what could not be opened, and opens it when it comes', async () => {
    plugs['pin-pad']?.();
    await configure();
    expect(statuses()).toContain('pin-pad port-missing');
    const { kind, params } = await problemOf(devices.request('identify', { device: 'pin-pad' }));
    expect([kind, params]).toEqual([
      'port-missing',
      { device: 'pin-pad', address: 'memory://pin-pad' },
    ]);
    plugInPad();
    await until(() => {
      clock.advance(100);
      return statuses().includes('pin-pad on');
    }, 'the pad is back');
  });

  test('an address that names nothing and a protocol of another family are refused by name', async () => {
    await configure([{ ...config('pin-pad', 'visa'), address: 'COM3' }, config('printer', 'visa')]);
    expect(statuses()).toEqual(['pin-pad config-unreadable', 'printer config-unreadable']);
  });
});

describe('a cable that is out for five seconds', () => {
  test('is not noticed: the verb waits, no event tells', async () => {
    await configure();
    plugs['pin-pad']?.();
    const identity = devices.request('identify', { device: 'pin-pad' });
    for (let passed = 0; passed < 50; passed += 1) {
      clock.advance(100);
      await Promise.resolve();
    }
    plugInPad();
    await passUntil(identity);
    expect(await identity).toMatchObject({ serialNumber: 'PP1' });
    expect(statuses()).toEqual(['pin-pad on', 'card-reader on', 'printer on']);
    expect(await devices.request('statistics', { device: 'pin-pad' })).toMatchObject({
      reopened: 1,
    });
  });

  test('in the middle of a PIN only makes the customer type again', async () => {
    await configure();
    const collected = collect();
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'the pad asks');
    pad.typePin('12');
    plugs['pin-pad']?.();
    await until(() => !pad.wantsPin(), 'the pad has lost its line');
    plugInPad();
    await until(() => {
      if (!pad.wantsPin()) clock.advance(50);
      return pad.wantsPin();
    }, 'the pad asks again');
    pad.typePin('123456');
    pad.pressEnter();
    expect(await collected).toEqual({ maskedPan: '620000******0013', entryMode: '021' });
  });

  test('becomes an event, and a problem at once, when it stays out', async () => {
    await configure();
    plugs['pin-pad']?.();
    const kind = kindOf(devices.request('identify', { device: 'pin-pad' }));
    await until(() => {
      clock.advance(100);
      return statuses().length > 3;
    }, 'it is told');
    expect(statuses().at(-1)).toMatch(/^pin-pad (port-missing|device-gone)$/);
    expect(await kind).toMatch(/^(port-missing|device-gone)$/);
  });
});

describe('collecting a card', () => {
  beforeEach(async () => {
    await configure();
  });

  test('asks for the card, then for the PIN, and tells no more than first six and last four', async () => {
    const collected = collect();
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'the pad asks');
    pad.typePin('123456');
    pad.pressEnter();
    expect(await collected).toEqual({ maskedPan: '620000******0013', entryMode: '021' });
    expect(stages()).toEqual(['swipe-card', 'enter-pin']);
    const told = JSON.stringify([
      events,
      await devices.request('trace', { device: 'pin-pad', after: -1 }),
    ]);
    expect(told).not.toContain(pan);
  });

  test('without a PIN is another entry mode', async () => {
    const collected = collect();
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'the pad asks');
    pad.pressEnter();
    expect((await collected).entryMode).toBe('022');
  });

  test('ends when the cashier cancels before the card, and the pad rests', async () => {
    const kind = kindOf(collect());
    await until(() => stages().length === 1, 'a card is asked for');
    await devices.request('cancel', { attemptId: 'a1' });
    expect(await kind).toBe('card-cancelled');
    await until(() => pad.display()[0] === 'WELCOME', 'the pad rests');
  });

  test('ends when the cashier cancels during the PIN, and the pad with it', async () => {
    const kind = kindOf(collect());
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'the pad asks');
    await devices.request('cancel', { attemptId: 'a1' });
    expect(await kind).toBe('card-cancelled');
    expect(pad.wantsPin()).toBe(false);
  });

  test('ends when the customer presses CANCEL', async () => {
    const kind = kindOf(collect());
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'the pad asks');
    pad.pressCancel();
    expect(await kind).toBe('card-cancelled');
  });

  test.each([
    ['no card comes', false],
    ['no PIN comes', true],
  ])('ends when %s in time', async (_what, swiped) => {
    const kind = kindOf(collect('a1', 20_000));
    await until(() => stages().length === 1, 'a card is asked for');
    if (swiped) {
      reader.control.swipe('', track2);
      await until(() => pad.wantsPin(), 'the pad asks');
    }
    clock.advance(20_000);
    expect(await kind).toBe('pin-timeout');
  });

  test('ends with a card that could not be read', async () => {
    const kind = kindOf(collect());
    await until(() => stages().length === 1, 'a card is asked for');
    reader.control.swipe(null, null);
    expect(await kind).toBe('card-unreadable');
  });

  test('is for one attempt at a time', async () => {
    const first = kindOf(collect('a1'));
    expect(await kindOf(collect('a2'))).toBe('device-busy');
    await until(() => stages().length === 1, 'a card is asked for');
    await devices.request('cancel', { attemptId: 'a1' });
    await first;
  });

  test('a card that nobody asked for is dropped, and told', async () => {
    reader.control.swipe('', track2);
    await until(() => events.some(({ kind }) => kind === 'card-dropped'), 'it is told');
    expect(events.at(-1)).toEqual({ kind: 'card-dropped', device: 'card-reader' });
  });
});

describe('a pad that a process left behind when it died', () => {
  test('is put to rest before the next card is asked for', async () => {
    let dead = false;
    const open: typeof network.open = (address, signal) =>
      dead
        ? Promise.reject(new Problem('port-missing', { address }))
        : network.open(address, signal);
    const dying = createDevices({ clock, open });
    dying.onEvent((event) => events.push(event));
    await dying.request('configure', { devices: configs, acquirer: null, keys });
    const lost = dying.request('collect', { attemptId: 'a0', amountMinor: 999, timeoutMs: 60_000 });
    lost.catch(() => {});
    await swipeWhenAsked();
    await until(() => pad.wantsPin(), 'a PIN is asked for');
    pad.typePin('12');

    dead = true;
    events.length = 0;
    await configure();
    expect(pad.wantsPin(), 'the pad knows nothing of processes').toBe(true);
    const collected = collect();
    await until(() => stages().at(-1) === 'swipe-card', 'a card is asked for');
    expect(pad.wantsPin(), 'nobody can type into what is over').toBe(false);
    reader.control.swipe('', track2);
    await until(() => pad.wantsPin(), 'a PIN is asked for');
    expect(pad.display()).toContain('AMOUNT 15.80');
    pad.typePin('1234');
    pad.pressEnter();
    expect(await collected).toMatchObject({ entryMode: '021' });
    await dying.close();
  });
});

describe('what is refused', () => {
  test('everything about a host when there is none, and everything with keys when there are none', async () => {
    await devices.request('configure', { devices: configs, acquirer: null, keys: null });
    const authorise = {
      attemptId: 'a1',
      stan: '000001',
      batch: '000001',
      amountMinor: 1,
      operator: '01',
    };
    expect(await kindOf(devices.request('authorise', authorise))).toBe('device-not-configured');
    expect(await kindOf(devices.request('hostEcho', {}))).toBe('device-not-configured');
    expect(await kindOf(collect())).toBe('host-sign-on-needed');
  });

  test('a verb of one family asked of another, and input that fits no schema', async () => {
    await configure();
    expect(await kindOf(devices.request('openDrawer', { device: 'pin-pad' }))).toBe(
      'device-not-configured',
    );
    expect(await kindOf(collect('a1', -1))).toBe('bad-request');
  });
});

test('a farewell is read for five seconds, then the pad rests', async () => {
  await configure();
  await devices.request('farewell', { lines: ['APPROVED', 'THANK YOU'] });
  expect(pad.display()).toEqual(['APPROVED', 'THANK YOU']);
  clock.advance(5_000);
  await until(() => pad.display()[0] === 'WELCOME', 'the pad rests');
});
