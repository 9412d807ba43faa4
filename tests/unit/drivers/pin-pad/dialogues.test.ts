/** DUKPT, own prompts, key presses, digits and key slots: the driver and the emulated pad, in both dialects. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { createEmulatedPad } from '../../../../drivers/pin-pad/visa/emulated.ts';
import { optionsSchema } from '../../../../drivers/pin-pad/visa/spec.ts';
import { type EmulatedPad, emulatedPad } from '../../../helpers/emulated-pad.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const pan = '4012345678909';
const dukptRequest = { pan, amountMinor: 1_000, timeoutMs: 60_000 };
const pikUnderTmk = '3EB3B72576BBBE83FD7AF640961CDB8B';
let clock: HandClock;
let bench: EmulatedPad;
beforeEach(async () => {
  clock = handClock();
  bench = await emulatedPad(clock);
});
afterEach(() => bench.close());

async function withOptions(options: Readonly<Record<string, string>>): Promise<void> {
  await bench.close();
  bench = await emulatedPad(clock, undefined, options);
}

async function problemOf(verb: Promise<unknown>): Promise<Problem> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Problem)) throw new Error(`no problem but ${String(thrown)}`);
  return thrown;
}

async function typed(pin: string): Promise<void> {
  await until(() => bench.emulator.wantsPin(), 'the pad asks for a PIN');
  bench.emulator.typePin(pin);
  bench.emulator.pressEnter();
}

describe('DUKPT', () => {
  test.each([
    ['PP791 answers 71', {}],
    ['PP791 with its own prompts', { pinMessage: 'Z62' }],
    ['Mx800 answers 73', { dialect: 'mx800' }],
    ['Mx800 with its own limits', { dialect: 'mx800', pinMessage: 'Z63' }],
  ])('%s: serial number and block of X9.24-1', async (_name, options) => {
    await withOptions(options);
    const entry = bench.pad.enterDukptPin(dukptRequest, signal);
    await typed('1234');
    expect(await entry).toEqual({
      kind: 'entered',
      ksn: 'FFFF9876543210E00001',
      pinBlock: '1B9C1845EB993A7A',
    });
    const next = bench.pad.enterDukptPin(dukptRequest, signal);
    await typed('1234');
    expect(await next).toMatchObject({ ksn: 'FFFF9876543210E00002', pinBlock: '10A01C8D02C69107' });
  });

  test('enter alone uses up no key', async () => {
    const entry = bench.pad.enterDukptPin(dukptRequest, signal);
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    bench.emulator.pressEnter();
    expect(await entry).toEqual({ kind: 'no-pin' });
    expect(bench.emulator.ksn()).toBe('FFFF9876543210E00000');
  });

  test('cancelled by the till it is cancelled at the pad', async () => {
    const abort = new AbortController();
    const entry = bench.pad.enterDukptPin(dukptRequest, abort.signal);
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    abort.abort();
    expect(await entry).toEqual({ kind: 'cancelled' });
    expect(bench.emulator.wants()).toBe('nothing');
  });

  test.each([{}, { dialect: 'mx800' }])('a pad that lost its keys says so, %o', async (options) => {
    await withOptions(options);
    bench.emulator.tamper();
    expect((await problemOf(bench.pad.enterDukptPin(dukptRequest, signal))).kind).toBe(
      'device-key-missing',
    );
  });
});

describe('a PIN under a session key', () => {
  test.each([
    ['Z60', { dialect: 'mx800' }, ['ENTER PIN', '****']],
    ['Z62', { pinMessage: 'Z62', prompt1: 'PAY {amount}' }, ['PAY 10.00', 'ENTER PIN', '****']],
    ['Z63', { pinMessage: 'Z63' }, ['ENTER PIN', '****']],
  ])('by %s', async (_name, options, shown) => {
    await withOptions(options);
    const entry = bench.pad.enterPin({ ...dukptRequest, wrappedPik: pikUnderTmk }, signal);
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    bench.emulator.typePin('1234');
    expect(bench.emulator.display()).toEqual(shown);
    bench.emulator.pressKey('/');
    await typed('123456');
    expect(await entry).toMatchObject({ kind: 'entered' });
  });

  test('options that no pad has are refused', () => {
    expect(optionsSchema.safeParse({ dialect: 'pp999' }).success).toBe(false);
    expect(optionsSchema.safeParse({ prompt1: '请输入' }).success).toBe(false);
    expect(optionsSchema.safeParse({ colour: 'red' }).success).toBe(false);
  });
});

describe('the keypad', () => {
  test('a key, whichever it is', async () => {
    const key = bench.pad.askKey({ timeoutMs: 30_000 }, signal);
    await until(() => bench.emulator.wants() === 'key', 'the pad asks');
    bench.emulator.pressKey('B');
    expect(await key).toBe('B');
  });

  test('no key in time', async () => {
    const key = bench.pad.askKey({ timeoutMs: 30_000 }, signal);
    await until(() => bench.emulator.wants() === 'key', 'the pad asks');
    clock.advance(30_000);
    expect(await key).toBeNull();
  });

  test('digits that are no PIN, as many as wanted', async () => {
    const digits = bench.pad.askDigits({ echo: true, digitsMax: 4, timeoutMs: 30_000 }, signal);
    await until(() => bench.emulator.wants() === 'digits', 'the pad asks');
    bench.emulator.typePin('12345');
    expect(bench.emulator.display()).toEqual(['1234']);
    bench.emulator.pressEnter();
    expect(await digits).toBe('1234');
  });

  test('no digits in time; cancel is a refusal', async () => {
    const request = { echo: false, digitsMax: 4, timeoutMs: 10_000 };
    const late = bench.pad.askDigits(request, signal);
    await until(() => bench.emulator.wants() === 'digits', 'the pad asks');
    clock.advance(10_000);
    expect(await late).toBeNull();
    const cancelled = problemOf(bench.pad.askDigits(request, signal));
    await until(() => bench.emulator.wants() === 'digits', 'the pad asks');
    bench.emulator.pressCancel();
    expect(await cancelled).toMatchObject({ kind: 'device-refused', params: { code: 'EOT' } });
  });

  test('given up by the till, the pad stops asking', async () => {
    const abort = new AbortController();
    const key = problemOf(bench.pad.askKey({ timeoutMs: 30_000 }, abort.signal));
    await until(() => bench.emulator.wants() === 'key', 'the pad asks');
    abort.abort();
    expect((await key).kind).toBe('card-cancelled');
    expect(bench.emulator.wants()).toBe('nothing');
  });
});

test('which slots hold a key', async () => {
  const slots = await bench.pad.keySlots(signal);
  expect(slots.filter(({ present }) => present)).toEqual([{ slot: '0', present: true }]);
  expect(slots.length).toBe(10);
});

test('an external check tells what newer pads tell of themselves', async () => {
  expect(await bench.pad.health('external', signal)).toMatchObject({
    state: 'healthy',
    facts: { 'key management': '180', 'DUKPT engine': '0', program: 'EMULATOR 1.0' },
  });
});

describe('the emulator’s hands', () => {
  test('a reboot forgets the PIN, and for a while nobody hears', async () => {
    const entry = bench.pad.enterDukptPin(dukptRequest, signal);
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    bench.emulator.reboot();
    expect(bench.emulator.display()).toEqual(['STARTING']);
    await until(() => {
      clock.advance(5_000);
      return bench.emulator.display()[0] === 'WELCOME';
    }, 'it has started');
    await until(() => {
      clock.advance(5_000);
      return clock.monotonic() > 80_000;
    }, 'the time is up');
    expect(await entry).toEqual({ kind: 'timeout' });
  });

  test('by name, as a script has them', async () => {
    const pad = createEmulatedPad({
      clock,
      random: { bytes: (count) => new Uint8Array(count) },
      fault: () => 'none',
    });
    expect(Object.keys(pad.acts)).toEqual(['press-key', 'type-pin', 'tamper', 'restore', 'reboot']);
    expect(() => pad.acts['type-pin']?.run({ digits: '1234' } as never)).toThrow(/asks for no PIN/);
    pad.acts.tamper?.run({} as never);
    expect(pad.look()).toMatchObject({ tampered: 'true', display: ['TAMPERED'] });
    expect(pad.acts['press-key']?.input.safeParse({ key: 'Q' }).success).toBe(false);
  });
});
