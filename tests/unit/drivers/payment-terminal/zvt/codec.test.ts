/** What the vectors do not show of ZVT's meaning: limits, deviations of known terminals, the line of the trace. */
import { expect, test } from 'vitest';
import {
  dleStart,
  encodeDleFrame,
  foldDleFrames,
} from '../../../../../drivers/codecs/dle-crc16.ts';
import {
  apduStreamStart,
  encodeApdu,
  hexOf,
  readApdu,
  splitApdus,
} from '../../../../../drivers/payment-terminal/zvt/apdu.ts';
import { decodeZvt, decodeZvtSerial } from '../../../../../drivers/payment-terminal/zvt/decode.ts';
import {
  describeApdu,
  describeUnit,
} from '../../../../../drivers/payment-terminal/zvt/describe.ts';
import { errorText } from '../../../../../drivers/payment-terminal/zvt/error-ids.ts';
import { endOfReceipt, plainLine } from '../../../../../drivers/payment-terminal/zvt/print.ts';
import { configBits } from '../../../../../drivers/payment-terminal/zvt/spec.ts';
import { statusText } from '../../../../../drivers/payment-terminal/zvt/status-texts.ts';
import {
  decodeTerminal,
  encodeTerminal,
  type TerminalMessage,
} from '../../../../../drivers/payment-terminal/zvt/terminal-codec.ts';
import {
  characterSetCode,
  characterSetOf,
  decodeText,
  encodeText,
} from '../../../../../drivers/payment-terminal/zvt/text.ts';
import {
  decodeTill,
  encodeTill,
  permittedMessages,
} from '../../../../../drivers/payment-terminal/zvt/till-codec.ts';
import { bytesOf } from '../../../../helpers/vector-tables.ts';

const said = (hex: string): TerminalMessage | null => {
  const reading = readApdu(bytesOf(hex));
  return reading.kind === 'apdu' ? decodeTerminal(reading.apdu).message : null;
};

const shown = (bytes: Uint8Array, hidden: readonly (readonly [number, number])[]): string =>
  Array.from(bytes, (byte, at) =>
    hidden.some(([from, to]) => at >= from && at < to) ? '••' : hexOf(Uint8Array.of(byte)),
  ).join(' ');

test('the happy path of the notes is written byte for byte', () => {
  const config =
    configBits.tillPrintsPayments |
    configBits.tillPrintsAdministration |
    configBits.intermediateStatus |
    configBits.printsByCommand;
  const registration = encodeTill({
    kind: 'register',
    password: '000000',
    config,
    currency: 'EUR',
    serviceByte: null,
    tlvs: [permittedMessages(['06D3'])],
  });
  const nothing = { amountMinor: null, currency: null, paymentType: null };
  const money = { ...nothing, amountMinor: 1_250, currency: 'EUR' };
  const frames = [
    registration,
    encodeTill({ kind: 'authorise', ...money }),
    encodeTill({ kind: 'abort' }),
    encodeTill({ kind: 'endOfDay', password: '000000' }),
    encodeTill({ kind: 'reverse', password: '000000', receiptNumber: '0163' }),
    encodeTill({ kind: 'refund', password: '000000', ...money, amountMinor: 500 }),
    encodeTill({ kind: 'repeatReceipt', password: '000000', serviceByte: null }),
    encodeTill({ kind: 'initialise', password: '000000' }),
    encodeTill({ kind: 'diagnose' }),
    encodeTill({ kind: 'reset' }),
    encodeTill({ kind: 'releaseReservation', receiptNumber: 'FFFF', ...nothing }),
  ].map((apdu) => hexOf(encodeDleFrame(apdu)));
  expect(frames.slice(0, -1)).toEqual([
    '100206000E0000008E0978060626040A0206D310030B14',
    '100206010A040000000012504909781003131D',
    '100206B000100343F3',
    '10020650030000001003FB37',
    '10020630060000008701631003FBA0',
    '100206310D000000040000000005004909781003DD00',
    '10020620030000001003FAF2',
    '10020693030000001003F53C',
    '10020670001003D9F9',
    '10020618001003563A',
  ]);
  expect(frames.at(-1)).toContain('06230387FFFF');
});

test('a till sets the clock, shows a text, reads a card, changes the speed', () => {
  const hex = (...command: Parameters<typeof encodeTill>): string => hexOf(encodeTill(...command));
  expect(hex({ kind: 'setClock', password: '123456', date: '261122', time: '163005' })).toBe(
    '06910B123456AA2611220C163005',
  );
  expect(hex({ kind: 'showText', seconds: 5, lines: ['Grüß', 'Gott'], beeps: 1 })).toBe(
    '06E012F005F1F0F4477281E1F2F0F4476F7474F901',
  );
  expect(hex({ kind: 'readCard', timeoutS: 15, cardType: 0x10, dialog: 2 })).toBe(
    '06C0050F1910FC02',
  );
  expect(hex({ kind: 'changeBaudRate', rate: 7 })).toBe('08400107');
  expect(hex({ kind: 'selfTest' })).toBe('067900');
  expect(hex({ kind: 'refuse', error: '9D', amountMinor: 2_200 })).toBe('849D0704000000002200');
});

test('a status with a text is never written without its time-out byte', () => {
  const told = { kind: 'intermediate', status: '0A', timeoutMinutes: null } as const;
  expect(hexOf(encodeTerminal({ ...told, lines: [] }))).toBe('04FF010A');
  expect(hexOf(encodeTerminal({ ...told, lines: ['A'] }))).toBe('04FF090A0306052403070141');
  expect(hexOf(encodeTerminal({ ...told, timeoutMinutes: 5, lines: [] }))).toBe('04FF020A05');
});

test('what a field cannot hold is not sent', () => {
  const nothing = { currency: null, paymentType: null };
  for (const amountMinor of [-1, 0.5, 1_000_000_000_000, Number.NaN]) {
    expect(() => encodeTill({ kind: 'authorise', amountMinor, ...nothing })).toThrow(RangeError);
  }
  expect(() => encodeTill({ kind: 'endOfDay', password: '1234567' })).toThrow(RangeError);
  expect(() =>
    encodeTill({ kind: 'authorise', amountMinor: 1, currency: 'ABC', paymentType: null }),
  ).toThrow(RangeError);
  expect(() => encodeApdu({ command: '06D3', data: new Uint8Array(65_536) })).toThrow(RangeError);
});

test('a long APDU has its length in three bytes, low byte first', () => {
  const head = (length: number): string =>
    hexOf(encodeApdu({ command: '06D3', data: new Uint8Array(length) }).subarray(0, 6));
  expect(head(254)).toBe('06D3FE000000');
  expect(head(255)).toBe('06D3FFFF0000');
  expect(head(4_088)).toBe('06D3FFF80F00');
});

test('one byte at a time over TCP, an APDU comes once and whole', () => {
  const bytes = encodeApdu({ command: '06D3', data: new Uint8Array(300).fill(0x20) });
  let stream = apduStreamStart;
  const counts = Array.from(bytes, (byte) => {
    const split = splitApdus(stream, Uint8Array.of(byte));
    stream = split.stream;
    return split.apdus.length;
  });
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(counts.at(-1)).toBe(1);
});

test('a status without the time-out byte and with a text is read as such, one with six minutes too', () => {
  expect(said('04FF08 0A 06 05 24 03 07 01 41')).toMatchObject({
    status: '0A',
    timeoutMinutes: null,
    lines: ['A'],
  });
  expect(said('04FF02 0A 06')).toMatchObject({ status: '0A', timeoutMinutes: 6, lines: [] });
});

test('84 00 counts as an acceptance, any other 84 as a refusal', () => {
  expect(said('800000')).toEqual({ kind: 'accepted' });
  expect(said('840000')).toEqual({ kind: 'accepted' });
  expect(said('84CC00')).toEqual({ kind: 'refused', error: 'CC' });
  expect(said('060100')).toBeNull();
});

test('a completion with a software version has no registration status, one with a status byte no version', () => {
  expect(said('060F0BF0F0F7322E31342E313500')).toMatchObject({
    softwareVersion: '2.14.15',
    terminalStatus: '00',
    registrationStatus: null,
  });
  expect(said('060F019C')).toMatchObject({ terminalStatus: '9C', softwareVersion: null });
  expect(said('060F021904')).toMatchObject({ registrationStatus: 4, terminalStatus: null });
});

test("a maker's system information is its text, and its files are read as BMPs (Feig)", () => {
  const text = '17FE5C90GER-APP-v2.0.9   525251118.0';
  const bytes = encodeApdu({ command: '060F', data: Buffer.from(text) });
  expect(decodeZvt(bytes)).toMatchObject({ ok: true, fields: { text } });
  expect(decodeZvt(bytesOf('08140E123456 06092D071D01231F000110'))).toMatchObject({
    ok: true,
    tlv: { '2D': { '1D': '23', '1F00': '10' } },
  });
});

test('a wrong currency names the right one', () => {
  const abort = said('061E036F0756');
  expect(abort).toMatchObject({ error: '6F', currency: 'CHF' });
  expect(abort && hexOf(encodeTerminal(abort))).toBe('061E036F0756');
  expect(said('061E046F490756')).toMatchObject({ error: '6F', currency: 'CHF' });
  expect(said('061E016F')).toMatchObject({ error: '6F', currency: null });
});

test('lines feed and receipts end by their attribute', () => {
  expect(said('06D102FF03')).toMatchObject({ line: { text: '', last: false, lineFeeds: 3 } });
  expect(said('06D10183')).toMatchObject({ line: { last: true, lineFeeds: 3 } });
  expect(said('06D1037241 42')).toMatchObject({
    line: { text: 'AB', centred: true, doubleWidth: true, doubleHeight: true, indent: 0 },
  });
  expect(said('06D102 03 41')).toMatchObject({ line: { text: 'A', indent: 3 } });
  const fed: TerminalMessage = {
    kind: 'printLine',
    line: { ...plainLine(''), lineFeeds: 2 },
    receipt: null,
  };
  expect(hexOf(encodeTerminal(fed))).toBe('06D102FF02');
});

test('a block ends with the attribute behind its last line, and may name its own character set', () => {
  const block: TerminalMessage = {
    kind: 'printBlock',
    receipt: 'customer',
    lines: [plainLine('Danke! '), endOfReceipt],
  };
  expect(hexOf(encodeTerminal(block))).toBe('06D31406121F070102250C070744616E6B652120090181');
  expect(said('06D30D060B1401FE25060704 4772C3BC')).toMatchObject({
    lines: [{ text: 'Grü' }],
  });
});

test('character sets by their code, and what a set does not have', () => {
  for (const set of [
    'cp437',
    'utf-8',
    'iso-8859-1',
    'iso-8859-2',
    'iso-8859-15',
    'din-66003',
  ] as const) {
    expect(decodeText(encodeText('Größe äÜ', set), set)).toBe('Größe äÜ');
    expect(characterSetOf(characterSetCode(set))).toBe(set);
  }
  expect(characterSetOf('7F')).toBeNull();
  expect(hexOf(encodeText('5 €', 'iso-8859-15'))).toBe('3520A4');
  expect(decodeText(encodeText('￥ 5', 'cp437'), 'cp437')).toBe('? 5');
  expect(decodeText(encodeText('é', 'din-66003'), 'din-66003')).toBe('?');
});

test('ids and statuses have words, also those of the host and those with the card inside', () => {
  expect(errorText('6C')).toBe('aborted by key or time-out');
  expect(errorText('05')).toBe('refused by the host with 5');
  expect(errorText('90')).toBe('unknown error 90');
  expect(statusText('0A')).toBe('insert card');
  expect(statusText('49')).toBe('card expired; remove card');
  expect(statusText('4B')).toBe('remove card');
  expect(statusText('90')).toBe('unknown status 90');
});

test('the trace says what a message is and hides passwords, card numbers and what nobody could read', () => {
  const password = bytesOf('06300612345687 0042');
  const reversal = describeApdu(password);
  expect(reversal.meaning).toBe('06 30 reversal: receipt 0042');
  expect(shown(password, reversal.hidden)).toBe('06 30 06 •• •• •• 87 00 42');

  const card = bytesOf('040F 12 27 00 04 00 00 00 00 12 50 49 09 78 22 F0 F3 55 98 83');
  expect(describeApdu(card).meaning).toBe(
    '04 0F status information: result 00 no error, amount 1250 EUR',
  );
  const unit = foldDleFrames(dleStart, encodeDleFrame(card), { frameBytesMax: 100 }).units[0];
  if (unit === undefined) throw new Error('no unit');
  expect(shown(unit.raw, describeUnit(unit).hidden)).toMatch(/22 F0 F3 •• •• •• 10 03 .. ..$/);

  const unknown = bytesOf('040F 04 27 00 7E 55');
  expect(describeApdu(unknown).meaning).toMatch(/result 00 no error, BMP 7E is unknown/);
  expect(shown(unknown, describeApdu(unknown).hidden)).toBe('04 0F 04 27 00 7E ••');

  const maker = bytesOf('0FA1020001');
  expect(shown(maker, describeApdu(maker).hidden)).toBe('0F A1 02 •• ••');
  expect(describeApdu(bytesOf('84CC00')).meaning).toBe(
    '84 CC negative acknowledgement: CC printer not ready',
  );
});

test('a 10 before what is hidden moves the place on the serial line by one', () => {
  const bytes = encodeTill({
    kind: 'register',
    password: '101010',
    config: 0x10,
    currency: 'EUR',
    serviceByte: null,
  });
  const unit = foldDleFrames(dleStart, encodeDleFrame(bytes), { frameBytesMax: 100 }).units[0];
  if (unit === undefined) throw new Error('no unit');
  expect(shown(unit.raw, describeUnit(unit).hidden)).toMatch(
    /^10 02 06 00 06 •• •• •• •• •• •• 10 10 09 78 10 03 .. ..$/,
  );
});

test('what is no frame is described without showing it', () => {
  const describe = (hex: string) =>
    foldDleFrames(dleStart, bytesOf(hex), { frameBytesMax: 100 }).units.map(describeUnit);
  expect(describe('06')).toEqual([{ meaning: 'ACK', hidden: [] }]);
  expect(describe('4155')).toEqual([{ meaning: 'noise, 2 bytes', hidden: [[0, 2]] }]);
  expect(describe('1002800000 10031FF5')).toEqual([
    { meaning: 'bad frame: crc', hidden: [[2, 9]] },
  ]);
});

test('decode tells a lone ACK, bytes behind a frame, and repeated tags', () => {
  expect(decodeZvtSerial(Uint8Array.of(0x06))).toMatchObject({
    ok: true,
    fields: { control: 'ACK' },
  });
  expect(decodeZvtSerial(bytesOf('10028000001003F51F06')).errors).toEqual([
    '1 bytes stand behind the frame',
  ]);
  expect(decodeZvtSerial(bytesOf('0615')).errors).toContain(
    'There is no 10 02, so no frame begins',
  );
  expect(decodeZvt(bytesOf('0623068700428700 43'))).toMatchObject({
    bmps: { '87': ['0042', '0043'] },
  });
  expect(decodeZvt(bytesOf('123400'))).toMatchObject({
    ok: false,
    name: null,
    errors: ['Command 1234 is unknown'],
  });
});

test('what a command ends with is told, and no end is made up for what a terminal says', () => {
  expect(decodeZvt(bytesOf('06E000')).ends).toBe('the first answer, 80 00 or 84 xx');
  expect(decodeZvt(bytesOf('06C0010A')).ends).toBe('04 0F and its 80 00, or 06 1E');
  expect(decodeZvt(bytesOf('040F00'))).not.toHaveProperty('ends');
});

test('a full card number is masked in the fields', () => {
  const decoded = decodeZvt(bytesOf('040F0B22F0F84111111111111111'));
  expect(decoded.fields).toMatchObject({ maskedPan: '411111******1111' });
  expect(decodeZvt(bytesOf('040F0C23F0F94111111111111111D2')).fields).toMatchObject({
    maskedPan: '411111******1111',
  });
});

test('a till reads its own commands only', () => {
  const reading = readApdu(bytesOf('040F00'));
  if (reading.kind !== 'apdu') throw new Error(reading.kind);
  expect(decodeTill(reading.apdu)).toEqual({ command: null, faults: [] });
});
