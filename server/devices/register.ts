/** The register of attached payment devices. */
import { type RegisteredDevice, registeredDeviceSchema } from '../../domain/devices/register.ts';
import { type AdminContext, keyed, versioned } from '../changes/context.ts';
import { changeSeen, type Seen } from '../changes/seen.ts';
import { findVersioned, upsert } from '../changes/versioned.ts';

/** A device and the till it belongs to. */
export type DeviceOfTill = Readonly<{
  store: string;
  till: string;
  tillName: string;
  device: RegisteredDevice;
}>;

export type DevicesAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the till again. */
  putDevices(store: string, till: string, devices: readonly RegisteredDevice[]): Promise<void>;
  /** Of these stores, by till. */
  devices(stores: readonly string[]): Promise<DeviceOfTill[]>;
  findDevice(store: string, till: string, device: string): Promise<Seen<RegisteredDevice> | null>;
  /** False where it is not as it was `seen` any more. */
  changeDevice(
    store: string,
    till: string,
    device: RegisteredDevice,
    seen: number | null,
  ): Promise<boolean>;
}>;

export function createDevicesAdmin({ db }: AdminContext): DevicesAdmin {
  return {
    putDevices: (store, till, devices) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(registeredDeviceSchema, devices, ({ device }) => ({
          till_id: till,
          device,
        }));
        return upsert(work, 'devices', ['till_id', 'device'], store, version, rows);
      }),
    devices: async (stores) => {
      if (stores.length === 0) return [];
      const rows = await db
        .selectFrom('devices')
        .innerJoin('tills', (join) =>
          join
            .onRef('tills.store_id', '=', 'devices.store_id')
            .onRef('tills.till_id', '=', 'devices.till_id'),
        )
        .select(['devices.store_id', 'devices.till_id', 'tills.name', 'devices.body'])
        .where('devices.store_id', 'in', stores)
        .orderBy('devices.store_id')
        .orderBy('devices.till_id')
        .orderBy('devices.device')
        .execute();
      return rows.map(({ store_id, till_id, name, body }) => ({
        store: store_id,
        till: till_id,
        tillName: name,
        device: parse({ body }),
      }));
    },
    findDevice: async (store, till, device) => {
      const row = await findVersioned(db, 'devices', store, { till_id: till, device });
      return row && { value: parse(row), version: row.version };
    },
    changeDevice: (store, till, device, seen) => {
      const key = { till_id: till, device: device.device };
      const body = JSON.stringify(registeredDeviceSchema.parse(device));
      return changeSeen(db, store, 'devices', key, { body }, seen);
    },
  };
}

function parse({ body }: Readonly<{ body: string }>): RegisteredDevice {
  return registeredDeviceSchema.parse(JSON.parse(body));
}
