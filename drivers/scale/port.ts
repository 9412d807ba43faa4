/** What a scale can do for a till. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import type { Weight } from '../../domain/goods/weight.ts';

export type ScaleReading =
  | Readonly<{ state: 'stable' | 'zero'; weight: Weight }>
  /** Some scales tell no weight while it moves; one that says neither weight nor fault is among these. */
  | Readonly<{ state: 'moving'; weight: Weight | null }>
  | Readonly<{ state: 'under-zero' | 'over-limit' | 'needs-zero' | 'fault' }>;

export type Scale = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /**
   * Waits until the goods lie still. Only a stable reading may be sold by.
   * Throws `Problem`: `scale-not-steady` after a while, `scale-over-limit`, `scale-fault`, `device-…`.
   */
  weigh(signal: AbortSignal): Promise<Weight>;
  /** Takes what lies there now for nothing. Throws `Problem` `device-refused` where only its own key can. */
  zero(signal: AbortSignal): Promise<void>;
  /** Calls `listener` for each reading, moving ones too, until the returned function is called. */
  onReading(listener: (reading: ScaleReading) => void): () => void;
  close(): Promise<void>;
}>;
