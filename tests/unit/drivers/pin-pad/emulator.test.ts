/** The driver and the emulated pad together, joined within the process. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { upperHex } from '../../../../drivers/emulators/keys.ts';
import { retailMac } from '../../../../drivers/emulators/macs.ts';
import { type EmulatedPad, emulatedPad } from '../../../helpers/emulated-pad.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';
import { cupsVectors } from '../../../helpers/vectors.ts';

const { signal } = new AbortController();
let clock: HandClock;
let bench: EmulatedPad;
beforeEach(async () => {
  clock = handClock();
  bench = await emulatedPad(clock);
});
afterEach(() => bench.close());

const pan = '6200000000000013';
// ../shared/vectors/iso8583-cups.json, syntheticKeys.
const pikUnderTmk = '3EB3B72576BBBE83FD7AF640961CDB8B';
const makUnderTmk = '41B1F3D154C3079A';
const mak16UnderTmk = '41B1F3D154C3079AB175E781A8F63696';
const mac = (wrappedKey: string, data: Uint8Array, encoding: 'ascii' | 'binary' = 'binary') =>
  bench.pad.mac({ wrappedKey, data, encoding }, signal);

describe('PIN', () => {
  test('the block of the vectors comes out', async () => {
    expect(await bench.enterPin(pan, pikUnderTmk, '123456')).toEqual({
      kind: 'entered',
      pinBlock: '38A110FE27062629',
    });
  });

  test('enter without digits is no PIN, too few digits are not taken', async () => {
    expect(await bench.enterPin(pan, pikUnderTmk, null)).toEqual({ kind: 'no-pin' });
    const entry = bench.pad.enterPin(
      { pan, wrappedPik: pikUnderTmk, amountMinor: 100, timeoutMs: 30_000 },
      signal,
    );
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    bench.emulator.typePin('123');
    bench.emulator.pressEnter();
    expect(bench.emulator.wantsPin()).toBe(true);
    bench.emulator.typePin('4');
    bench.emulator.pressEnter();
    expect(await entry).toMatchObject({ kind: 'entered' });
  });

  test('the display shows the amount and a star for each digit, and rests after CANCEL', async () => {
    const entry = bench.pad.enterPin(
      { pan, wrappedPik: pikUnderTmk, amountMinor: 1_580, timeoutMs: 30_000 },
      signal,
    );
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    bench.emulator.typePin('1234');
    expect(bench.emulator.display()).toEqual(['AMOUNT 15.80', 'ENTER PIN', '****']);
    bench.emulator.pressCancel();
    expect(await entry).toEqual({ kind: 'cancelled' });
    expect(bench.emulator.display()).toEqual(['WELCOME']);
  });

  test('the customer’s time runs out', async () => {
    const entry = bench.pad.enterPin(
      { pan, wrappedPik: pikUnderTmk, amountMinor: 1_580, timeoutMs: 20_000 },
      signal,
    );
    await until(() => bench.emulator.wantsPin(), 'the pad asks');
    clock.advance(20_000);
    expect(await entry).toEqual({ kind: 'timeout' });
    expect(bench.emulator.wantsPin()).toBe(false);
  });
});

describe.skipIf(cupsVectors === null)('MAC', () => {
  const check = cupsVectors?.macCrossCheck ?? {};
  const data = Buffer.from(check.data ?? '', 'hex');

  test('with a single-length key is CBC-DES, with a double-length one algorithm 3', async () => {
    expect(await mac(makUnderTmk, data)).toBe(check.x99Cbc);
    expect(await mac(mak16UnderTmk, data)).toBe(check.x919WithMak16);
  });

  test('over eight zero bytes is the key check value', async () => {
    const keys = cupsVectors?.syntheticKeys ?? {};
    for (const name of ['pik', 'mak', 'mak16', 'tdk']) {
      const full = await mac(keys[`${name}UnderTmk`] ?? '', new Uint8Array(8));
      expect(full.slice(0, 8)).toBe(keys[`${name}Kcv`]);
    }
  });

  test('over the folded block in hex is the UnionPay ECB MAC', async () => {
    const folded = Buffer.alloc(8);
    data.forEach((byte, index) => {
      folded[index % 8] = (folded[index % 8] ?? 0) ^ byte;
    });
    const answer = await mac(makUnderTmk, Buffer.from(upperHex(folded)), 'ascii');
    expect(Buffer.from(answer.slice(0, 8), 'hex').toString('hex').toUpperCase()).toBe(check.cupEcb);
  });

  test('over data of several packets is the MAC of the whole', async () => {
    const long = Buffer.alloc(1_000, 0x5a);
    const whole = await mac(makUnderTmk, long);
    expect(whole).toBe(upperHex(retailMac('1A2B3C4D5E6F7081', long)));
  });
});

describe('health', () => {
  test('a healthy pad tells its number and that its key is there', async () => {
    expect(await bench.pad.health('internal', signal)).toMatchObject({
      state: 'healthy',
      problems: [],
      facts: { serial: 'PP0001', 'master key 0': 'present' },
    });
  });

  test('external shows a text', async () => {
    await bench.pad.health('external', signal);
    expect(bench.emulator.display()).toEqual(['ROLLCALL', 'PIN PAD TEST']);
  });

  test('interactive wants one key, whichever', async () => {
    const health = bench.pad.health('interactive', signal);
    await until(() => bench.emulator.display()[0] === 'PRESS ANY KEY', 'the pad asks');
    await until(() => {
      bench.emulator.pressEnter();
      return bench.emulator.display()[0] === 'WELCOME';
    }, 'the key arrives');
    expect(await health).toMatchObject({ state: 'healthy', facts: { 'key press': 'arrived' } });
  });

  test('a pad that was opened has failed its self-test', async () => {
    bench.emulator.tamper();
    expect(await bench.pad.health('internal', signal)).toMatchObject({
      state: 'failed',
      problems: [{ kind: 'device-tampered', params: { device: 'pin-pad' } }],
    });
  });

  test('a pad with an empty slot lacks its key', async () => {
    const empty = await emulatedPad(clock, '');
    expect(await empty.pad.health('internal', signal)).toMatchObject({
      state: 'failed',
      problems: [{ kind: 'device-key-missing' }],
    });
    await empty.close();
  });
});
