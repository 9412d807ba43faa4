/** PINs against their Argon2id hashes; runs off the main thread. */
import { verify } from 'argon2';

/** Whether `pin` is the one behind `phc`, a PHC string. A hash that cannot be read fits no PIN. */
export async function verifyPin(phc: string, pin: string): Promise<boolean> {
  try {
    return await verify(phc, pin);
  } catch {
    return false;
  }
}
