/** USB HID devices by vendor, product and serial number. The only file that imports `node-hid`. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { devicesAsync, HIDAsync } from 'node-hid';
import type { PortInfo } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import { type Address, usbAddress } from '../address.ts';
import { findPort } from '../ports/find.ts';
import { hidPorts } from '../ports/hid-ports.ts';
import { createByteQueue } from './byte-queue.ts';
import type { HidFeatures, Transport } from './transport.ts';
import { watchPath } from './watch-path.ts';

type HidAddress = Extract<Address, { kind: 'hid' }>;

/** Opens a device. Throws `Problem`: `port-missing`, `port-ambiguous`, `port-denied`. */
export async function openHid(address: HidAddress, signal: AbortSignal): Promise<Transport> {
  const name = usbAddress('hid', address);
  const { path } = findPort(await listHidPorts(), address, name);
  if (signal.aborted) throw new Problem('port-missing', { address: name });
  const device = await HIDAsync.open(path).catch((error: unknown) => {
    // hidapi says no more than that it failed; the node is there, so rights are what is missing.
    throw new Problem('port-denied', { address: name, group: 'plugdev' }, error);
  });
  const transport = hidTransport(device, name, { ...address, path });
  // QUIRK(node-hid 3): it begins to read a tick after the listener came, and throws into the process when the device
  // has been closed by then.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  if (signal.aborted) {
    await transport.close();
    throw new Problem('port-missing', { address: name });
  }
  return transport;
}

export async function listHidPorts(): Promise<PortInfo[]> {
  return hidPorts(await devicesAsync());
}

/** Linux shows what the device said when it was plugged in; node-hid has no call for it. */
function reportDescriptorOf(path: string): Uint8Array | null {
  try {
    return readFileSync(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`);
  } catch {
    return null;
  }
}

function hidTransport(
  device: HIDAsync,
  name: string,
  found: HidAddress & Readonly<{ path: string }>,
): Transport {
  let closed = false;
  const queue = createByteQueue({
    pause: () => closed || device.pause(),
    resume: () => closed || device.resume(),
  });
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  device.on('data', (report: Buffer) => queue.push(report));
  // QUIRK(node-hid 3): unplugging emits `error` without an argument and never `close`.
  device.on('error', (error: unknown) => queue.end(closed ? undefined : gone(error)));
  const stopWatch = watchPath(found.path, () => queue.end(gone()));
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
    reportDescriptor: reportDescriptorOf(found.path),
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
      stopWatch();
      queue.end();
      // Closing what was pulled fails; it is closed all the same.
      await device.close().catch(() => {});
    },
  };
}
