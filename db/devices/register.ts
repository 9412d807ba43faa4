/** The POI device register of this till, as the back office says. */
import { type RegisteredDevice, registeredDeviceSchema } from '../../domain/devices/register.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

/** The whole register at once: a device that is not in the list is registered no longer. */
export function replaceRegister(db: Writable, devices: readonly RegisteredDevice[]): void {
  db.transaction(() => {
    db.run(sql`DELETE FROM registered_devices`);
    for (const device of devices) {
      db.run(
        sql`INSERT INTO registered_devices (device, body)
            VALUES (${device.device}, ${JSON.stringify(device)})`,
      );
    }
  });
}

export function listRegister(db: Readable): RegisteredDevice[] {
  return db
    .all<{ body: string }>(sql`SELECT body FROM registered_devices ORDER BY device`)
    .map((row) => readStored(db.file, row.body, registeredDeviceSchema.parse));
}
