/** What a card reader can do for a till. A clear card never leaves the devices process. */
import type { DeviceHealth, HealthLevel } from '../../domain/contract/devices.ts';
import type { DeviceIdentity } from '../../domain/poi-register.ts';

/** A card as its stripe says it. Lives in memory only while an attempt needs it. */
export type ClearCard = Readonly<{
  /** 12–19 digits, Luhn digit checked. */
  pan: string;
  /** Without sentinels, `=` between the fields: `6200000000000013=30122010000000000`. */
  track2: string;
  /** YYMM. */
  expiry: string;
}>;

export type CardReader = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /** The next card that is swiped. Throws `Problem`: `card-unreadable`; `device-gone`; `card-cancelled` on abort. */
  waitForCard(signal: AbortSignal): Promise<ClearCard>;
  close(): Promise<void>;
}>;
