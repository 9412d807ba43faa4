/**
 * The POI device register (PCI DSS 4.0 requirement 9.5.1.1): which device belongs to which till, and what a device
 * that answers must look like to be that one.
 */
import { z } from 'zod';
import { daysBetween } from './business-date.ts';
import { Problem } from './problems.ts';
import type { StoreSettings } from './store-settings.ts';

export const deviceFamilySchema = z.enum([
  'pin-pad',
  'card-reader',
  'payment-terminal',
  'printer',
  'scanner',
  'scale',
  'customer-display',
]);
export type DeviceFamily = z.infer<typeof deviceFamilySchema>;

export const registeredDeviceSchema = z.object({
  /** The same id as in the till's configuration: `pin-pad`, `card-reader` … */
  device: z.string().min(1),
  family: deviceFamilySchema,
  model: z.string(),
  /** Null where the device cannot tell its own. */
  serialNumber: z.string().nullable(),
  seals: z.array(z.string()),
  location: z.string(),
  maintenanceDue: z.iso.date().nullable(),
});
export type RegisteredDevice = z.infer<typeof registeredDeviceSchema>;

export const deviceIdentitySchema = z.object({
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  firmware: z.string().nullable(),
});
export type DeviceIdentity = z.infer<typeof deviceIdentitySchema>;

/** A reminder this many days ahead gives the store time to book the visit. */
const maintenanceNoticeDays = 7;

export type RegisterVerdict = Readonly<{ failures: Problem[]; warnings: Problem[] }>;

/**
 * Whether the device that answered is the registered one, runs an allowed version (model → versions; see
 * store-settings.ts), and is due for maintenance.
 */
export function matchRegister(
  device: string,
  identity: DeviceIdentity,
  registered: RegisteredDevice | undefined,
  today: string,
  firmware: StoreSettings['firmware'],
): RegisterVerdict {
  if (!registered) {
    return { failures: [new Problem('device-not-registered', { device })], warnings: [] };
  }
  const failures: Problem[] = [];
  const warnings: Problem[] = [];
  const { serialNumber, maintenanceDue, model } = registered;
  if (serialNumber !== null && identity.serialNumber !== serialNumber) {
    failures.push(
      new Problem('device-swapped', {
        device,
        registered: serialNumber,
        found: identity.serialNumber ?? '?',
      }),
    );
  }
  if (maintenanceDue !== null) {
    const days = daysBetween(today, maintenanceDue);
    if (days < 0) {
      warnings.push(new Problem('device-maintenance-overdue', { device, days: -days }));
    } else if (days <= maintenanceNoticeDays) {
      warnings.push(new Problem('device-maintenance-due', { device, days }));
    }
  }
  // Under its name in the register: not every device can tell its own.
  const allowed = firmware[model];
  if (allowed && !allowed.includes(identity.firmware ?? '')) {
    failures.push(
      new Problem('device-firmware-not-allowed', {
        device,
        found: identity.firmware ?? '?',
        allowed: allowed.join(', '),
      }),
    );
  }
  return { failures, warnings };
}
