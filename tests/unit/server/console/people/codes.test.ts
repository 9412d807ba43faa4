import { describe, expect, it } from 'vitest';
import { hashCode, makeCode } from '../../../../../server/basics/spoken-code.ts';
import { storeOf, tillId } from '../../../../../server/basics/till-id.ts';
import { hashPin } from '../../../../../server/people/pin-hash.ts';
import { seededRandom } from '../../../../helpers/seeded-random.ts';

describe('An enrolment code', () => {
  it('is eight characters that cannot be taken for one another', () => {
    const random = seededRandom('codes');
    const codes = Array.from({ length: 500 }, () => makeCode(random));
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(500);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
  });

  it('is the same however it is typed, and another when a character differs', () => {
    expect(hashCode('01ab cdef')).toBe(hashCode('OLAB-CDEF'));
    expect(hashCode('01AB-CDEG')).not.toBe(hashCode('01AB-CDEF'));
  });
});

describe('The id of a till', () => {
  it('tells its store', () => {
    expect(tillId('s4k2m9q0', 0)).toBe('s4k2m9q0-01');
    expect(storeOf(tillId('s4k2m9q0', 141))).toBe('s4k2m9q0');
  });

  it.each(['', '-01', 's1', 's1-', 's1-1', 'S1-01', 's1-01\n', 's1-01-02', 'ü-01'])(
    'is not "%s"',
    (text) => {
      expect(storeOf(text)).toBeNull();
    },
  );
});

describe('The hash of a PIN', () => {
  it('is Argon2id with 19 MiB and two passes, salted, and holds no PIN', async () => {
    const random = seededRandom('pins');
    const [one, two] = [await hashPin('135790', random), await hashPin('135790', random)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('135790');
    await expect(hashPin('12', random)).rejects.toThrow();
  });
});
