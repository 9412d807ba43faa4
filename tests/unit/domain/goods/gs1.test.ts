import { describe, expect, it } from 'vitest';
import { readGs1 } from '../../../../domain/goods/gs1.ts';

describe('GS1 element strings', () => {
  it('say weight, price and dates of the piece', () => {
    expect(readGs1('0109506000134352310300035039220413\u001d15261130')).toEqual({
      gtin: '09506000134352',
      grams: 350,
      price: { value: 413, decimals: 2 },
      lastDay: '2026-11-30',
    });
    expect(readGs1('010950600013435210LOT-7\u001d17270200')).toMatchObject({
      lastDay: '2027-02-28',
    });
    expect(readGs1('\u001d1526123117270131010950600013435239321560413')).toMatchObject({
      lastDay: '2026-12-31',
      price: { value: 413, decimals: 2 },
    });
    expect(readGs1('01095060001343523101000123')).toMatchObject({ grams: 12_300 });
  });
  it('that are cut short say what came before; without a GTIN they are none', () => {
    expect(readGs1('01095060001343523103000')).toMatchObject({
      gtin: '09506000134352',
      grams: null,
    });
    for (const text of ['', '0109506000134', '10LOT', 'https://shop.example']) {
      expect(readGs1(text), text).toBeNull();
    }
  });
});
