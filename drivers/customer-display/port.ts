/** What a customer display can do for a till. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';

export type CustomerDisplay = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /** Up to two lines of up to 20 characters, instead of what is shown; an empty list clears. */
  show(lines: readonly string[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}>;
