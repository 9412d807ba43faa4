/** Passwords of the web page: what one may be, and its Argon2id hash (RFC 9106). */
import { argon2id, hash, verify } from 'argon2';
import type { Random } from '../../domain/basics/random.ts';
import { slowHash } from '../../domain/people/slow-hash.ts';

const cost = {
  type: argon2id,
  memoryCost: slowHash.memoryKib,
  timeCost: slowHash.passes,
  parallelism: slowHash.lanes,
} as const;

export const passwordLengthMin = 12;
export const passwordLengthMax = 200;

export type PasswordFault = 'too-short' | 'too-long' | 'holds-name' | 'too-simple';

/** Why `password` will not do for somebody called `name`; null where it will (NIST SP 800-63B section 3.1.1). */
export function passwordFault(password: string, name: string): PasswordFault | null {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < passwordLengthMin) return 'too-short';
  if (characters.length > passwordLengthMax) return 'too-long';
  if (name !== '' && password.toLowerCase().includes(name.toLowerCase())) return 'holds-name';
  // `aaaaaaaaaaaa`, `121212121212`.
  return new Set(characters).size < 5 ? 'too-simple' : null;
}

/** The PHC string. Characters that look the same are the same, whatever keyboard they came from. */
export function hashPassword(password: string, random: Random): Promise<string> {
  const salt = Buffer.from(random.bytes(slowHash.saltBytes));
  return hash(password.normalize('NFKC'), { ...cost, salt });
}

/** Of a password that nobody has: checking an unknown name takes as long as checking a known one. */
const nobody =
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzLg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** False, after the same work, where there is no hash. */
export async function verifyPassword(phc: string | null, password: string): Promise<boolean> {
  const fits = await verify(phc ?? nobody, password.normalize('NFKC'));
  return phc !== null && fits;
}
