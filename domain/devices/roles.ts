/** What a till uses a device for → which one, where there are two printers, or two drawers. */
import type { DeviceFamily } from './register.ts';

/** Each with the family that can be it. */
const families = {
  'receipt-printer': 'printer',
  /** Hangs on a printer, which opens it. */
  drawer: 'printer',
  'customer-display': 'customer-display',
  scale: 'scale',
  'payment-terminal': 'payment-terminal',
  'pin-pad': 'pin-pad',
  'card-reader': 'card-reader',
} as const satisfies Record<string, DeviceFamily>;

export type DeviceRole = keyof typeof families;
export const deviceRoles = Object.keys(families) as [DeviceRole, ...DeviceRole[]];

export const familyOfRole = (role: DeviceRole): DeviceFamily => families[role];

/** The device that is named for it; else the first of its family that is named for nothing. Null where there is none. */
export function deviceFor<
  Device extends Readonly<{ family: DeviceFamily; roles?: readonly string[] | undefined }>,
>(role: DeviceRole, devices: readonly Device[]): Device | null {
  const able = devices.filter(({ family }) => family === families[role]);
  const named = able.find(({ roles }) => roles?.includes(role));
  return named ?? able.find(({ roles }) => roles === undefined) ?? null;
}
