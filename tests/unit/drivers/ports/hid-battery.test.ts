import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hidBattery } from '../../../../drivers/ports/hid-battery.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

/** A folder like `/sys/class/power_supply` with the battery of one HID device. */
function supplies(serial: string, capacity: string, scope = 'Device'): string {
  const directory = temporaryDirectory('batteries');
  const supply = join(directory, `hid-${serial}-battery`);
  mkdirSync(join(supply, 'device'), { recursive: true });
  const files = {
    scope,
    capacity,
    'device/uevent': `DRIVER=hid-generic\nHID_ID=0003:00000C2E:00000B61\nHID_UNIQ=${serial}`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(supply, file), `${text}\n`);
  return directory;
}

describe('the battery of a cordless device', () => {
  it('is the one that the kernel knows under the same vendor, product and serial number', () => {
    const there = supplies('S123', '37');
    expect(hidBattery('hid://0c2e:0b61/S123', there)).toBe(37);
    expect(hidBattery('hid://0c2e:0b61', there)).toBe(37);
    expect(hidBattery('hid://0c2e:0b61/OTHER', there)).toBeNull();
    expect(hidBattery('hid://0c2e:0b62/S123', there)).toBeNull();
  });
  it('is nothing without a level, for the battery of the machine itself, or behind another line', () => {
    expect(hidBattery('hid://0c2e:0b61/S1', supplies('S1', 'unknown'))).toBeNull();
    expect(hidBattery('hid://0c2e:0b61/S1', supplies('S1', '37', 'System'))).toBeNull();
    expect(hidBattery('tcp://10.0.0.3:9100', supplies('S1', '37'))).toBeNull();
    expect(hidBattery('hid://0c2e:0b61/S1', '/nowhere')).toBeNull();
  });
});
