/** What a receipt printer can do for a till. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import type { Paper } from '../../domain/paper/paper.ts';

/** `confirmed`: the printer said itself that it has printed; else it was sent and nothing stood in its way. */
export type Printed = Readonly<{ confirmed: boolean }>;

export type Printer = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /**
   * Prints, cuts and, when asked, opens the drawer first. Resolves once the printer says that nothing stopped it, or,
   * of one that does not say such things, once that is so as far as it can be told.
   * Throws `Problem`: `printer-paper-out`, `printer-cover-open`, `printer-fault`, `device-silent`, `device-gone`.
   */
  print(
    job: Readonly<{ paper: Paper; openDrawer: boolean }>,
    signal: AbortSignal,
  ): Promise<Printed>;
  /** Chinese with ￥, bars of every width, pictures and codes: for a technician's eye. Throws as `print`. */
  printTestPage(signal: AbortSignal): Promise<Printed>;
  /** `pulseMs`: how long the drawer's solenoid is driven; the protocol's usual time unless given. */
  openDrawer(signal: AbortSignal, pulseMs?: number): Promise<void>;
  close(): Promise<void>;
}>;
