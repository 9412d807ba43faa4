/** Everything in ../shared/vectors/iso8583-cups.json, messages both ways. The same inside Electron: vectors-in-electron.test.ts. */
import { describe, expect, test } from 'vitest';
import { encodings } from '../../../../../drivers/codecs/iso8583/encoding.ts';
import { decodeMessage, encodeMessage } from '../../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../../drivers/codecs/iso8583/specs/cups.ts';
import { cupsChecks } from '../../../../helpers/cups-vectors.ts';
import { cupsVectors, vectorsAbsent } from '../../../../helpers/vectors.ts';

const checks = cupsVectors ? await cupsChecks(cupsVectors) : [];

describe.skipIf(!cupsVectors)(`the dialect (skipped when ${vectorsAbsent})`, () => {
  test('has vectors of both kinds, all of them worked out', () => {
    const ids = [...(cupsVectors?.published ?? []), ...(cupsVectors?.own ?? [])].map(
      ({ id }) => id,
    );
    expect(ids.length).toBeGreaterThanOrEqual(24);
    const worked = new Set(checks.map(({ id }) => id));
    expect(ids.filter((id) => !worked.has(id))).toEqual([]);
  });

  test.each(checks)('$id: $what', ({ made, wanted }) => {
    expect(wanted).toBeDefined();
    expect(made).toEqual(wanted);
  });
});

test('every row of the table can hold its own longest value', () => {
  const longest = { bcd: '9', 'bcd-right': '9', track: '9', text: 'A', binary: 'FF' } as const;
  for (const [number, row] of Object.entries(cups)) {
    const value = longest[row.encoding].repeat(row.units);
    const message = { mti: '0200', fields: { [number]: value } };
    expect(decodeMessage(cups, encodeMessage(cups, message))).toEqual(message);
    expect(encodings[row.encoding].unitsOf(value)).toBe(row.units);
    expect(Number(number)).toBeGreaterThan(1);
    expect(Number(number)).toBeLessThanOrEqual(64);
  }
});
