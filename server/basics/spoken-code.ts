/** One-time codes by which a till joins: 40 random bits, written so that they survive being read out on the phone. */
import { createHash } from 'node:crypto';
import type { Random } from '../../domain/basics/random.ts';

/** Crockford's base 32: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `7K2M-9QX4`. */
export function makeCode(random: Random): string {
  const characters = Array.from(random.bytes(8), (byte) => alphabet[byte & 31]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** Lower-case hex. The same for what people make of the code: small letters, O for 0, no hyphen. */
export function hashCode(code: string): string {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(plain).digest('hex');
}
