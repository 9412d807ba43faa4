import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldCheckDigit, gtinCheckDigit } from '../../../../domain/basics/check-digit.ts';
import { weighedCode } from '../../../../domain/goods/code.ts';
import { labelLayoutsSchema, readLabel } from '../../../../domain/goods/layout.ts';

const whole = (body: string) => body + gtinCheckDigit(body);

describe('a label of the shop', () => {
  const layouts = [
    '20IIIIIWWWWWC',
    '21IIIIIAAAAAC',
    '26IIIIIWWWWWAAAAAC',
    '22IIIIVAAAAAC',
    '23IIIIINNNXXC',
  ];
  it('means what its prefix is set to, B11', () => {
    expect(readLabel('2120001003508', layouts)).toEqual({
      item: '20001',
      grams: null,
      amountMinor: 350,
      pieces: null,
    });
    expect(readLabel(whole('202000100350'), layouts)).toMatchObject({ item: '20001', grams: 350 });
    expect(readLabel(whole('26200010035000413'), layouts)).toEqual({
      item: '20001',
      grams: 350,
      amountMinor: 413,
      pieces: null,
    });
    expect(readLabel(whole('230001201299'), layouts)).toMatchObject({ item: '00012', pieces: 12 });
  });
  it('is not guessed at: another prefix or length is not set', () => {
    expect(readLabel(whole('242000100350'), layouts)).toBe('no-layout');
    expect(readLabel(whole('20200010035000413'), layouts)).toBe('no-layout');
  });
  it('with an inner check digit is checked twice, by the examples of GS1 7.9.3 and 7.9.4', () => {
    expect([fieldCheckDigit('2875'), fieldCheckDigit('14685')]).toEqual([9, 6]);
    expect(readLabel(whole('22' + '0012' + '6' + '14685'), layouts)).toMatchObject({
      item: '0012',
      amountMinor: 14_685,
    });
    expect(readLabel(whole('22' + '0012' + '7' + '14685'), layouts)).toBe('check-digit');
  });
  it('of weight comes back as the same item and grams', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{5}$/),
        fc.integer({ min: 0, max: 99_999 }),
        (plu, grams) => {
          expect(readLabel(weighedCode(plu, grams), layouts)).toMatchObject({ item: plu, grams });
        },
      ),
    );
  });
});

describe('layouts', () => {
  it.each([
    ['20IIIIIWWWWWC', true],
    ['02IIIIVWWWWWC', true],
    ['30IIIIIWWWWWC', false],
    ['20IIIIIWWWWWX', false],
    ['20IIIIIXXXXXC', false],
    ['20IIIWWWIIIWC', false],
    ['20IIIIIVWWWXC', false],
    ['20IIIIIWWWWC', false],
    ['20IIIIIWWWWWWWWWWC', false],
    ['21IIIIIAAAAAC ', false],
  ])('%s: %s', (layout, fits) => {
    expect(labelLayoutsSchema.safeParse([layout]).success).toBe(fits);
  });
  it('are one a prefix and length', () => {
    expect(labelLayoutsSchema.safeParse(['20IIIIIWWWWWC', '20IIIIIAAAAAC']).success).toBe(false);
    expect(labelLayoutsSchema.safeParse(['20IIIIIWWWWWC', '20IIIIIWWWWWAAAAAC']).success).toBe(
      true,
    );
  });
});
