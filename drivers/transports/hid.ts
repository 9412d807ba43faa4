/** USB HID devices by vendor, product and serial number. The only file that imports `node-hid`. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { Problem } from '../../domain/problems.ts';
import type { Address } from '../address.ts';
import { createByteQueue } from './byte-queue.ts';
import type { HidFeatures, Transport } from './transport.ts';

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
  return hidTransport(device, name, found);
}

/** Linux shows what the device said when it was plugged in; node-hid has no call for it. */
function reportDescriptorOf(path: string): Uint8Array | null {
  try {
    return readFileSync(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`);
  } catch {
    return null;
  }
}

function hidTransport(device: HIDAsync, name: string, found: Device): Transport {
  const queue = createByteQueue(device);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  device.on('data', (report: Buffer) => queue.push(report));
  // QUIRK(node-hid 3): unplugging emits `error` without an argument and never `close`.
  device.on('error', (error: unknown) => queue.end(closed ? undefined : gone(error)));
  /** Runs one call of the library; on a closed device it would run into native code that is no longer there. */
  const ask = async <T>(call: () => Promise<T>): Promise<T> => {
    if (closed) throw gone();
    return call().catch((error: unknown) => {
      throw gone(error);
    });
  };
  const hid: HidFeatures = {
    vendorId: found.vendorId,
    productId: found.productId,
    reportDescriptor: reportDescriptorOf(found.path ?? ''),
    sendFeature: async (report) => {
      await ask(() => device.sendFeatureReport([...report]));
    },
    getFeature: (reportId, lengthBytes) =>
      ask(() => device.getFeatureReport(reportId, lengthBytes)),
  };
  return {
    bytes: queue.bytes,
    hid,
    write: async (data) => {
      await ask(() => device.write([...data]));
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
