/** What carries whole messages (APDUs) between a till and its terminal, whichever line is below. */
import type { Deadline } from '../../deadline.ts';

export type Heard = Readonly<{
  apdu: Uint8Array;
  /** The terminal sent the same a T2 ago and did not hear us acknowledge it: answer it, do not count it twice. */
  again: boolean;
}>;

export type ApduLink = Readonly<{
  /** Resolves when the far side is gone. */
  gone: Promise<void>;
  /**
   * Resolves when the terminal has the message. Throws `Problem`: `device-gone`, and over a serial line, after three
   * transmissions, `device-silent` or `device-garbage`. Whatever is thrown, the terminal may have the message.
   */
  send(apdu: Uint8Array): Promise<void>;
  /**
   * The next message, acknowledged already; null when the deadline has passed. Throws `Problem`: `device-gone`, and
   * `device-garbage` after three messages in succession that came broken.
   */
  next(deadline: Deadline): Promise<Heard | null>;
  isGone(): boolean;
  /** True while no message waits for `next`. */
  isQuiet(): boolean;
  /** Bytes have come, and none of them was ZVT: somebody is there, but no such terminal. */
  isOtherwise(): boolean;
  /** T3 has passed without an answer: a TCP connection is closed, a serial line stays. */
  giveUp(): Promise<void>;
}>;
