/** Randomness as it is passed in: the system's in the shop, a seeded one in a simulation. */
export type Random = Readonly<{
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
}>;

/** Makes ids. The till passes UUIDv7 (RFC 9562 section 5.7), so ids sort by time. */
export type NewId = () => string;
