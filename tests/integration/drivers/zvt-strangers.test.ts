/**
 * Whole days of two tills of strangers at our emulated terminal, recorded (./traces, docs/conformance/zvt.md tells how): what
 * they said is said again, byte for byte and in their order, and the terminal has to answer as it did when they could pay.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tcpPlug } from '../../../drivers/emulators/plug.ts';
import { apduStreamStart, hexOf, splitApdus } from '../../../drivers/payment-terminal/zvt/apdu.ts';
import { decodeZvt, decodeZvtSerial } from '../../../drivers/payment-terminal/zvt/decode.ts';
import { ZvtEmulator } from '../../../drivers/payment-terminal/zvt/emulator.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import { root } from '../../../tools/paths.ts';
import { type ZvtHands, zvtHands } from '../../helpers/emulated-zvt.ts';
import { handClock } from '../../helpers/hand-clock.ts';
import { until } from '../../helpers/until.ts';
import { bytesOf } from '../../helpers/vector-tables.ts';

type Line = Readonly<{ from: 'till' | 'terminal'; hex: string }>;

const linesOf = (name: string): Line[] =>
  readFileSync(`${root}/tests/integration/drivers/traces/${name}.txt`, 'utf8')
    .split('\n')
    .filter((line) => /^[<>] /.test(line))
    .map((line) => ({
      from: line.startsWith('>') ? 'till' : 'terminal',
      hex: line.slice(2).replaceAll(' ', ''),
    }));

/** What somebody did while that amount was asked for; the host said no to 12.50, and the till itself gave up the 7.00. */
async function serve(hands: ZvtHands, isPinWrong: () => boolean): Promise<void> {
  const wants = hands.look('wants');
  if (wants === 'pin') await hands.act('typePin', { digits: '1234', right: !isPinWrong() });
  if (wants === 'removed') await hands.act('removeCard');
  if (wants !== 'card') return;
  const amount = /\d+\.\d\d/.exec(String(hands.look('display')))?.[0];
  if (amount === '7.00') return;
  if (amount === '8.00') return hands.act('stop');
  await hands.act('decide', { code: amount === '12.50' ? '05' : '00' });
  await hands.act('presentCard', cards[amount ?? ''] ?? { card: 'Mastercard', how: 'contactless' });
}
const cards: Readonly<Record<string, object>> = {
  '10.10': { card: 'VISA', how: 'chip' },
  '3.00': { card: 'girocard', how: 'contactless' },
};

/** The result of a payment tells the time, so only what it is about is compared. */
const timeless = (hex: string): string => (hex.startsWith('040F') ? hex.slice(0, 4) : hex);

test.each([
  ['wirelane/ecrterm', 'zvt-ecrterm-tcp', true, '300'],
  ['bezahl-online/zvt', 'zvt-bezahl-tcp', false, '0'],
] as const)('a day of %s over TCP', async (_, name, isEcrterm, dayTotal) => {
  const lines = linesOf(name);
  const emulator = new ZvtEmulator({ clock: handClock(), fault: () => 'none' });
  const hands = zvtHands(emulator);
  await hands.act('tellFurtherStatus', { told: isEcrterm });
  const plug = await tcpPlug((line) => emulator.attach(line));
  const transport = await openTransport(plug.address, new AbortController().signal);
  const heard: string[] = [];
  void (async () => {
    let stream = apduStreamStart;
    for await (const chunk of transport.bytes) {
      const cut = splitApdus(stream, chunk);
      stream = cut.stream;
      heard.push(...cut.apdus.map(hexOf));
    }
  })().catch(() => {});
  const seen: string[] = [];
  let wrongPins = isEcrterm ? 1 : 0;
  const isPinWrong = (): boolean => {
    wrongPins -= 1;
    return wrongPins >= 0;
  };
  for (const { from, hex } of lines) {
    if (from === 'till') {
      await transport.write(bytesOf(hex));
      continue;
    }
    await until(
      async () => {
        if (heard.length > 0) return true;
        await serve(hands, isPinWrong);
        return false;
      },
      `the terminal says ${hex}, after ${seen.slice(-3)}`,
    );
    const said = heard.shift() ?? '';
    seen.push(said);
    expect(timeless(said)).toBe(timeless(hex));
  }
  expect(heard).toEqual([]);
  expect(hands.look('day total')).toBe(dayTotal);
  await transport.close();
  await plug.pull();
});

test.each(linesOf('zvt-ecrterm-serial').map(({ hex }) => hex))(
  'a frame of wirelane/ecrterm on a serial line: %s',
  (hex) => {
    expect(decodeZvtSerial(bytesOf(hex))).toMatchObject({ ok: true, crc: { ok: true } });
  },
);

test('what both tills say is read without a fault', () => {
  for (const name of ['zvt-ecrterm-tcp', 'zvt-bezahl-tcp']) {
    for (const { hex } of linesOf(name)) {
      expect.soft(decodeZvt(bytesOf(hex)).errors, hex).toEqual([]);
    }
  }
});
