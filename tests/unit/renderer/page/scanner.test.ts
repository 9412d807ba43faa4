import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../../domain/basics/check-digit.ts';
import {
  flushWedge,
  foldWedgeKey,
  type KeyPlace,
  mayBeTrack,
  noKeys,
  type WedgeResult,
  type WedgeState,
  wholeCode,
} from '../../../../renderer/page/scanner.ts';

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
    expect(burst('6921168509256')).toEqual({ kind: 'code', code: '6921168509256', length: 13 });
    expect(burst('96385074')).toEqual({ kind: 'code', code: '96385074', length: 8 });
  });

  it('tells a badge from goods and says how many keys to take back', () => {
    const badge = 'RC1:7K2M9QX4TB3W7K2M9QX4TB3W7K';
    expect(burst(badge)).toEqual({ kind: 'badge', badge, length: badge.length });
    expect(burst(badge.toLowerCase())).toMatchObject({ kind: 'badge', badge });
    expect(burst(badge, 90), 'a slow scanner').toMatchObject({ kind: 'badge', badge });
    expect(burst(badge, 200), 'a hand').toEqual({ kind: 'nothing' });
    expect(burst(badge.slice(0, -1))?.kind, 'half of one').toBe('code');
  });

  it('knows the digits of a card that come one by one from those of a list', () => {
    const mayBeginCard = (text: string, gapMs = 400): boolean => {
      let state = noKeys;
      for (const [index, key] of [...text].entries()) {
        state = foldWedgeKey(state, key, index * gapMs).state;
      }
      return mayBeTrack(state);
    };
    for (const begun of [';6', ';622202', '%B6', '%B62220212', '%62']) {
      expect(mayBeginCard(begun), begun).toBe(true);
    }
    // A percentage's own key, a digit alone, a text, and what is longer than a card's number.
    for (const other of ['%', '3', '12', '%Bx', `;${'6'.repeat(20)}`, ';6222 1']) {
      expect(mayBeginCard(other), other).toBe(false);
    }
  });

  it('says nothing before the Enter', () => {
    const results = play([...'6921168509256'], 5);
    expect(results.every((result) => result.kind === 'nothing')).toBe(true);
  });

  it('takes no notice of what a person types', () => {
    expect(burst('100', 120)).toEqual({ kind: 'nothing' });
    expect(burst('1234', 120)).toEqual({ kind: 'nothing' });
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
    expect(result).toEqual({ kind: 'code', code: '6921168509256', length: 13 });
  });

  it('takes what came in a burst, however short: nobody types an amount or a PIN so fast', () => {
    for (const text of ['100', '1007', '1234567', '100234', 'INV-2026-000123', '*100234']) {
      expect(burst(text), text).toMatchObject({ kind: 'code', length: text.length });
    }
  });

  it('is not confused by the shift key of a reader', () => {
    const keys = [...'69211685'].flatMap((digit) => ['Shift', digit]);
    expect(play([...keys, 'Enter'], 5).at(-1)).toEqual({
      kind: 'code',
      code: '69211685',
      length: 8,
    });
  });

  it('ends a code at Tab and at Ctrl+J as at Enter', () => {
    expect(play([...'6921168509256', 'Tab'], 5).at(-1)).toMatchObject({ kind: 'code' });
    let state = noKeys;
    for (const [index, key] of [...'6921168509256'].entries()) {
      state = foldWedgeKey(state, key, index * 5).state;
    }
    const place = { code: 'KeyJ', shiftKey: false, ctrlKey: true };
    expect(foldWedgeKey(state, 'j', 65, place).result).toMatchObject({ kind: 'code' });
  });

  it('starts over at any other key', () => {
    expect(play([...'69', 'ArrowUp', ...'16', 'Enter'], 5).at(-1)).toEqual({ kind: 'nothing' });
  });

  it('puts together what Alt and the keypad spell, B23', () => {
    const spelt = ['054', '057', '048', '049', '048', '050', '053', ...Array(5).fill('048'), '051'];
    for (const altKey of [true, undefined]) {
      let state = noKeys;
      let timeMs = 0;
      const press = (key: string, place?: KeyPlace): WedgeResult => {
        timeMs += 2;
        const folded = foldWedgeKey(state, key, timeMs, place);
        state = folded.state;
        return folded.result;
      };
      for (const digits of spelt) {
        press('Alt');
        for (const digit of digits) {
          press(digit, { code: `Numpad${digit}`, shiftKey: false, ...(altKey ? { altKey } : {}) });
        }
      }
      expect(press('Enter')).toMatchObject({ kind: 'code', code: '6901025000003' });
    }
  });

  it('forgets a payment card and tells only how long it was', () => {
    expect(play([...';6200000000000005=30122010000000000?', 'Enter'], 5)).toContainEqual({
      kind: 'card',
      length: ';6200000000000005'.length,
    });
    expect(burst('6200000000000005')).toEqual({ kind: 'card', length: 16 });
  });

  it('hands on what a phone may be showing, also what could be a card', () => {
    for (const code of ['134567890123456789', '6212345678901234569']) {
      expect(burst(code)).toEqual({ kind: 'code', code, length: code.length });
      // A scanner without a suffix, where the search has the focus.
      let state = noKeys;
      for (const [at, key] of [...code].entries()) state = foldWedgeKey(state, key, at * 5).state;
      expect(flushWedge(state, 'text').kind).toBe(code.startsWith('1') ? 'code' : 'nothing');
    }
  });

  it('keeps no more than a code may be long', () => {
    const folded = [...'9'.repeat(1_000)].reduce(
      (state, key, index) => foldWedgeKey(state, key, index).state,
      noKeys,
    );
    const { result } = foldWedgeKey(folded, 'Enter', 1_000);
    expect(result).toMatchObject({ kind: 'code', code: '9'.repeat(128), length: 1_000 });
  });

  it('recognises every GTIN-13 at any speed of a scanner', () => {
    const body = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(body, fc.integer({ min: 0, max: 120 }), (digits, gapMs) => {
        const code = digits + gtinCheckDigit(digits);
        expect(burst(code, gapMs)).toEqual({ kind: 'code', code, length: 13 });
      }),
    );
  });
});

/** Keys of a reader set to a US layout, as a German one reads them: hid.md F. */
const germanKeys: Readonly<Record<string, readonly [key: string, code: string, shift: boolean]>> = {
  '%': ['%', 'Digit5', true],
  '^': ['&', 'Digit6', true],
  ';': ['ö', 'Semicolon', false],
  '=': ['Dead', 'Equal', false],
  '?': ['_', 'Slash', true],
  '/': ['-', 'Slash', false],
  ' ': [' ', 'Space', false],
};

function germanKeysOf(
  text: string,
  gapMs: number,
): Readonly<{ state: WedgeState; kinds: readonly string[] }> {
  let state = noKeys;
  const kinds: string[] = [];
  [...text].forEach((character, index) => {
    const code = /\d/.test(character) ? `Digit${character}` : `Key${character}`;
    const [key, place, shiftKey] = germanKeys[character] ?? [character, code, false];
    if (shiftKey) state = foldWedgeKey(state, 'Shift', index * gapMs).state;
    const folded = foldWedgeKey(state, key, index * gapMs, { code: place, shiftKey });
    state = folded.state;
    kinds.push(folded.result.kind);
  });
  return { state, kinds };
}

describe('a card reader that types, hid.md F', () => {
  const track1 = '%B4012345678909^TEST/CARD^29122010000000000000?';
  const track2 = ';4012345678909=29122010000000000000?';
  const paces = [0, 3, 8, 20, 49, 51, 75, 110, 149, 160, 300];

  it.each(paces)(
    'is known at %d ms a key by its number, and all that follows is dropped',
    (gapMs) => {
      for (const track of [track1, track2, track1 + track2, `12${track2}`]) {
        for (const last of ['Enter', 'Tab']) {
          const kinds = play([...track, last], gapMs).map(({ kind }) => kind);
          const known = kinds.indexOf('card');
          expect(known, track).toBe(track.search(/[=^]/));
          expect(kinds.slice(0, known).every((kind) => kind === 'nothing')).toBe(true);
          expect(kinds.slice(known + 1).every((kind) => kind === 'rest-of-card')).toBe(true);
        }
      }
    },
  );

  it('is known on a German layout, dead key and all', () => {
    for (const track of [track1, track2]) {
      for (const gapMs of paces) {
        const { kinds } = germanKeysOf(track, gapMs);
        expect(kinds.filter((kind) => kind === 'card')).toHaveLength(1);
      }
    }
  });

  it('is known when no terminator comes, and by a track whose start was lost', () => {
    expect(germanKeysOf(track2.slice(0, 30), 5).kinds).toContain('card');
    for (const gapMs of paces.filter((ms) => ms < 150)) {
      expect(flushWedge(germanKeysOf(track2.slice(1), gapMs).state).kind, `${gapMs}`).toBe('card');
    }
  });

  it('leaves alone what a person types a moment after it', () => {
    const { state } = germanKeysOf(track2, 5);
    expect(foldWedgeKey(state, '1', track2.length * 5 + 1_100).result.kind).toBe('nothing');
  });

  it('is known with Caps Lock on, which makes letters small', () => {
    const kinds = play([...track1.toLowerCase()], 5).map(({ kind }) => kind);
    expect(kinds).toContain('card');
  });
});

describe('a scanner on another layout', () => {
  it('is read by the place of its keys: a French one needs Shift for digits', () => {
    const french = [...'à&éè"\'(-_ç'];
    let state = noKeys;
    [...'6921168509256'].forEach((digit, index) => {
      const place: KeyPlace = { code: `Digit${digit}`, shiftKey: false };
      state = foldWedgeKey(state, french[Number(digit)] ?? '', index * 5, place).state;
    });
    expect(foldWedgeKey(state, 'Enter', 70).result).toEqual({
      kind: 'code',
      code: '6921168509256',
      length: 13,
    });
  });

  it('is read by the numeric pad too', () => {
    let state = noKeys;
    [...'96385074'].forEach((digit, index) => {
      const place: KeyPlace = { code: `Numpad${digit}`, shiftKey: false };
      state = foldWedgeKey(state, digit, index * 5, place).state;
    });
    expect(foldWedgeKey(state, 'Enter', 45).result).toMatchObject({ code: '96385074' });
  });
});

describe('a burst without an Enter', () => {
  const burstOf = (text: string): WedgeState =>
    [...text].reduce((state, key, index) => foldWedgeKey(state, key, index * 5).state, noKeys);

  it('is a code when it is a whole one', () => {
    expect(flushWedge(burstOf('6921168509256'))).toMatchObject({ code: '6921168509256' });
  });

  it('is nothing when it may be half of one', () => {
    for (const part of ['69211685', '692116850925', '6921168509257', '1234']) {
      expect(flushWedge(burstOf(part)).kind, part).toBe('nothing');
    }
  });

  it('does not run into the next: two scans back to back are two codes', () => {
    const keys = [...'6921168509256', 'Enter', ...'96385074', 'Enter'];
    const codes = play(keys, 5).flatMap((result) => (result.kind === 'code' ? [result.code] : []));
    expect(codes).toEqual(['6921168509256', '96385074']);
  });
});

describe('the code that was meant', () => {
  it('is what stands in the field and the scan when a key came late', () => {
    expect(wholeCode('692', '1168509256')).toBe('6921168509256');
  });

  it('is the scan when it is whole, or the two make nothing', () => {
    expect(wholeCode('3', '6921168509256')).toBe('6921168509256');
    expect(wholeCode('99', '12345678')).toBe('12345678');
  });
});
