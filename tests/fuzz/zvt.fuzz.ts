/** The meaning of ZVT under any input: nothing throws, nothing is lost, what is written is read again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeDleFrame } from '../../drivers/codecs/dle-crc16.ts';
import {
  apduStreamStart,
  encodeApdu,
  hexOf,
  readApdu,
  splitApdus,
} from '../../drivers/payment-terminal/zvt/apdu.ts';
import { bmpKinds } from '../../drivers/payment-terminal/zvt/bmp-table.ts';
import { decodeZvt, decodeZvtSerial } from '../../drivers/payment-terminal/zvt/decode.ts';
import { describeApdu } from '../../drivers/payment-terminal/zvt/describe.ts';
import { joinParts, splitParts } from '../../drivers/payment-terminal/zvt/parts.ts';
import { plainLine } from '../../drivers/payment-terminal/zvt/print.ts';
import { commands } from '../../drivers/payment-terminal/zvt/spec.ts';
import {
  decodeTerminal,
  encodeTerminal,
  type TerminalMessage,
} from '../../drivers/payment-terminal/zvt/terminal-codec.ts';
import {
  decodeTill,
  encodeTill,
  type TillCommand,
} from '../../drivers/payment-terminal/zvt/till-codec.ts';
import { encodeTlvs, readTlvs, type Tlv, tlv } from '../../drivers/payment-terminal/zvt/tlv.ts';
import { zvtVectors } from '../helpers/zvt-vectors.ts';

const runs = { numRuns: 1_500 };

const control = fc
  .constantFrom(...Object.keys(commands), '849C', '849D', '0FA1', '1234')
  .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

/** Data in which BMPs, lengths and tags are frequent. */
const data = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom(...bmpKinds.keys()).map((tag) => Uint8Array.of(tag)),
      fc
        .constantFrom('F0F2', 'F0F0F3', '0604', '068102', '2407', '1F0701', '25', 'FF40')
        .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece])));

const apdu = fc
  .tuple(control, data)
  .map(([head, body]) => encodeApdu({ command: hexOf(head), data: body }));

/** A vector with some of its bytes changed, left out or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...(zvtVectors?.entries ?? []).map(({ bytes }) => bytes), Uint8Array.of()),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 2 }), fc.nat(255)), { maxLength: 6 }),
  )
  .map(([bytes, changes]) => {
    const changed = [...bytes];
    for (const [at, removed, byte] of changes)
      changed.splice(at % (changed.length + 1), removed, byte);
    return Uint8Array.from(changed);
  });

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), apdu, mutated);

test('any bytes are decoded, told and described, and nothing throws', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      for (const decode of [decodeZvt, decodeZvtSerial]) {
        const decoded = decode(bytes);
        expect(decoded.ok).toBe(decoded.errors.length === 0);
        expect(() => JSON.stringify(decoded)).not.toThrow();
      }
      for (const [from, to] of describeApdu(bytes).hidden) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(Math.max(bytes.length, 2));
      }
    }),
    runs,
  );
});

test('the parts of an APDU hold every byte of it', () => {
  fc.assert(
    fc.property(apdu, (bytes) => {
      const reading = readApdu(bytes);
      if (reading.kind !== 'apdu') throw new Error(reading.kind);
      const parts = splitParts(reading.apdu);
      const made = joinParts(parts);
      // A container length may be written longer than needed; ours is the shortest.
      const shorter = reading.apdu.data.length - made.data.length;
      expect(shorter).toBeGreaterThanOrEqual(0);
      if (shorter === 0) expect(hexOf(made.data)).toBe(hexOf(reading.apdu.data));
      else expect(hexOf(reading.apdu.data)).toMatch(/0681|0682/);
      expect(parts.rest.length > 0).toBe(parts.faults.some((fault) => fault.startsWith('BMP')));
    }),
    runs,
  );
});

test('a password, a card number and a track never stay readable in the trace', () => {
  const secret = fc.oneof(
    fc.constantFrom('0600', '0650', '0693').map((command) => ({ command, at: 0, head: '' })),
    fc
      .constantFrom('22F0F3', '23F0F3', '24F0F0F3', '3D')
      .map((head) => ({ command: '040F', at: 0, head })),
  );
  fc.assert(
    fc.property(secret, fc.boolean(), ({ command, head }, extended) => {
      const value = 'C0FFEE';
      const tail = command === '0600' ? 'BA0978' : extended ? '060504030201FF' : '';
      const bytes = encodeApdu({
        command,
        data: Uint8Array.from(Buffer.from(head + value + tail, 'hex')),
      });
      const shown = Array.from(bytes, (byte, at) =>
        describeApdu(bytes).hidden.some(([from, to]) => at >= from && at < to)
          ? '••'
          : hexOf(Uint8Array.of(byte)),
      ).join('');
      expect(shown).not.toContain(value);
      expect(shown).not.toContain('C0F');
    }),
    { numRuns: 200 },
  );
});

test('a stream of APDUs comes out the same however TCP cuts it', () => {
  fc.assert(
    fc.property(
      fc.array(apdu, { maxLength: 6 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      (apdus, at) => {
        const bytes = Uint8Array.from(apdus.flatMap((one) => [...one]));
        const edges = [
          0,
          ...at.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ];
        let stream = apduStreamStart;
        const found: string[] = [];
        for (const [index, end] of edges.slice(1).entries()) {
          const split = splitApdus(stream, bytes.subarray(edges[index] ?? 0, end));
          stream = split.stream;
          found.push(...split.apdus.map(hexOf));
        }
        expect(found).toEqual(apdus.map(hexOf));
        expect(stream.kept.length).toBe(0);
      },
    ),
    { numRuns: 400 },
  );
});

const primitive = fc
  .tuple(
    fc.constantFrom('07', '08', '1F07', '1F10', 'C3', '9F1F'),
    fc.uint8Array({ maxLength: 300 }),
  )
  .map(([tag, value]) => tlv(tag, value));
const { items: tlvs } = fc.letrec<{ items: readonly Tlv[] }>((tie) => ({
  items: fc.array(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      primitive,
      fc
        .tuple(fc.constantFrom('24', '25', '2F', '60', 'E4'), tie('items'))
        .map(([tag, children]) => tlv(tag, children)),
    ),
    { maxLength: 4 },
  ),
}));

test('containers come back with every tag and value, however deep', () => {
  fc.assert(
    fc.property(tlvs, (items) => {
      expect(readTlvs(encodeTlvs(items))).toEqual({ items, faults: [] });
    }),
    { numRuns: 400 },
  );
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const byte = fc.nat(255);
const orNull = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(values, { nil: null });
const currency = fc.constantFrom('EUR', 'CHF', 'CZK', 'USD');
const hexByte = byte.map((value) => hexOf(Uint8Array.of(value)));
/** Letters that CP437 has. */
const text = fc.string({ unit: fc.constantFrom(...'Ab 0äöüß─,.'), maxLength: 24 });
const amountMinor = fc.integer({ min: 0, max: 999_999_999_999 });
const money = {
  amountMinor: orNull(amountMinor),
  currency: orNull(currency),
  paymentType: orNull(byte),
};
const receiptNumber = orNull(digits(4));

const tillCommand: fc.Arbitrary<TillCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('register' as const),
    password: digits(6),
    config: byte,
    currency,
    serviceByte: orNull(byte),
  }),
  fc.record({ kind: fc.constantFrom('authorise' as const, 'reserve' as const), ...money }),
  fc.record({
    kind: fc.constantFrom('releaseReservation' as const, 'bookReservation' as const),
    receiptNumber,
    ...money,
  }),
  fc.record({ kind: fc.constant('cancelReservation' as const), receiptNumber }),
  fc.record({ kind: fc.constant('refund' as const), password: digits(6), ...money }),
  fc.record({ kind: fc.constant('reverse' as const), password: digits(6), receiptNumber }),
  fc.record({
    kind: fc.constant('repeatReceipt' as const),
    password: digits(6),
    serviceByte: orNull(byte),
  }),
  fc.record({
    kind: fc.constantFrom('endOfDay' as const, 'initialise' as const),
    password: digits(6),
  }),
  fc.record({
    kind: fc.constantFrom(
      'logOff' as const,
      'reset' as const,
      'diagnose' as const,
      'selfTest' as const,
      'abort' as const,
      'accept' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('setClock' as const),
    password: digits(6),
    date: digits(6),
    time: digits(6),
  }),
  fc.record({
    kind: fc.constant('readCard' as const),
    timeoutS: byte,
    cardType: orNull(byte),
    dialog: orNull(byte),
  }),
  fc.record({
    kind: fc.constant('showText' as const),
    seconds: orNull(byte),
    lines: fc.array(text, { maxLength: 8 }),
    beeps: orNull(byte),
  }),
  fc.record({ kind: fc.constant('changeBaudRate' as const), rate: byte }),
  fc.record({
    kind: fc.constant('refuse' as const),
    error: fc.constantFrom('66', '9C', '9D', 'CC'),
    amountMinor: orNull(amountMinor),
  }),
);

test('every command of the till is read again as it was meant', () => {
  fc.assert(
    fc.property(tillCommand, (command) => {
      const bytes = encodeTill(command);
      const reading = readApdu(bytes);
      if (reading.kind !== 'apdu') throw new Error(reading.kind);
      expect(decodeTill(reading.apdu)).toEqual({ command, faults: [] });
      expect(decodeZvtSerial(encodeDleFrame(bytes))).toMatchObject({
        ok: true,
        apdu: hexOf(bytes),
      });
    }),
    runs,
  );
});

/** T4 of the specification: 180 s. */
const usualT4Minutes = 3;

const status = fc
  .record<Extract<TerminalMessage, { kind: 'intermediate' }>>({
    kind: fc.constant('intermediate'),
    status: hexByte,
    timeoutMinutes: orNull(fc.nat(99)),
    lines: fc.array(
      text.filter((line) => line !== ''),
      { maxLength: 3 },
    ),
  })
  .map(
    // With a container the time-out is required (3.7): without one of its own the terminal tells its usual.
    (message) => ({
      ...message,
      timeoutMinutes:
        message.timeoutMinutes ?? (message.lines.length === 0 ? null : usualT4Minutes),
    }),
  );
const printing = fc.record<Extract<TerminalMessage, { kind: 'printBlock' }>>({
  kind: fc.constant('printBlock'),
  receipt: fc.constantFrom(
    null,
    'merchant' as const,
    'customer' as const,
    'administration' as const,
  ),
  lines: fc.array(
    fc
      .tuple(text, fc.boolean(), fc.boolean())
      .map(([line, centred, doubleWidth]) => ({ ...plainLine(line), centred, doubleWidth })),
    { maxLength: 8 },
  ),
});

test('every sign of life and every receipt of a terminal is read again as it was meant', () => {
  fc.assert(
    fc.property(fc.oneof(status, printing), (message) => {
      const reading = readApdu(encodeTerminal(message));
      if (reading.kind !== 'apdu') throw new Error(reading.kind);
      expect(decodeTerminal(reading.apdu)).toEqual({ message, faults: [] });
    }),
    runs,
  );
});
