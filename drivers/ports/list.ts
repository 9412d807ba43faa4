/** Everything that is plugged into this machine and could be a device of a till. */
import type { PortInfo } from '../../domain/devices/bench.ts';
import { listUsbPrinters } from '../transports/usb-printer.ts';

/** Serial ports, HID devices and USB printers, in an order that does not change from one look to the next. */
export async function listPorts(): Promise<PortInfo[]> {
  const kinds = [
    import('../transports/serial.ts').then(({ listSerialPorts }) => listSerialPorts()),
    import('../transports/hid.ts').then(({ listHidPorts }) => listHidPorts()),
    listUsbPrinters(),
  ];
  // One kind that this machine cannot list (no USB at all, say) hides no other.
  const listed = await Promise.all(kinds.map((kind) => kind.catch(() => [])));
  return uniqueAddresses(listed.flat()).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Two devices with the same ids and no serial number can only be told apart by where they are. */
export function uniqueAddresses(ports: readonly PortInfo[]): PortInfo[] {
  return ports.map((port) => {
    const isShared = ports.some((other) => other !== port && other.address === port.address);
    // A HID device has no address by its path: the path is not for configurations.
    if (!isShared || port.kind === 'hid') return port;
    const scheme = port.kind === 'serial' ? 'serial' : 'usb';
    return { ...port, address: `${scheme}://${port.path}` };
  });
}
