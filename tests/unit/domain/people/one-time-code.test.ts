import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CodeRequest,
  codeFor,
  codeKeyBytes,
  type HmacSha256,
  readChallenge,
  readCode,
  writeChallenge,
} from '../../../../domain/people/one-time-code.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';

const hmac: HmacSha256 = (key, text) => createHmac('sha256', key).update(text).digest();
const key = Uint8Array.from({ length: codeKeyBytes }, (_, at) => at);
const random = seededRandom('challenges');
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const unlock = fc
  .stringMatching(/^\d{2,8}$/)
  .map((number): CodeRequest => ({ purpose: 'operator-unlock', number }));
const lift = fc
  .record({
    limit: fc.constantFrom('days' as const, 'value' as const),
    days: fc.nat(1_023),
    unsyncedMinor: fc.nat(524_287).map((thousands) => thousands * 1_000),
  })
  .map((facts): CodeRequest => ({ purpose: 'offline-lift', ...facts }));
const device = fc
  .record({
    family: fc.nat(6),
    serialEnd: fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ'), maxLength: 5 }),
  })
  .map((facts): CodeRequest => ({ purpose: 'device-confirm', ...facts }));
const request = fc.oneof(unlock, lift, device);

describe('a challenge', () => {
  it('says what is asked for to whoever reads it', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const challenge = writeChallenge(asked, random);
        expect(challenge).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
        expect(readChallenge(challenge)).toEqual({ challenge, request: asked });
      }),
    );
  });

  it('tells very large sums and many days as the most it can', () => {
    const asked = { purpose: 'offline-lift', limit: 'value' } as const;
    const written = writeChallenge({ ...asked, days: 5_000, unsyncedMinor: 9e12 }, random);
    expect(readChallenge(written)?.request).toMatchObject({
      days: 1_023,
      unsyncedMinor: 524_287_000,
    });
    const rounded = writeChallenge({ ...asked, days: 4, unsyncedMinor: 12_999 }, random);
    expect(readChallenge(rounded)?.request).toMatchObject({ days: 4, unsyncedMinor: 12_000 });
  });

  it('is another each time', () => {
    const asked = { purpose: 'operator-unlock', number: '1007' } as const;
    const written = new Set(Array.from({ length: 200 }, () => writeChallenge(asked, random)));
    expect(written.size).toBeGreaterThan(195);
  });

  it('is read as people write it down, and not at all when one symbol is wrong or two have changed places', () => {
    fc.assert(
      fc.property(request, fc.nat(11), fc.nat(11), fc.nat(31), (asked, at, other, value) => {
        const challenge = writeChallenge(asked, random);
        const plain = challenge.replaceAll('-', '');
        const loose = plain.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
        expect(readChallenge(`${loose.slice(0, 3)} ${loose.slice(3)}`)?.challenge).toBe(challenge);

        const symbols = [...plain];
        const wrong = symbols.with(at, alphabet[value] ?? '').join('');
        if (wrong !== plain) expect(readChallenge(wrong)).toBeNull();
        const swapped = symbols.with(at, plain[other] ?? '').with(other, plain[at] ?? '');
        if (swapped.join('') !== plain) expect(readChallenge(swapped.join(''))).toBeNull();
      }),
      { numRuns: 500 },
    );
    for (const text of ['', 'hello', '7K2M-9QX4', '!'.repeat(12), '7'.repeat(300)]) {
      expect(readChallenge(text)).toBeNull();
    }
  });
});

describe('a code', () => {
  const challenge = writeChallenge({ purpose: 'operator-unlock', number: '1007' }, random);

  it('is the same on both ends, and another for another till, challenge or key', () => {
    const code = codeFor(challenge, 'till-1', key, hmac);
    expect(code).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    expect(codeFor(challenge, 'till-1', key, hmac)).toBe(code);
    const others = [
      codeFor(challenge, 'till-2', key, hmac),
      codeFor(challenge, 'till-1', key.toReversed(), hmac),
      codeFor(
        writeChallenge({ purpose: 'operator-unlock', number: '1007' }, random),
        'till-1',
        key,
        hmac,
      ),
    ];
    expect(new Set([code, ...others]).size).toBe(4);
  });

  it('is told from a slip of the finger', () => {
    const code = codeFor(challenge, 'till-1', key, hmac);
    expect(readCode(code.toLowerCase().replaceAll('-', ' '))).toBe(code);
    const last = code.at(-1) === '7' ? '8' : '7';
    expect(readCode(`${code.slice(0, -1)}${last}`)).toBeNull();
    expect(readCode(challenge)).toBeNull();
    expect(readCode('')).toBeNull();
  });

  it('is what RFC 2104 and the text say: a known answer for whoever writes another back office', () => {
    const code = codeFor('1004-XVB8-0003', 's1-1', key, hmac);
    const text = 'rollcall one-time code 1\ns1-1\n1004-XVB8-0003';
    const mac = createHmac('sha256', key).update(text).digest();
    const symbols = Array.from(mac.subarray(0, 8), (byte) => alphabet[byte & 31]).join('');
    expect(code.replaceAll('-', '').slice(0, 8)).toBe(symbols);
  });
});
