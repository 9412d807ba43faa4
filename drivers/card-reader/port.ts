/** What a card reader can do for a till. A clear card never leaves the devices process. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import type { TrackNumber } from '../codecs/track.ts';

/** A card as its stripe says it. Lives in memory only while an attempt needs it. */
export type ClearCard = Readonly<{
  /** 12–19 digits, Luhn digit checked. */
  pan: string;
  /** Without sentinels, `=` between the fields: `6200000000000013=30122010000000000`. */
  track2: string;
  /** YYMM; null where the card names none. */
  expiry: string | null;
}>;

export type { TrackNumber };

export type TrackState = Readonly<{
  track: TrackNumber;
  state: 'read' | 'error' | 'absent';
  /** First six and last four digits of the card number at most; null where nothing was read. */
  masked: string | null;
}>;

/** What an encrypting reader sends: worthless outside the host that knows the base key. Upper-case hex. */
export type EncryptedSwipe = Readonly<{
  format: 'magnesafe-v5' | 'idtech-original' | 'idtech-enhanced' | 'neo2';
  ksn: string;
  /** Ciphertext by track; one block over several tracks stands under the first of them. */
  tracks: readonly Readonly<{ track: TrackNumber; cipher: string }>[];
}>;

/** A card that went through a reader, as it may leave the driver. */
export type Swipe = Readonly<{
  tracks: readonly TrackState[];
  encrypted: EncryptedSwipe | null;
  /** `none`: nothing that could be told. A store card's number is in clear: it is no payment card. */
  card:
    | Readonly<{ kind: 'bank'; maskedPan: string }>
    | Readonly<{ kind: 'store'; number: string }>
    | Readonly<{ kind: 'none' }>;
}>;

export type CardReader = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /**
   * The next bank card, in clear. Throws `Problem`: `card-unreadable`; `card-encrypted` where the reader lets no card
   * out in clear; `device-gone`; `card-cancelled` on abort.
   */
  waitForCard(signal: AbortSignal): Promise<ClearCard>;
  /** The next swipe, for a technician: what was read and how well, nothing of the card in clear. Throws as above. */
  waitForSwipe(signal: AbortSignal): Promise<Swipe>;
  /** Cards of the store's own that come while nobody waits, until the returned function is called. */
  onStoreCard(listener: (number: string) => void): () => void;
  close(): Promise<void>;
}>;
