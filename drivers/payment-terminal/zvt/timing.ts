/** ZVT: how long each side waits, in milliseconds (PA00P016 rev. 04; ../shared/protocols/devices.md §1.2). */
export const timing = {
  /** Between two bytes of a frame; then the receiver sends NAK. */
  t1Ms: 200,
  /** For ACK or NAK; then the sender repeats. */
  t2Ms: 5_000,
  /** After these both sides report a transmission error. */
  retransmissionsMax: 2,
  /** The same frame again is a repetition only when the sender has waited a T2; both clocks may be a little off. */
  repetitionMs: 4_500,
  /** A terminal that is busy (84 9C) is asked again this often: the time it waits itself when a till is busy. */
  busyRetryMs: 2_000,
  /** Longer than all its repetitions take; one that is still busy then is in somebody's hands. */
  busyMaxMs: 20_000,
} as const;

/** The longest APDU with every byte doubled. */
export const frameLimits = { frameBytesMax: 2 * (0xffff + 5) + 6 } as const;

/** 80 00 or 84 xx: what answers a command or a message. */
export const isAnswer = (apdu: Uint8Array): boolean => apdu[0] === 0x80 || apdu[0] === 0x84;
