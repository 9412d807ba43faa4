/**
 * How long a ZVT APDU is: `CCRC APRC LEN data`, LEN 00–FE, or `FF lo hi` (PA00P015 §2.2.2; ../shared/protocols/devices.md
 * §1.3).
 */

const commandBytes = 2;
/** As many bytes as are needed to know the length. */
export const apduHeadBytesMax = 5;

/** Bytes of the whole APDU with its head; null while `head` is too short to tell. */
export function apduLength(head: Uint8Array): number | null {
  const [, , length, low, high] = head;
  if (length === undefined) return null;
  if (length !== 0xff) return commandBytes + 1 + length;
  if (low === undefined || high === undefined) return null;
  return commandBytes + 3 + low + high * 0x100;
}
