/** The register of attached payment devices. */
import { type RegisteredDevice, registeredDeviceSchema } from '../../domain/poi-register.ts';
import { upsert } from '../store/versioned.ts';
import { type AdminContext, keyed, versioned } from './context.ts';

export type DevicesAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the till again. */
  putDevices(store: string, till: string, devices: readonly RegisteredDevice[]): Promise<void>;
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
  };
}
