/** Lines and terminals that misbehave, on virtual time. Whatever happens, the till and the terminal agree about the money. */
import { afterEach, describe, expect, test } from 'vitest';
import type { TerminalOutcome } from '../../../../../drivers/payment-terminal/port.ts';
import { createZvtTerminal } from '../../../../../drivers/payment-terminal/zvt/driver.ts';
import { optionsSchema } from '../../../../../drivers/payment-terminal/zvt/options.ts';
import { zvtSerialProbe, zvtTcpProbe } from '../../../../../drivers/payment-terminal/zvt/probe.ts';
import { type EmulatedZvt, emulatedZvt } from '../../../../helpers/emulated-zvt.ts';
import { handClock } from '../../../../helpers/hand-clock.ts';
import { scriptedDevice } from '../../../../helpers/scripted-device.ts';
import { seededRandom } from '../../../../helpers/seeded-random.ts';
import { bytesOf } from '../../../../helpers/vector-tables.ts';

const { signal } = new AbortController();
const tenTen = { amountMinor: 1_010, currency: 'EUR', reference: 'r' };
let opened: EmulatedZvt[] = [];
const zvt = async (...given: Parameters<typeof emulatedZvt>): Promise<EmulatedZvt> => {
  const each = await emulatedZvt(...given);
  opened.push(each);
  return each;
};
afterEach(async () => {
  for (const each of opened) await each.close();
  opened = [];
});
const turnsOver = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('over TCP', () => {
  const begin = async (options = {}) => {
    const clock = handClock();
    const far = await scriptedDevice(clock, 'terminal');
    const terminal = createZvtTerminal(far.ports, optionsSchema.parse(options), 'tcp');
    const paid = terminal.pay(tenTen, signal);
    await far.heard('06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3');
    await far.say('80 00 00 06 0F 0A 19 00 29 29 00 10 06 49 09 78');
    await far.heard('80 00 00 06 01 0A 04 00 00 00 00 10 10 49 09 78');
    return { clock, far, terminal, paid };
  };

  test('messages come in pieces and several at once; nothing is doubled, nothing acknowledged below', async () => {
    const { far, paid } = await begin();
    for (const piece of [
      '80',
      '00 00 04',
      'FF 01',
      '0A 04 0F 0D 27 00 04 00 00 00',
      '00 10 10 0B 00 01 63',
    ]) {
      await far.say(piece);
      await turnsOver();
    }
    await far.heard('80 00 00 80 00 00');
    await far.say('06 0F 00');
    await far.heard('80 00 00');
    await expect(paid).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 1_010, traceNumber: '000163' },
    });
  });

  test.each([
    ['another amount than was asked', '04 0F 0D 27 00 04 00 00 00 00 10 00 0B 00 01 63'],
    ['no amount', '04 0F 06 27 00 0B 00 01 63'],
  ])('approved with %s is no approval: nobody knows', async (_, result) => {
    const { far, paid } = await begin();
    await far.say('80 00 00');
    await far.say(result);
    await far.heard('80 00 00');
    await far.say('06 0F 00');
    await far.heard('80 00 00');
    await expect(paid).resolves.toEqual({
      kind: 'unknown',
      problem: {
        kind: 'terminal-unknown',
        params: { device: 'terminal', because: 'device-garbage', trace: '000163' },
      },
    });
  });

  test.each([
    ['a refusal of another amount', ['04 0F 09 27 05 04 00 00 00 00 10 00', '06 1E 01 05']],
    [
      'a success, then a refusal',
      ['04 0F 0D 27 00 04 00 00 00 00 10 10 0B 00 01 63', '04 0F 02 27 05', '06 1E 01 05'],
    ],
    ['a refusal, then a good end', ['04 0F 02 27 05', '06 0F 00']],
  ])('%s is no word about ours: nobody knows', async (_, said) => {
    const { far, paid } = await begin();
    await far.say('80 00 00');
    for (const message of said) {
      await far.say(message);
      await far.heard('80 00 00');
    }
    // A success that was heard is asked about; this terminal says no more.
    far.unplug();
    await expect(paid).resolves.toMatchObject({
      kind: 'unknown',
      problem: { kind: 'terminal-unknown', params: { device: 'terminal' } },
    });
  });

  test('T3: the connection is closed, so that a late answer is taken for no other; the outcome is unknown', async () => {
    const { clock, far, paid, terminal } = await begin();
    await turnsOver();
    clock.advance(5_000);
    await expect(paid).resolves.toMatchObject({ kind: 'unknown' });
    await terminal.gone;
    expect(far.ports.tap.statistics().timeouts).toEqual({ T3: 1 });
  });

  test('a till that gives up sends 06 B0 once', async () => {
    const clock = handClock();
    const far = await scriptedDevice(clock, 'terminal');
    const terminal = createZvtTerminal(far.ports, optionsSchema.parse({}), 'tcp');
    const caller = new AbortController();
    const paid = terminal.pay(tenTen, caller.signal);
    await far.heard('06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3');
    await far.say('80 00 00 06 0F 00');
    await far.heard('80 00 00 06 01 0A 04 00 00 00 00 10 10 49 09 78');
    await far.say('80 00 00');
    caller.abort();
    await far.heard('06 B0 00');
    await far.say('80 00 00 04 0F 02 27 6C 06 1E 01 6C');
    await far.heard('80 00 00 80 00 00');
    await expect(paid).resolves.toMatchObject({ kind: 'declined', code: '6C' });
  });

  test('Global Payments: 06 B0 is not sent; the terminal ends it', async () => {
    const clock = handClock();
    const far = await scriptedDevice(clock, 'terminal');
    const terminal = createZvtTerminal(far.ports, optionsSchema.parse({ abortable: false }), 'tcp');
    const caller = new AbortController();
    const paid = terminal.pay(tenTen, caller.signal);
    await far.heard('06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3');
    await far.say('80 00 00 06 0F 00');
    await far.heard('80 00 00 06 01 0A 04 00 00 00 00 10 10 49 09 78');
    await far.say('80 00 00');
    caller.abort();
    await far.say('04 FF 01 0A');
    await far.heard('80 00 00');
    await far.say('06 1E 01 6C');
    await far.heard('80 00 00');
    await expect(paid).resolves.toMatchObject({ kind: 'declined', code: '6C' });
    expect(far.sent()).not.toContain('06B000');
  });

  test('registration: initialisation and diagnosis follow where the terminal asks for them', async () => {
    const clock = handClock();
    const far = await scriptedDevice(clock, 'terminal');
    const terminal = createZvtTerminal(far.ports, optionsSchema.parse({}), 'tcp');
    const identity = terminal.identify(signal);
    await far.heard('06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3');
    await far.say('80 00 00 06 0F 02 19 03');
    await far.heard('80 00 00 06 93 03 00 00 00');
    await far.say('80 00 00 06 0F 00');
    await far.heard('80 00 00 06 70 00');
    await far.say('80 00 00 06 0F 00');
    await far.heard('80 00 00 05 01 05 00 00 00 03 04');
    await far.say('80 00 00 06 0F 06 F0 F0 F3 41 42 43');
    await expect(identity).resolves.toMatchObject({ firmware: 'ABC' });
  });

  test('a terminal that does not take the till on', async () => {
    const clock = handClock();
    const far = await scriptedDevice(clock, 'terminal');
    const terminal = createZvtTerminal(far.ports, optionsSchema.parse({}), 'tcp');
    const paid = terminal.pay(tenTen, signal);
    await far.heard('06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3');
    await far.say('84 6F 00');
    await expect(paid).rejects.toMatchObject({
      kind: 'terminal-not-registered',
      params: { code: '6F' },
    });
  });
});

describe('probes', () => {
  const heardBy = async (framing: 'serial' | 'tcp', ask: Uint8Array): Promise<Uint8Array> => {
    const each = await zvt({}, framing);
    const heard: number[] = [];
    await each.terminal.close();
    const { ZvtEmulator } = await import('../../../../../drivers/payment-terminal/zvt/emulator.ts');
    const emulator = new ZvtEmulator({ clock: each.clock, fault: () => 'none' });
    emulator.attach({
      bytes: (async function* () {
        yield ask;
        await new Promise(() => {});
      })(),
      write: async (data) => void heard.push(...data),
      close: async () => {},
    });
    await turnsOver();
    return Uint8Array.from(heard);
  };

  test('a serial terminal is certain by its checksum', async () => {
    expect(Buffer.from(zvtSerialProbe.ask).toString('hex')).toMatch(/^10020501001003/);
    const heard = await heardBy('serial', zvtSerialProbe.ask);
    expect(zvtSerialProbe.recognise(heard.subarray(0, 1))).toBeNull();
    expect(zvtSerialProbe.recognise(bytesOf('15 06 02 03'))).toBeNull();
    expect(zvtSerialProbe.recognise(heard)).toMatchObject({ confidence: 'certain' });
    const { say, isOver } = zvtSerialProbe.reply?.(heard) ?? { say: '', isOver: true };
    expect([Buffer.from(say).toString('hex'), isOver]).toEqual(['06', false]);
  });

  test('a terminal on TCP says who it is', async () => {
    const heard = await heardBy('tcp', zvtTcpProbe.ask);
    expect(zvtTcpProbe.recognise(heard.subarray(0, 3))).toBeNull();
    expect(zvtTcpProbe.recognise(heard)).toMatchObject({
      confidence: 'certain',
      identity: { model: null, firmware: 'ROLLCALL-ZVT-1.0' },
    });
    expect(zvtTcpProbe.recognise(bytesOf('84 83 00'))).toMatchObject({ confidence: 'likely' });
    expect(zvtTcpProbe.recognise(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toBeNull();
  });
});

test.each([
  ['silent', 'device-silent'],
  ['garbage', 'device-silent'],
  ['nak', 'device-garbage'],
  ['wrong-lrc', 'device-garbage'],
] as const)('a %s terminal was asked for nothing: %s', async (fault, kind) => {
  const each = await zvt();
  each.misbehave(fault);
  await expect(each.pass(each.terminal.pay(tenTen, signal))).rejects.toMatchObject({ kind });
  each.misbehave('none');
});

test.each(['slow', 'late'] as const)('a %s terminal is waited for', async (fault) => {
  const each = await zvt();
  each.misbehave(fault);
  const outcome = each.pass(each.terminal.pay(tenTen, signal), 20);
  await each.contactless();
  await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
});

/** How a shop finds out: the driver's word, and after any doubt the last receipt. */
async function settled(each: EmulatedZvt, onTurn: () => void): Promise<'paid' | 'not paid'> {
  let outcome: TerminalOutcome | null;
  try {
    outcome = await each.pass(each.terminal.pay(tenTen, signal), 250, onTurn);
  } catch {
    return 'not paid';
  }
  if (outcome.kind !== 'unknown') return outcome.kind === 'approved' ? 'paid' : 'not paid';
  each.disturb(() => 'pass');
  each.unplug();
  const terminal = await each.replug();
  // What was under way at the terminal ends, with or without us.
  await each.passUntil(() => each.look('state') === 'idle');
  outcome = await each.pass(terminal.lastTransaction(signal), 250);
  await terminal.close();
  return outcome?.kind === 'approved' && !outcome.transaction.reversedTraceNumber
    ? 'paid'
    : 'not paid';
}

/** What a bad line does: to one direction or to both. */
const evils = ['lose till', 'lose terminal', 'lose both', 'spoil both', 'pull'] as const;

test.each(Array.from({ length: 24 }, (_, seed) => seed))(
  'random faults, run %i: what the till believes is what the terminal has booked, once',
  async (seed) => {
    const random = seededRandom(`zvt ${seed}`);
    const dice = (sides: number): number => (random.bytes(1)[0] ?? 0) % sides;
    const receipts = (['blocks', 'lines', 'composed'] as const)[dice(3)] ?? 'blocks';
    const each = await zvt({ receipts });
    const evil = evils[dice(evils.length)] ?? 'pull';
    // Somewhere between the first byte of a payment and its last the line goes bad for a while.
    const from = 8 + dice(50);
    const lastsMs = dice(45) * 1_000;
    let crossed = 0;
    let endsAt = Number.POSITIVE_INFINITY;
    each.disturb((sender) => {
      crossed += 1;
      if (crossed < from || each.clock.monotonic() > endsAt) return 'pass';
      if (crossed === from) endsAt = each.clock.monotonic() + lastsMs;
      if (evil === 'pull') {
        if (crossed === from) each.unplug();
        return 'lose';
      }
      const [what, whose] = evil.split(' ');
      return whose === 'both' || whose === sender ? (what as 'lose' | 'spoil') : 'pass';
    });
    const believed = await settled(each, () => {
      if (each.look('wants') === 'card') void each.act('presentCard', { how: 'contactless' });
    });
    expect(each.look('day total')).toBe(believed === 'paid' ? '1010' : '0');
  },
);
