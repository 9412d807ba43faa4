/**
 * What Linux knows about the ports of this machine, from sysfs: no helper process, no udev daemon, and cheap enough to
 * look every second.
 */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PortInfo } from '../../domain/devices/bench.ts';
import { usbAddress } from '../address.ts';

type UsbDevice = Pick<
  PortInfo,
  'vendorId' | 'productId' | 'serialNumber' | 'manufacturer' | 'product'
>;

const noUsbDevice: UsbDevice = {
  vendorId: null,
  productId: null,
  serialNumber: null,
  manufacturer: null,
  product: null,
};

/** An interface, its device, a hub or two: the description is at most this many levels up. */
const levelsMax = 6;
/** `PORT_UNKNOWN` of the kernel's serial core: a socket without a chip behind it. */
const noChip = '0';

/** Serial ports with something behind them: USB adapters and modems, and on-board ports that exist. */
export async function serialPortsOfSysfs(root = '/sys'): Promise<PortInfo[]> {
  const names = await namesIn(join(root, 'class/tty'));
  const ports = names
    .filter((name) => /^tty(ACM|USB|S|AMA)\d+$/.test(name))
    .map(async (name) => {
      const directory = join(root, 'class/tty', name);
      const device = await realpath(join(directory, 'device')).catch(() => null);
      if (!device || (await textOf(join(directory, 'type'))) === noChip) return null;
      return portInfo('serial', `/dev/${name}`, await usbDeviceAbove(device));
    });
  return (await Promise.all(ports)).filter((port) => port !== null);
}

/** Printers that the kernel's `usblp` holds. */
export async function usbPrintersOfSysfs(root = '/sys'): Promise<PortInfo[]> {
  const names = await namesIn(join(root, 'class/usbmisc'));
  const ports = names
    .filter((name) => /^lp\d+$/.test(name))
    .map(async (name) => {
      const device = await realpath(join(root, 'class/usbmisc', name, 'device')).catch(() => null);
      if (!device) return null;
      return portInfo('usb-printer', `/dev/usb/${name}`, await usbDeviceAbove(device));
    });
  return (await Promise.all(ports)).filter((port) => port !== null);
}

function portInfo(kind: 'serial' | 'usb-printer', path: string, usb: UsbDevice): PortInfo {
  const scheme = kind === 'serial' ? 'serial' : 'usb';
  const { vendorId, productId, serialNumber } = usb;
  const address =
    vendorId === null || productId === null
      ? `${scheme}://${path}`
      : usbAddress(scheme, { vendorId, productId, serialNumber });
  return { kind, address, path, ...usb, usagePage: null, usage: null };
}

/** The USB device that an interface belongs to; nothing where it is not on USB. */
async function usbDeviceAbove(start: string): Promise<UsbDevice> {
  let directory = start;
  for (let level = 0; level < levelsMax; level += 1) {
    const vendor = await textOf(join(directory, 'idVendor'));
    if (vendor) {
      return {
        vendorId: Number.parseInt(vendor, 16),
        productId: Number.parseInt((await textOf(join(directory, 'idProduct'))) ?? '', 16),
        serialNumber: await textOf(join(directory, 'serial')),
        manufacturer: await textOf(join(directory, 'manufacturer')),
        product: await textOf(join(directory, 'product')),
      };
    }
    directory = dirname(directory);
  }
  return noUsbDevice;
}

/** Nothing where the class does not exist: no such device was ever plugged in. */
const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);

/** Null for an empty file too, and for one that went with its device. */
const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text.trim() || null,
    () => null,
  );
