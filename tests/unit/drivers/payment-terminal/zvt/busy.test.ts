/** A terminal that still waits for an acknowledgement is busy (84 9C): it is waited for, but never asked for money twice. */
import { afterEach, expect, test } from 'vitest';
import { sleep } from '../../../../../domain/basics/clock.ts';
import { dleControl } from '../../../../../drivers/codecs/dle-crc16.ts';
import { detect } from '../../../../../drivers/detection/detect.ts';
import type { ZvtTerminal } from '../../../../../drivers/payment-terminal/zvt/driver.ts';
import { zvtSerialProbe } from '../../../../../drivers/payment-terminal/zvt/probe.ts';
import { timing } from '../../../../../drivers/payment-terminal/zvt/timing.ts';
import { protocols } from '../../../../../drivers/protocols.ts';
import { type EmulatedZvt, emulatedZvt } from '../../../../helpers/emulated-zvt.ts';
import { until } from '../../../../helpers/until.ts';

const { signal } = new AbortController();
const tenTen = { amountMinor: 1_010, currency: 'EUR', reference: 'r' };
const identity = { model: 'Rollcall emulator', serialNumber: '00018632' };
/** Asked without a password, a terminal tells its software alone. */
const recognised = { firmware: 'ROLLCALL-ZVT-1.0' };
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

const own = (framing: 'serial' | 'tcp') =>
  protocols.zvt.probes.filter(({ transports }) => transports.includes(framing));

const refusals = (each: EmulatedZvt): number =>
  each.tap.lines(-1).filter(({ meaning }) => meaning.startsWith('84 9C')).length;

test.each([
  ['serial', 'serial:///dev/ttyUSB0'],
  ['tcp', 'memory://zvt'],
] as const)(
  'a terminal that was detected over %s has nothing left to say',
  async (framing, address) => {
    const each = await zvt({}, framing);
    each.unplug();
    const terminal = await each.replug();
    await terminal.close();
    const asked = { open: each.open, clock: each.clock, signal, probes: own(framing) };
    const findings = await each.pass(detect(address, null, asked), 10);
    expect(findings).toMatchObject([
      { protocol: 'zvt', confidence: 'certain', identity: recognised },
    ]);
    expect(each.look('state')).toBe('idle');
    const again = await each.replug();
    await expect(again.identify(signal)).resolves.toMatchObject(identity);
    await again.close();
  },
);

test('a terminal that another program asked and left before the completion is waited for', async () => {
  const each = await zvt();
  await each.terminal.close();
  const line = await each.open('memory://zvt', signal);
  await line.write(zvtSerialProbe.ask);
  await until(() => each.look('state') === 'busy', 'the terminal answers');
  await line.write(Uint8Array.of(dleControl.ack));
  await line.close();
  each.clock.advance(1_000);
  const terminal = await each.replug();
  await expect(each.pass(terminal.identify(signal))).resolves.toMatchObject(identity);
  expect(refusals(each)).toBeGreaterThan(0);
  await terminal.close();
});

test.each([
  ['identify', (terminal: ZvtTerminal) => terminal.identify(signal)],
  ['health', (terminal: ZvtTerminal) => terminal.health('internal', signal)],
  ['lastTransaction', (terminal: ZvtTerminal) => terminal.lastTransaction(signal)],
] as const)(
  'after a plug pulled in the middle of a payment, %s waits for the end of it',
  async (_, verb) => {
    const each = await zvt();
    const outcome = each.terminal.pay(tenTen, signal);
    await until(() => each.look('wants') === 'card', 'a card');
    each.unplug();
    await expect(outcome).resolves.toMatchObject({ kind: 'unknown' });
    const terminal = await each.replug();
    const answer = each.pass<unknown>(verb(terminal));
    await until(() => refusals(each) > 0, 'the terminal is busy');
    await each.act('stop');
    await answer.then((told) => expect(told).not.toMatchObject({ state: 'failed' }));
    await terminal.close();
  },
);

test('the end of a command that is repeated to a till whose plug is back does not take the answer to its next command', async () => {
  const each = await zvt();
  const checked = each.pass(each.terminal.health('interactive', signal));
  await until(() => each.look('wants') === 'card', 'a card');
  // The end of it is said three times in vain, the last time when the next command has come.
  const lostUntilMs = each.clock.monotonic() + 2 * timing.t2Ms + 2_000;
  each.disturb((from) =>
    from === 'terminal' && each.clock.monotonic() < lostUntilMs ? 'lose' : 'pass',
  );
  await each.act('stop');
  each.unplug();
  await expect(checked).resolves.toMatchObject({ state: 'failed' });
  const terminal = await each.replug();
  await each.pass(terminal.identify(signal).catch(() => {}));
  await each.pass(sleep(each.clock, 60_000));
  await expect(each.pass(terminal.identify(signal))).resolves.toMatchObject(identity);
  await terminal.close();
});

test('a terminal in the hands of somebody is busy after 20 seconds, or once nobody asks any more', async () => {
  const each = await zvt();
  await each.act('occupy', { occupied: true });
  const startedAt = each.clock.monotonic();
  const busy = { kind: 'device-busy' };
  await expect(each.pass(each.terminal.identify(signal))).rejects.toMatchObject(busy);
  expect(each.clock.monotonic() - startedAt).toBe(20_000);
  const caller = new AbortController();
  const paid = each.terminal.pay(tenTen, caller.signal);
  caller.abort();
  await expect(each.pass(paid)).rejects.toMatchObject(busy);
  expect(each.clock.monotonic() - startedAt).toBeLessThan(24_000);
});

test('a payment that was refused as busy is not asked again', async () => {
  const each = await zvt();
  await each.terminal.identify(signal);
  await each.act('occupy', { occupied: true });
  await expect(each.terminal.pay(tenTen, signal)).rejects.toMatchObject({ kind: 'device-busy' });
  expect(refusals(each)).toBe(1);
});
