/**
 * The battery of a cordless HID device, as the Linux kernel reads it from the device's Battery System page (USB HID
 * Usage Tables §31) into /sys/class/power_supply: `scope` Device, `capacity`, and behind `device` whose it is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddress } from '../address.ts';

/** Per cent; null where the address is no HID device, or the device has no battery. */
export function hidBattery(address: string, directory = '/sys/class/power_supply'): number | null {
  const wanted = parseAddress(address);
  if (wanted.kind !== 'hid') return null;
  for (const name of namesIn(directory)) {
    const read = (what: string): string => readOr(join(directory, name, what));
    if (read('scope').trim() !== 'Device') continue;
    const owner = read('device/uevent');
    const [, vendor = '', product = ''] = /^HID_ID=[^:]*:(.*):(.*)$/m.exec(owner) ?? [];
    const serial = /^HID_UNIQ=(.*)$/m.exec(owner)?.[1] ?? '';
    const isModel =
      Number.parseInt(vendor, 16) === wanted.vendorId &&
      Number.parseInt(product, 16) === wanted.productId;
    if (!isModel || (wanted.serialNumber !== null && serial !== wanted.serialNumber)) continue;
    const capacity = read('capacity').trim();
    if (/^\d{1,3}$/.test(capacity)) return Number(capacity);
  }
  return null;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
