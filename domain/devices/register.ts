/**
 * The POI device register (PCI DSS 4.0 requirement 9.5.1.1): which device belongs to which till, and what a device
 * that answers must look like to be that one.
 */
import { z } from 'zod';
import { daysBetween } from '../basics/business-date.ts';
import { spelledSerial } from '../basics/mask.ts';
import { Problem } from '../words/problem.ts';
import type { Firmware } from './policy.ts';

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
  /**
   * Written by `by` at the till and confirmed by nobody in the back office yet: it takes no card. `before` is the serial
   * number of the confirmed row it replaces, `-` where there was none.
   */
  unconfirmed: z.object({ by: z.string(), at: z.int(), before: z.string() }).optional(),
});
export type RegisteredDevice = z.infer<typeof registeredDeviceSchema>;

export const deviceIdentitySchema = z.object({
  model: z.string().nullable(),
  serialNumber: z.string().overwrite(spelledSerial).nullable(),
  firmware: z.string().nullable(),
});
export type DeviceIdentity = z.infer<typeof deviceIdentitySchema>;

/** Whether card data passes through it. */
export function takesCards({ family }: Readonly<{ family: DeviceFamily }>): boolean {
  return family === 'pin-pad' || family === 'card-reader' || family === 'payment-terminal';
}

/**
 * The row after somebody at a till has written `row` over `before`. Whoever attaches a device that takes cards does not
 * vouch for it as well: a new one, another serial number, model or seals wait for a second person.
 */
export function registeredAtTill(
  before: RegisteredDevice | undefined,
  row: RegisteredDevice,
  by: string,
  at: number,
): RegisteredDevice {
  const { unconfirmed: _, ...plain } = row;
  if (!takesCards(plain)) return plain;
  const confirmed = before?.unconfirmed ? before.unconfirmed.before : before?.serialNumber;
  if (!before || identityText(before) !== identityText(plain)) {
    return { ...plain, unconfirmed: { by, at, before: confirmed ?? '-' } };
  }
  return before.unconfirmed ? { ...plain, unconfirmed: before.unconfirmed } : plain;
}

/**
 * The row once a second person has vouched for the device with this serial number: `by` at the till, null: the back
 * office. Null where there is nothing to confirm, it is another device by now, or `by` wrote the row.
 */
export function confirmedRow(
  row: RegisteredDevice | undefined,
  { serialNumber, by }: Readonly<{ serialNumber: string | null; by: string | null }>,
): RegisteredDevice | null {
  if (!row?.unconfirmed || row.serialNumber !== serialNumber || row.unconfirmed.by === by) {
    return null;
  }
  const { unconfirmed: _, ...confirmed } = row;
  return confirmed;
}

function identityText({ family, model, serialNumber, seals }: RegisteredDevice): string {
  return JSON.stringify([family, model, serialNumber, seals]);
}

/** A reminder this many days ahead gives the store time to book the visit. */
const maintenanceNoticeDays = 7;

export type RegisterVerdict = Readonly<{ failures: Problem[]; warnings: Problem[] }>;

/**
 * Whether the device that answered is the registered one, runs an allowed version (see
 * policy.ts), and is due for maintenance.
 */
export function matchRegister(
  device: string,
  identity: DeviceIdentity,
  registered: RegisteredDevice | undefined,
  today: string,
  firmware: Firmware,
): RegisterVerdict {
  if (!registered) {
    return { failures: [new Problem('device-not-registered', { device })], warnings: [] };
  }
  const failures: Problem[] = [];
  const warnings: Problem[] = [];
  const { serialNumber, maintenanceDue, model } = registered;
  // A row without a number fits what cannot tell one, and nothing else.
  if (identity.serialNumber !== serialNumber) {
    failures.push(
      new Problem('device-swapped', {
        device,
        registered: serialNumber ?? '-',
        found: identity.serialNumber ?? '?',
      }),
    );
  }
  if (registered.unconfirmed) {
    warnings.push(new Problem('device-unconfirmed', { device, by: registered.unconfirmed.by }));
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
