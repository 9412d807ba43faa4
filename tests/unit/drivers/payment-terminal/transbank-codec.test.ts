/** Transbank POS Integrado: the rows of ../shared/vectors/pinpad.md part B, both ways; what a technician is told. */
import { describe, expect, test } from 'vitest';
import { encodeFrame, foldFrames, framerStart } from '../../../../drivers/codecs/stx-etx-lrc.ts';
import {
  decodeAnswer,
  decodeMessage,
  describeUnit,
  encodeMessage,
  field,
  type Message,
  say,
  ticketOf,
} from '../../../../drivers/payment-terminal/transbank/codec.ts';
import { decodeTransbank } from '../../../../drivers/payment-terminal/transbank/decode.ts';
import { transbankProbe } from '../../../../drivers/payment-terminal/transbank/probe.ts';
import { limits, optionsSchema } from '../../../../drivers/payment-terminal/transbank/spec.ts';
import { quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const options = optionsSchema.parse({});
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const bodyOf = (raw: Uint8Array): string => {
  const [unit] = foldFrames(framerStart, raw, limits).units;
  return unit?.kind === 'frame' ? unit.body : '';
};
const answer = (body: string): Message => {
  const message = decodeAnswer(body);
  if (!message) throw new Error(`not an answer: ${body}`);
  return message;
};

const rows = vectorRows('pinpad.md')?.filter(({ id }) => id >= 'P037' && id <= 'P058') ?? [];
describe.skipIf(rows.length === 0)('../shared/vectors/pinpad.md part B', () => {
  test.each(rows)('$id has its LRC and comes back byte for byte', ({ cells }) => {
    const body = quoted(cells[0]);
    const raw = encodeFrame('transaction', body);
    expect(hex(raw).slice(-2)).toBe(quoted(cells[1]));
    expect(bodyOf(raw)).toBe(body);
    const message = decodeMessage(body);
    expect(message && hex(encodeMessage(message))).toBe(hex(raw));
    expect(decodeTransbank(raw)).toMatchObject({ ok: true, fields: { lrc: { ok: true } } });
  });

  test('the third party’s expectations of P037 to P048', () => {
    const wanted: readonly [string, Readonly<Record<string, string>>][] = [
      ['P037', { responseCode: '00', terminalId: '75001637' }],
      [
        'P038',
        { responseCode: '07', ticket: '00ABCD', amount: '0', last4Digits: '0461', cardType: 'CR' },
      ],
      [
        'P040',
        {
          ticket: '001234',
          authorisationCode: '252985',
          amount: '25000',
          operationNumber: '000123',
          realDate: '26072023',
          realTime: '113748',
        },
      ],
      ['P041', { authorisationCode: '794981', operationNumber: '123' }],
      ['P042', { count: '2', total: '26500' }],
      [
        'P043',
        {
          ticket: '406915',
          amount: '25000',
          operationNumber: '000121',
          realTime: '145623',
          sharesNumber: '2',
        },
      ],
      ['P046', { amount: '-25000' }],
      ['P047', { authorisationCode: '', amount: '', operationNumber: '000124' }],
      ['P048', { responseCode: '00', terminalId: '75001637' }],
    ];
    for (const [id, fields] of wanted) {
      const row = rows.find((each) => each.id === id);
      const message = answer(quoted(row?.cells[0]));
      for (const [name, value] of Object.entries(fields)) {
        expect([id, name, field(message, name)]).toEqual([id, name, value]);
      }
    }
  });
});

describe('what the till says', () => {
  test.each([
    ['P051', say.poll, '0230313030' + '0302'],
    ['P052', say.loadKeys, '0230383030' + '030B'],
    ['P053', say.close, '02303530307C7C0306'],
    ['P055', say.lastSale(options), '02303235307C0378'],
    [
      'P056',
      say.sale(12_500, 'ABC123', false, options),
      '02303230307C3030303031323530307C4142433132337C7C7C30030B',
    ],
    ['P057', say.normalMode, '02303330300300'],
    ['P058', say.refund('000123'), '02313230307C3030303132337C0300'],
  ])('%s', (_id, message, frame) => {
    expect(hex(encodeMessage(message))).toBe(frame);
  });

  test('for another merchant it is 0270 and 0280', () => {
    const other = optionsSchema.parse({ providerCode: '597029414301' });
    expect(bodyOf(encodeMessage(say.sale(1_000, 'A1', true, other)))).toBe(
      '0270|000001000|A1|||1|597029414301|',
    );
    expect(bodyOf(encodeMessage(say.lastSale(other)))).toBe('0280|0');
  });

  test.each([
    ['0192f3a0-77b1-7c11-a111-9c0ffee12345', 'E12345'],
    ['7', '7'],
    ['— —', ''],
  ])('the reference %s is ticket %s', (reference, ticket) => {
    expect(ticketOf(reference)).toBe(ticket);
  });
});

test.each(['', '0210', '0210|xx|1', '0999|00', '0210|00|1|2|T|A|twelve'])(
  'no answer: %s',
  (body) => {
    expect(decodeAnswer(body)).toBeNull();
  },
);

describe('the line of the trace', () => {
  test('hides a debit card’s account number and tells the code in words', () => {
    const raw = encodeFrame(
      'transaction',
      '0210|00|597029414300|75001637|ABC123|252985|12500|0||0461|000123|DB||1234567890123|  |26072023|113748|0|0||',
    );
    const [unit] = foldFrames(framerStart, raw, limits).units;
    const { meaning = '', hidden = [] } = unit ? describeUnit(unit) : {};
    expect(meaning).toBe('sale answer 00: approved');
    const shown = Buffer.from(raw).toString('latin1');
    expect(hidden.map(([start, end]) => shown.slice(start, end))).toEqual(['1234567890123']);
    expect(JSON.stringify(decodeTransbank(raw))).not.toContain('1234567890123');
  });
});

describe('decode transbank', () => {
  test('tells pesos, words and names', () => {
    expect(decodeTransbank(encodeFrame('transaction', '0710|00|2|26500|')).fields).toEqual({
      wrapper: 'transaction',
      lrc: { ok: true, expected: '06', found: '06' },
      id: '0710',
      name: 'totals answer',
      from: 'terminal',
      responseCode: '00',
      count: '2',
      total: '26500',
      pesos: 26_500,
      words: 'approved',
    });
  });

  test.each([
    [encodeFrame('administration', '0100'), 'this protocol has no administration frames'],
    [encodeFrame('transaction', '0999|00'), 'no message of this protocol has this command'],
    [encodeFrame('transaction', '0210|0'), 'message 0210 does not keep to its layout'],
    [Uint8Array.of(0x02, 0x30, 0x31, 0x30, 0x30, 0x03, 0x05), 'LRC is 05, should be 02'],
  ])('%o: %s', (bytes, error) => {
    expect(decodeTransbank(bytes)).toMatchObject({ ok: false, errors: [error] });
  });
});

test('the probe polls, and an ACK alone is a terminal', () => {
  expect(hex(transbankProbe.ask)).toBe('02303130300302');
  expect(transbankProbe.recognise(Uint8Array.of(0x06))?.confidence).toBe('likely');
  expect(transbankProbe.recognise(Uint8Array.of(0x06, 0x04))).toBeNull();
  expect(transbankProbe.recognise(Uint8Array.of(0x15))).toBeNull();
});
