import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLuhn } from '../../../../domain/basics/check-digit.ts';
import {
  hiddenPan,
  holdsPan,
  isMaskedPan,
  maskPan,
  spelledSerial,
} from '../../../../domain/basics/mask.ts';

const digits = (min: number, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max })
    .map((d) => d.join(''));
/** 14 to 19 digits that begin with no zero and pass the Luhn check. */
const pan = digits(12, 17).map((body) => {
  const whole = `6${body}`;
  return whole + [...'0123456789'].find((digit) => isLuhn(whole + digit));
});

describe('maskPan', () => {
  it('keeps the length, the first six and the last four, and nothing between', () => {
    fc.assert(
      fc.property(digits(12, 19), (number) => {
        const masked = maskPan(number);
        expect(masked).toHaveLength(number.length);
        expect(masked.slice(0, 6) + masked.slice(-4)).toBe(number.slice(0, 6) + number.slice(-4));
        expect(masked.slice(6, -4)).toMatch(/^\*+$/);
        expect(isMaskedPan(masked)).toBe(true);
        expect(isMaskedPan(number)).toBe(false);
        expect(holdsPan(masked)).toBe(false);
      }),
    );
  });
  it.each(['', '12345678901', '1'.repeat(20), '6200 0000 0000 0013', '620000000000001x'])(
    'refuses "%s"',
    (text) => {
      expect(() => maskPan(text)).toThrow(RangeError);
    },
  );
});

describe('spelledSerial', () => {
  it('writes what reads like a card’s number so that it does not, and nothing else', () => {
    fc.assert(
      fc.property(pan, fc.constantFrom('', 'VP5-', 'SN '), (number, before) => {
        const spelled = spelledSerial(before + number);
        expect(holdsPan(spelled)).toBe(false);
        expect(spelled.replaceAll('-', '')).toBe((before + number).replaceAll('-', ''));
        expect(spelledSerial(spelled)).toBe(spelled);
      }),
    );
    expect(spelledSerial('VP5-0001234')).toBe('VP5-0001234');
    expect(spelledSerial('6212 3456 7890 1232')).toBe('621-2 345-6 789-0 123-2');
  });
});

describe('isMaskedPan', () => {
  it.each(['620000******0013', '************4771', hiddenPan, '620000*********'.padEnd(19, '*')])(
    'believes %s',
    (text) => {
      expect(isMaskedPan(text)).toBe(true);
      expect(holdsPan(text)).toBe(false);
    },
  );
  it.each(['6200000*****0013', '620000*****00013', '4771', '620000*0013', '6200000000000013'])(
    'refuses %s, which tells too much or is none',
    (text) => expect(isMaskedPan(text)).toBe(false),
  );
});

describe('holdsPan', () => {
  it('finds a card number in one piece, in groups, beside words, deep inside', () => {
    fc.assert(
      fc.property(pan, (number) => {
        expect(holdsPan(number)).toBe(true);
        expect(holdsPan(`客人说 ${number} 不行`)).toBe(true);
        expect(holdsPan(number.replace(/(.{4})(?=....)/g, '$1 '))).toBe(true);
        expect(holdsPan(number.replace(/(.{4})(?=....)/g, '$1-'))).toBe(true);
        expect(holdsPan(`${number} 1227`)).toBe(true);
        expect(holdsPan(`;${number}=2712101?`)).toBe(true);
        expect(holdsPan({ a: [{ b: number }] })).toBe(true);
        expect(holdsPan({ [number]: 1 })).toBe(true);
      }),
    );
  });
  it('lets through what only looks long', () => {
    const harmless = [
      '6901234567892',
      '2012345008656',
      '112233445566',
      '2026-11-22 08:52:03',
      '00000000000000000000',
      '4111111111111112',
      null,
      undefined,
      true,
      1_760_000_000_000,
      -999_999_999_999,
    ];
    for (const value of harmless) expect([value, holdsPan(value)]).toEqual([value, false]);
  });
  it('never takes a version 7 id or a hash for a card', () => {
    const hex = (length: number) =>
      fc
        .array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length })
        .map((list) => list.join(''));
    fc.assert(
      fc.property(hex(32), hex(64), (id, hash) => {
        const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        expect(holdsPan({ id: uuid, text: `${uuid} ${hash}`, hash })).toBe(false);
      }),
    );
  });
});
