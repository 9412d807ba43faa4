/** What a receipt printer can do for a till. */
import type { DeviceHealth, HealthLevel } from '../../domain/contract/devices.ts';
import type { DeviceIdentity } from '../../domain/poi-register.ts';
import type { Paper } from '../../domain/receipt.ts';

export type Printer = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /**
   * Prints, cuts and, when asked, opens the drawer first. Resolves once the printer says that nothing stopped it.
   * Throws `Problem`: `printer-paper-out`, `printer-cover-open`, `printer-fault`, `device-silent`, `device-gone`.
   */
  print(job: Readonly<{ paper: Paper; openDrawer: boolean }>, signal: AbortSignal): Promise<void>;
  /** Chinese with ￥, bars of every width, pictures and codes: for a technician's eye. Throws as `print`. */
  printTestPage(signal: AbortSignal): Promise<void>;
  /** `pulseMs`: how long the drawer's solenoid is driven; the protocol's usual time unless given. */
  openDrawer(signal: AbortSignal, pulseMs?: number): Promise<void>;
  close(): Promise<void>;
}>;
