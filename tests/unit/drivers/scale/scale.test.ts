/** Scales: vectors H032–H039 of ../shared/vectors/hid.md, and the drivers with the clock moved by hand. */
import { beforeEach, describe, expect, test } from 'vitest';
import { formatWeight, type Weight, wholeGrams } from '../../../../domain/goods/weight.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { parseReportDescriptor } from '../../../../drivers/codecs/hid-report-descriptor.ts';
import { decodeReport, encodeReport, readingOf } from '../../../../drivers/scale/hid/codec.ts';
import { decodeHidScale } from '../../../../drivers/scale/hid/decode.ts';
import { createHidScale } from '../../../../drivers/scale/hid/driver.ts';
import { createHidScaleEmulator } from '../../../../drivers/scale/hid/emulator.ts';
import { optionsSchema, plainDescriptor } from '../../../../drivers/scale/hid/spec.ts';
import type { Scale, ScaleReading } from '../../../../drivers/scale/port.ts';
import { createToledoScale } from '../../../../drivers/scale/toledo/driver.ts';
import { createToledoEmulator } from '../../../../drivers/scale/toledo/emulator.ts';
import { toledoProbe } from '../../../../drivers/scale/toledo/probe.ts';
import { optionsSchema as toledoOptions } from '../../../../drivers/scale/toledo/spec.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../helpers/scripted-device.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { until } from '../../../helpers/until.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

const { signal } = new AbortController();
const weight = (value: number, exponent: number, unit: Weight['unit']): Weight => ({
  value,
  exponent,
  unit,
});

describe('reports of ../shared/vectors/hid.md', () => {
  test.each([
    ['H032', '03 04 0B FF 7B 00', 'stable', '12.3 oz', 'stable'],
    ['H033', '03 04 02 00 F4 01', 'stable', '500 g', 'stable'],
    ['H035', '03 03 02 00 64 00', 'moving', '100 g', 'moving'],
    ['H037', '03 06 02 00 00 00', 'over-limit', '0 g', 'over-limit'],
    ['H038', '03 04 03 FD D2 04', 'stable', '1.234 kg', 'stable'],
    ['H039', '03 04 0C FE 7D 00', 'stable', '1.25 lb', 'stable'],
  ])('%s', (_id, hex, status, text, state) => {
    const bytes = bytesOf(hex);
    const report = decodeReport(bytes);
    expect(report?.status).toBe(status);
    expect(report?.weight && formatWeight(report.weight)).toBe(text);
    expect(report && readingOf(report).state).toBe(state);
    expect(report && encodeReport(report)).toEqual(bytes);
    const { value, exponent, unit } = report?.weight ?? {};
    expect(decodeHidScale(bytes)).toEqual({
      ok: true,
      fields: {
        status,
        stable: status === 'stable',
        sellable: state === 'stable',
        value,
        exponent,
        unit,
        text,
      },
      errors: [],
    });
  });

  test('every status and every unit', () => {
    const states = Array.from({ length: 8 }, (_, index) => {
      const report = decodeReport(Uint8Array.of(3, index + 1, 2, 0, 5, 0));
      return report && readingOf(report).state;
    });
    expect(states).toEqual([
      'fault',
      'zero',
      'moving',
      'stable',
      'under-zero',
      'over-limit',
      'fault',
      'needs-zero',
    ]);
    const units = Array.from(
      { length: 12 },
      (_, index) => decodeReport(Uint8Array.of(3, 4, index + 1, 0, 5, 0))?.weight?.unit,
    );
    expect(units.join(' ')).toBe(
      'mg g kg carat tael grain pennyweight t short-ton troy-ounce oz lb',
    );
  });

  test('what nobody could sell by is said', () => {
    expect(decodeHidScale(bytesOf('03 09 02 00 00 00'))).toMatchObject({ ok: false });
    expect(decodeHidScale(bytesOf('02 04 02 00 00 00'))).toMatchObject({ ok: false });
    expect(decodeHidScale(bytesOf('03 04'))).toMatchObject({ ok: false });
    expect(decodeHidScale(bytesOf('03 04 00 00 05 00'))).toMatchObject({
      ok: false,
      fields: { text: null, sellable: false },
    });
  });

  test('the descriptor of the emulated scale describes these six bytes', () => {
    const layout = parseReportDescriptor(plainDescriptor);
    expect(layout?.collections).toEqual([{ usagePage: 0x8d, usage: 0x20 }]);
    const bits = layout?.fields.reduce((sum, { bitSize, count }) => sum + bitSize * count, 0);
    expect(bits).toBe(40);
  });
});

test.each([
  [weight(1234, -3, 'kg'), 1234, '1.234 kg'],
  [weight(500, 0, 'g'), 500, '500 g'],
  [weight(12, 1, 'g'), 120, '120 g'],
  [weight(5, -3, 'g'), null, '0.005 g'],
  [weight(12_345, -4, 'kg'), null, '1.2345 kg'],
  [weight(12_340, -4, 'kg'), 1234, '1.2340 kg'],
  [weight(2000, 0, 'mg'), 2, '2000 mg'],
  [weight(-5, -3, 'kg'), -5, '-0.005 kg'],
  [weight(123, -1, 'oz'), null, '12.3 oz'],
  [weight(0, 3, 'g'), 0, '0 g'],
])('%o is %s whole grams, written %s', (each, grams, text) => {
  expect(wholeGrams(each)).toBe(grams);
  expect(formatWeight(each)).toBe(text);
});

let clock: HandClock;
beforeEach(() => {
  clock = handClock();
});

async function kindOf(verb: Promise<unknown>): Promise<string> {
  const thrown = await verb.then(
    (value) => `nothing, but ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : String(thrown);
}
/** Lets time pass until the verb has ended. */
async function passUntil<T>(verb: Promise<T>): Promise<T> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  verb.then(end, end);
  await until(() => {
    if (!ended) clock.advance(250);
    return ended;
  }, 'the verb ends');
  return verb;
}

describe('a HID scale', () => {
  let device: ScriptedDevice;
  let scale: Scale;

  async function plugIn(options: object = {}) {
    device = await scriptedDevice(clock, 'scale');
    scale = createHidScale(device.ports, optionsSchema.parse(options));
  }
  const heard = (lines: number) =>
    until(() => device.ports.tap.lines(-1).length === lines, `${lines} reports`);

  test('is waited for until the goods lie still', async () => {
    await plugIn();
    const weighed = scale.weigh(signal);
    for (const report of ['03 02 03 FD 00 00', '03 03 03 FD 64 00', '03 05 03 FD 00 00']) {
      await device.say(report);
    }
    await device.say('03 04 03 FD D2 04');
    expect(await weighed).toEqual(weight(1234, -3, 'kg'));
  });

  test('a report of a moment ago counts, one of before does not', async () => {
    await plugIn();
    await device.say('03 04 02 00 F4 01');
    await heard(1);
    clock.advance(1_000);
    expect(await scale.weigh(signal)).toEqual(weight(500, 0, 'g'));
    clock.advance(1);
    const kind = kindOf(scale.weigh(signal));
    clock.advance(10_000);
    expect(await kind).toBe('device-silent');
  });

  test('that reports only changes is believed however long ago it spoke', async () => {
    await plugIn({ reportsOnChange: true });
    await device.say('03 04 02 00 F4 01');
    await heard(1);
    clock.advance(3_600_000);
    expect(await scale.weigh(signal)).toEqual(weight(500, 0, 'g'));
  });

  test.each([
    ['over its limit', '03 06 02 00 00 00', 'scale-over-limit'],
    ['broken', '03 01 02 00 00 00', 'scale-fault'],
    ['to be calibrated', '03 07 02 00 00 00', 'scale-fault'],
    ['to be zeroed', '03 08 02 00 00 00', 'scale-fault'],
    ['without a unit', '03 04 00 00 05 00', 'scale-fault'],
  ])('%s says so at once', async (_what, report, kind) => {
    await plugIn();
    const told = kindOf(scale.weigh(signal));
    await device.say(report);
    expect(await told).toBe(kind);
  });

  test('nothing without a unit is nothing yet, and no fault', async () => {
    await plugIn();
    const weighed = scale.weigh(signal);
    await device.say('03 02 00 00 00 00');
    await device.say('03 04 02 00 F4 01');
    expect(await weighed).toEqual(weight(500, 0, 'g'));
  });

  test('never steady, never heard, or never finished are three things', async () => {
    await plugIn();
    const unsteady = kindOf(scale.weigh(signal));
    await device.say('03 03 02 00 64 00');
    await heard(1);
    clock.advance(10_000);
    expect(await unsteady).toBe('scale-not-steady');
    const caller = new AbortController();
    const given = kindOf(scale.weigh(caller.signal));
    caller.abort();
    expect(await given).toBe('card-cancelled');
    const gone = kindOf(scale.weigh(signal));
    device.unplug();
    expect(await gone).toBe('device-gone');
  });

  test('tells every reading and what it looks like to a technician', async () => {
    await plugIn();
    const readings: ScaleReading[] = [];
    const stop = scale.onReading((reading) => readings.push(reading));
    await device.say('03 03 02 00 64 00');
    await device.say('FF FF');
    await device.say('03 06 02 00 64 00');
    await heard(3);
    stop();
    expect(readings.map(({ state }) => state)).toEqual(['moving', 'over-limit']);
    expect(await scale.health('internal', signal)).toMatchObject({
      state: 'needs-look',
      problems: [{ kind: 'scale-over-limit', params: { device: 'scale' } }],
    });
    expect(device.ports.tap.statistics()).toMatchObject({ goodFrames: 2, badFrames: 1 });
  });

  test('and its emulator agree', async () => {
    const emulator = createHidScaleEmulator({
      clock,
      random: seededRandom('scale'),
      fault: () => 'none',
    });
    const network = createMemoryNetwork();
    network.listen('scale', (line) => emulator.attach(line), emulator.hid);
    const transport = await network.open('memory://scale', signal);
    const { tap } = (await scriptedDevice(clock)).ports;
    const real = createHidScale(
      { device: 'scale', transport, clock, tap },
      optionsSchema.parse({}),
    );
    const put = emulator.acts.put;
    await put?.run(put.input.parse({ weight: weight(865, -3, 'kg'), state: 'moving' }) as never);
    const weighed = real.weigh(signal);
    await put?.run(put.input.parse({ weight: weight(866, -3, 'kg') }) as never);
    expect(await passUntil(weighed)).toEqual(weight(866, -3, 'kg'));
    expect(emulator.look()).toEqual({ state: 'stable', weight: '0.866 kg' });
    await real.close();
  });
});

describe('a scale of the 8217 dialogue', () => {
  let device: ScriptedDevice;
  let scale: Scale;
  const answer = (text: string): string => Buffer.from(`\x02${text}\r`, 'latin1').toString('hex');

  beforeEach(async () => {
    device = await scriptedDevice(clock, 'scale');
    scale = createToledoScale(device.ports, toledoOptions.parse({}));
  });

  test('is asked again, not sooner than after 200 ms, until it tells a weight', async () => {
    const weighed = scale.weigh(signal);
    await device.heard('57');
    await device.say(answer('?\x41'));
    await until(() => device.ports.tap.lines(-1).length === 2, 'in motion');
    clock.advance(200);
    expect(device.sent()).toBe('57');
    await until(() => {
      clock.advance(10);
      return device.sent() === '5757';
    }, 'it is asked again');
    // Byte by byte, with parity bits and noise before it.
    for (const byte of ['FF', '82', '30', '30', 'AE', 'B8', '36', '35', '8D'])
      await device.say(byte);
    expect(await weighed).toEqual(weight(865, -3, 'kg'));
  });

  test.each([
    ['over capacity', '?\x42', 'scale-over-limit'],
    ['nonsense', '?\x10', 'device-garbage'],
    ['a weight without a point', '00865', 'device-garbage'],
  ])('%s is told at once', async (_what, text, kind) => {
    const told = kindOf(scale.weigh(signal));
    await device.heard('57');
    await device.say(answer(text));
    expect(await told).toBe(kind);
  });

  // B21: of the 8217's bits only "over capacity" is something a person must mend.
  test.each([
    ['net', '60'],
    ['at the centre of zero', '50'],
    ['net, at the centre of zero', '70'],
    ['outside the range of zeroing', '48'],
    ['nothing at all', '40'],
    ['in motion, net', '61'],
    ['below zero, net', '64'],
  ])('a status that says %s is no fault: it is asked again and tells a weight', async (_, byte) => {
    const weighed = scale.weigh(signal);
    await device.heard('57');
    await device.say(`02 3F ${byte} 0D`);
    await until(() => {
      clock.advance(10);
      return device.sent() === '5757';
    }, 'it is asked again');
    await device.say('02 20 20 30 2E 38 36 35 4E 0D');
    expect(await weighed).toEqual(weight(865, -3, 'kg'));
  });

  test('silence is a problem after three questions, under zero and zero only when time is up', async () => {
    const silent = kindOf(scale.weigh(signal));
    expect(await passUntil(silent)).toBe('device-silent');
    expect(device.sent()).toBe('575757');
    const empty = kindOf(scale.weigh(signal));
    let answered = 3;
    await until(() => {
      if (device.sent().length / 2 > answered) {
        answered += 1;
        void device.say(answer(answered % 2 ? '?\x44' : '00.000'));
      }
      clock.advance(125);
      return clock.monotonic() > 16_000;
    }, 'time is up');
    expect(await empty).toBe('scale-not-steady');
  });

  test('is zeroed with Z, and refuses where too much lies on it', async () => {
    const done = scale.zero(signal);
    await device.heard('5A');
    await device.say(answer('?\x50'));
    await done;
    const refused = kindOf(scale.zero(signal));
    await device.heard('5A');
    await device.say(answer('?\x48'));
    expect(await refused).toBe('device-refused');
  });

  test('weighs in pounds where it was calibrated so', async () => {
    device = await scriptedDevice(clock, 'scale');
    const pounds = createToledoScale(device.ports, toledoOptions.parse({ unit: 'lb' }));
    const weighed = pounds.weigh(signal);
    await device.heard('57');
    await device.say(answer('01.25N'));
    expect(await weighed).toEqual(weight(125, -2, 'lb'));
  });

  test('a cable that goes ends the weighing', async () => {
    const gone = kindOf(scale.weigh(signal));
    await device.heard('57');
    device.unplug();
    expect(await gone).toBe('device-gone');
  });

  test('is known by its answer to one letter', () => {
    const heard = (hex: string) => toledoProbe.recognise(bytesOf(hex));
    expect(heard(answer('00.865'))).toMatchObject({ confidence: 'certain' });
    expect(heard(answer('?\x41'))).toMatchObject({ confidence: 'likely' });
    expect(heard('16')).toBeNull();
    expect(heard('02 57')).toBeNull();
    expect(toledoProbe.ask).toEqual(Uint8Array.of(0x57));
  });

  test('and its emulator agree on weights, states and zero', async () => {
    const emulator = createToledoEmulator({
      clock,
      random: seededRandom('scale'),
      fault: () => 'none',
    });
    const network = createMemoryNetwork();
    network.listen('scale', (line) => emulator.attach(line));
    const transport = await network.open('memory://scale', signal);
    const { tap } = device.ports;
    const ports = { device: 'scale', transport, clock, tap };
    const real = createToledoScale(ports, toledoOptions.parse({}));
    const put = async (value: number, state = 'stable') => {
      const { put: act } = emulator.acts;
      await act?.run(act.input.parse({ weight: weight(value, -3, 'kg'), state }) as never);
    };
    await put(1_234);
    expect(await real.weigh(signal)).toEqual(weight(1234, -3, 'kg'));
    await put(1_234, 'over-limit');
    expect(await kindOf(real.weigh(signal))).toBe('scale-over-limit');
    await put(20);
    await real.zero(signal);
    expect(emulator.look()).toMatchObject({ weight: '0.000 kg' });
    await put(30_000);
    expect(await kindOf(real.zero(signal))).toBe('device-refused');
    const readings: string[] = [];
    const stop = real.onReading(({ state }) => readings.push(state));
    await until(() => {
      clock.advance(50);
      return readings.length >= 2;
    }, 'it is asked while somebody listens');
    stop();
    expect(await real.health('interactive', signal)).toMatchObject({
      state: 'healthy',
      facts: { state: 'stable', weight: '30.000 kg', weighed: '30.000 kg' },
    });
    await real.close();
  });
});

describe('reports that strangers printed', () => {
  test.each([
    // frandiox/rfg-scale: a Dymo M25 with nothing on it, in ounces.
    ['a Dymo M25 at zero', '03 02 0B FF 00 00', 'zero', '0.0 oz'],
    // antradar.com, "Dymo USB Scale Interface Specs": Dymo M10 and M25; the first two bytes are not printed there.
    ['a Dymo M10, 20 grams', '03 04 02 00 14 00', 'stable', '20 g'],
    ['a Dymo M25, 40 lb 5.2 oz', '03 04 0B FF 34 19', 'stable', '645.2 oz'],
  ])('%s', (_what, report, status, text) => {
    expect(decodeHidScale(bytesOf(report))).toMatchObject({ ok: true, fields: { status, text } });
  });
});
