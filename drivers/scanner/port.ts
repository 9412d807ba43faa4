/** What a bar code scanner can do for a till. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';

export type Scan = Readonly<{
  /** Without prefix, suffix and symbology identifier; GS1 separators stay as U+001D. */
  text: string;
  /** AIM symbology identifier, `]E0`; null where the scanner does not tell. */
  symbology: string | null;
}>;

export type Scanner = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /** Calls `listener` for each code until the returned function is called. */
  onScan(listener: (scan: Scan) => void): () => void;
  close(): Promise<void>;
}>;
