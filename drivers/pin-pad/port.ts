/**
 * What a PIN pad can do for a till. Keys are never injected by a till: working keys of the host travel wrapped under
 * the pad's master key in each request, and a PIN leaves the pad only as a block encrypted under one of them.
 */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';

/** Upper-case hex: a DES key (16 or 32 digits) encrypted under the pad's master key. */
export type WrappedKey = string;

export type PinEntry =
  /** `pinBlock` is 16 upper-case hex digits: ISO 9564-1 format 0, encrypted under the wrapped key. */
  | Readonly<{ kind: 'entered'; pinBlock: string }>
  /** The customer pressed enter without a PIN. */
  | Readonly<{ kind: 'no-pin' }>
  | Readonly<{ kind: 'cancelled' }>
  | Readonly<{ kind: 'timeout' }>;

export type DukptPinEntry =
  | Readonly<{ kind: 'entered'; ksn: string; pinBlock: string }>
  | Exclude<PinEntry, { kind: 'entered' }>;

export type PinPad = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /** Ends whatever the pad still wants of a customer, from whichever program. A pad that is idle does nothing. */
  rest(signal: AbortSignal): Promise<void>;
  /** Up to four lines of up to 20 characters of 7-bit ASCII, instead of what is shown. */
  showText(lines: readonly string[], signal: AbortSignal): Promise<void>;
  /** Asks for the PIN of `pan` (digits) to pay `amountMinor`. Aborting the signal cancels at the pad. */
  enterPin(
    request: Readonly<{
      pan: string;
      amountMinor: number;
      wrappedPik: WrappedKey;
      timeoutMs: number;
    }>,
    signal: AbortSignal,
  ): Promise<PinEntry>;
  /**
   * ISO 9797-1 MAC algorithm 3 (CBC-DES with a single-length key), IV 0, zero padding, under a wrapped key: 16
   * upper-case hex digits. `ascii` data are 7-bit characters, `binary` any bytes. Over one block it is that block
   * encrypted, with a double-length key by triple DES: so key check values and track ciphers are made with it too.
   */
  mac(
    request: Readonly<{ wrappedKey: WrappedKey; data: Uint8Array; encoding: 'ascii' | 'binary' }>,
    signal: AbortSignal,
  ): Promise<string>;
  /** The next key a person presses: `0`–`9`, `A`–`C`, `*` cancel, `#` enter, `/` clear; null when none came in time. */
  askKey(request: Readonly<{ timeoutMs: number }>, signal: AbortSignal): Promise<string | null>;
  /**
   * Digits that are no PIN, such as a telephone number; null when none came in time. Newer pads refuse it without an
   * authenticated prompt: `Problem` `device-refused`.
   */
  askDigits(
    request: Readonly<{ echo: boolean; digitsMax: number; timeoutMs: number }>,
    signal: AbortSignal,
  ): Promise<string | null>;
  /** Which master key slots hold a key. */
  keySlots(signal: AbortSignal): Promise<readonly Readonly<{ slot: string; present: boolean }>[]>;
  /** A PIN under the pad's own DUKPT keys: key serial number and block, upper-case hex. Throws `device-key-missing`. */
  enterDukptPin(
    request: Readonly<{ pan: string; amountMinor: number; timeoutMs: number }>,
    signal: AbortSignal,
  ): Promise<DukptPinEntry>;
  close(): Promise<void>;
}>;
