/** What stands before a field's value and says how long it is: nothing, one packed byte (LL) or two (LLL). */

export type Prefix = Readonly<{
  bytes: 0 | 1 | 2;
  /** The largest count the prefix can say. */
  unitsMax: number;
}>;

export const prefixes = {
  fixed: { bytes: 0, unitsMax: Number.POSITIVE_INFINITY },
  ll: { bytes: 1, unitsMax: 99 },
  lll: { bytes: 2, unitsMax: 999 },
} as const satisfies Record<string, Prefix>;

export function encodePrefix(prefix: Prefix, units: number): Buffer {
  return Buffer.from(String(units).padStart(prefix.bytes * 2, '0'), 'hex').subarray(
    0,
    prefix.bytes,
  );
}

/** The count that `bytes` say, or null when they are not packed digits. */
export function decodePrefix(bytes: Buffer): number | null {
  const digits = bytes.toString('hex');
  return /^\d+$/.test(digits) ? Number(digits) : null;
}
