import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../domain/barcode.ts';
import { foldWedgeKey, noKeys, type WedgeResult, wholeCode } from '../../../renderer/scanner.ts';

/** Plays keys `gapMs` apart and answers what each of them made of it. */
function play(keys: readonly string[], gapMs: number): WedgeResult[] {
  let state = noKeys;
  return keys.map((key, index) => {
    const folded = foldWedgeKey(state, key, 1_000 + index * gapMs);
    state = folded.state;
    return folded.result;
  });
}

const burst = (text: string, gapMs = 5) => play([...text, 'Enter'], gapMs).at(-1);

describe('a scanner that types', () => {
  it('hands over a code that came in a burst and ended with Enter', () => {
    expect(burst('6921168509256')).toEqual({ kind: 'code', code: '6921168509256' });
    expect(burst('96385074')).toEqual({ kind: 'code', code: '96385074' });
  });

  it('says nothing before the Enter', () => {
    const results = play([...'6921168509256'], 5);
    expect(results.every((result) => result.kind === 'nothing')).toBe(true);
  });

  it('takes no notice of what a person types', () => {
    expect(burst('6921168509256', 90)).toEqual({ kind: 'nothing' });
  });

  it('leaves an Enter alone that comes long after the digits', () => {
    let state = noKeys;
    for (const [index, key] of [...'6921168509256'].entries()) {
      state = foldWedgeKey(state, key, index * 5).state;
    }
    expect(foldWedgeKey(state, 'Enter', 5_000).result).toEqual({ kind: 'nothing' });
  });

  it('begins anew after a pause, so that typed letters do not stick to a code', () => {
    let state = foldWedgeKey(noKeys, '3', 0).state;
    for (const [index, key] of [...'6921168509256'].entries()) {
      state = foldWedgeKey(state, key, 400 + index * 5).state;
    }
    const { result } = foldWedgeKey(state, 'Enter', 470);
    expect(result).toEqual({ kind: 'code', code: '6921168509256' });
  });

  it('leaves short bursts alone: they may be a PIN or an amount', () => {
    expect(burst('1007')).toEqual({ kind: 'nothing' });
    expect(burst('1234567')).toEqual({ kind: 'nothing' });
  });

  it('is not confused by the shift key of a reader', () => {
    const keys = [...'69211685'].flatMap((digit) => ['Shift', digit]);
    expect(play([...keys, 'Enter'], 5).at(-1)).toEqual({ kind: 'code', code: '69211685' });
  });

  it('starts over at any other key', () => {
    expect(play([...'6921', 'Tab', ...'1685', 'Enter'], 5).at(-1)).toEqual({ kind: 'nothing' });
  });

  it('forgets a payment card and tells only how long it was', () => {
    const track = ';6200000000000005=30122010000000000?';
    expect(burst(track)).toEqual({ kind: 'card', length: track.length });
    expect(burst('%B6200000000000005^TEST/CARD^3012?')?.kind).toBe('card');
    expect(burst('6200000000000005')).toEqual({ kind: 'card', length: 16 });
  });

  it('keeps no more than a code may be long', () => {
    const folded = [...'9'.repeat(1_000)].reduce(
      (state, key, index) => foldWedgeKey(state, key, index).state,
      noKeys,
    );
    expect(folded.text.length).toBe(128);
  });

  it('recognises every GTIN-13 at any speed of a scanner', () => {
    const body = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(body, fc.integer({ min: 0, max: 50 }), (digits, gapMs) => {
        const code = digits + gtinCheckDigit(digits);
        expect(burst(code, gapMs)).toEqual({ kind: 'code', code });
      }),
    );
  });
});

describe('the code that was meant', () => {
  it('is the whole field when a key of the scanner came late', () => {
    expect(wholeCode('1168509256', '6921168509256')).toBe('6921168509256');
  });

  it('is the burst when something was typed before it', () => {
    expect(wholeCode('6921168509256', '36921168509256')).toBe('6921168509256');
    expect(wholeCode('6921168509256', 'milk6921168509256')).toBe('6921168509256');
  });

  it('is the burst when the field is empty or holds something else', () => {
    expect(wholeCode('6921168509256', '')).toBe('6921168509256');
    expect(wholeCode('12345678', '99')).toBe('12345678');
  });
});
