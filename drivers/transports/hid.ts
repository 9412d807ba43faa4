/** USB HID devices by vendor, product and serial number. The only file that imports `node-hid`. */
import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { Problem } from '../../domain/problems.ts';
import type { Address } from '../address.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';

type HidAddress = Extract<Address, { kind: 'hid' }>;

/** Opens a device; a chunk of `bytes` is one report. Throws `Problem`: `port-missing`, `port-denied`. */
export async function openHid(address: HidAddress, signal: AbortSignal): Promise<Transport> {
  const found = (await devicesAsync(address.vendorId, address.productId)).find((device) =>
    matches(device, address),
  );
  const name = hidName(address);
  if (!found?.path || signal.aborted) throw new Problem('port-missing', { address: name });
  const device = await HIDAsync.open(found.path).catch((error: unknown) => {
    // hidapi says no more than that it failed; the node is there, so rights are what is missing.
    throw new Problem('port-denied', { address: name, group: 'plugdev' }, error);
  });
  return hidTransport(device, name);
}

function hidTransport(device: HIDAsync, name: string): Transport {
  const queue = createByteQueue(device);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  device.on('data', (report: Buffer) => queue.push(report));
  // QUIRK(node-hid 3): unplugging emits `error` without an argument and never `close`.
  device.on('error', (error: unknown) => queue.end(closed ? undefined : gone(error)));
  return {
    bytes: queue.bytes,
    write: async (data) => {
      if (closed) throw gone();
      await device.write([...data]).catch((error: unknown) => {
        throw gone(error);
      });
    },
    close: async () => {
      if (closed) return;
      closed = true;
      queue.end();
      // Closing what was pulled fails; it is closed all the same.
      await device.close().catch(() => {});
    },
  };
}

const matches = (device: Device, address: HidAddress): boolean =>
  address.serialNumber === null || device.serialNumber === address.serialNumber;

function hidName(address: HidAddress): string {
  const id = (value: number): string => value.toString(16).padStart(4, '0');
  const serial = address.serialNumber === null ? '' : `/${address.serialNumber}`;
  return `hid://${id(address.vendorId)}:${id(address.productId)}${serial}`;
}
