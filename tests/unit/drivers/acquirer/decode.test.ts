/** `decode iso8583-cups` with every message of ../shared/vectors/iso8583-cups.json, however it is wrapped. */
import { describe, expect, test } from 'vitest';
import { decodeCups } from '../../../../drivers/acquirer/decode.ts';
import { type CupsVector, cupsVectors, vectorsAbsent } from '../../../helpers/vectors.ts';

const vectors = cupsVectors ? [...cupsVectors.published, ...cupsVectors.own] : [];
const named = vectors.map((vector) => [`${vector.id} ${vector.title}`, vector] as const);

/** Where the message begins: V16 is bare, V21 has no length. */
function bareMessage(vector: CupsVector): Buffer {
  const bytes = Buffer.from(vector.wire, 'hex');
  if (bytes.readUInt16BE(0) === bytes.length - 2) return bytes.subarray(13);
  return bytes[0] === 0x60 ? bytes.subarray(11) : bytes;
}

/** V16 is written without the last blank of its DE63, which G1 and G10 keep. */
const expectedOf = (vector: CupsVector): Record<string, string> =>
  vector.id === 'V16' ? { ...vector.fields, 63: '01 ' } : { ...vector.fields };

describe.skipIf(!cupsVectors)(`messages of the dialect (skipped when ${vectorsAbsent})`, () => {
  test.each(named)('%s decodes bare, with TPDU and head, and with the length', (_, vector) => {
    const message = bareMessage(vector);
    const tpdu = Buffer.from('6000030000', 'hex');
    const head = Buffer.from('603100000000', 'hex');
    const framed = Buffer.concat([tpdu, head, message]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(framed.length);
    const fields = expectedOf(vector);
    const mti = message.subarray(0, 2).toString('hex');
    const beside = { tpdu: '6000030000', head: '603100000000' };
    expect(decodeCups(message)).toMatchObject({ ok: true, mti, fields, errors: [] });
    expect(decodeCups(framed)).toMatchObject({ ok: true, mti, fields, errors: [], ...beside });
    expect(decodeCups(Buffer.concat([length, framed]))).toMatchObject({
      ok: true,
      length: framed.length,
      mti,
      fields,
      ...beside,
    });
    expect(decodeCups(Buffer.from(vector.wire, 'hex'))).toMatchObject({ ok: true, mti, fields });
  });

  test.each(named)('%s cut short at any byte is bad, and nothing throws', (_, vector) => {
    const bytes = Buffer.from(vector.wire, 'hex');
    for (let end = 0; end < bytes.length; end += 1) {
      const cut = decodeCups(bytes.subarray(0, end));
      expect(cut.ok, `${end} bytes`).toBe(false);
      expect(cut.errors.length).toBeGreaterThan(0);
    }
  });

  test('what was read before the fault is told', () => {
    const vector = vectors[0] as CupsVector;
    const cut = decodeCups(Buffer.from(vector.wire, 'hex').subarray(0, -3));
    expect(cut).toMatchObject({ ok: false, mti: '0800', fields: { 11: vector.fields['11'] } });
    expect(cut.errors.join(' ')).toContain('DE63');
  });
});

test('a value without its filler stands beside, by name', () => {
  const message = Buffer.from('020000000000000000105A', 'hex');
  const sale = Buffer.concat([
    Buffer.from('08000000000000000010', 'hex'),
    Buffer.from('001100000003003 0'.replace(' ', ''), 'hex'),
  ]);
  expect(decodeCups(sale)).toMatchObject({
    ok: true,
    fields: { 60: '000000030030' },
    values: { 60: { name: 'type, batch, network', value: '00000003003' } },
  });
  expect(decodeCups(message).ok).toBe(false);
});

test("an answer with an acquirer's own DE59 is read to its end", () => {
  const answer =
    '0210 3020000002C00020 000000 000000001250 000123 3030 3030303030303031' +
    '313233343536373839303132333435 0011 303130385445524D303030';
  expect(decodeCups(Buffer.from(answer.replaceAll(' ', ''), 'hex'))).toMatchObject({
    ok: true,
    errors: [],
    fields: {
      3: '000000',
      4: '000000001250',
      11: '000123',
      39: '00',
      41: '00000001',
      42: '123456789012345',
      59: '0108TERM000',
    },
  });
});
