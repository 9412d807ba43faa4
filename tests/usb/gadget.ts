/**
 * USB devices made by the kernel itself: configfs puts functions together under a vendor, a product and a serial
 * number, and each device goes into a controller of dummy_hcd, which is a port of this machine.
 *
 * Linux, Documentation/usb/gadget_configfs.rst.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type UsbIdentity = Readonly<{
  vendorId: number;
  productId: number;
  serialNumber: string;
  manufacturer: string;
  product: string;
}>;

export type Gadget = Readonly<{
  identity: UsbIdentity;
  /** What the kernel wrote into a file of the function, such as the number of its port. */
  attribute(name: string): string;
  plugIn(): void;
  pull(): void;
  /** Pulls it and takes it apart. */
  remove(): void;
}>;

const gadgetsDir = '/sys/kernel/config/usb_gadget';
const controllersDir = '/sys/class/udc';
const english = 'strings/0x409';
const configuration = 'configs/c.1';
const inUse = new Set<string>();

/** `kernelFunction` is `acm`, `printer` or `ffs`, and `instance` its name among its kind. */
export function createGadget(
  identity: UsbIdentity,
  kernelFunction: 'acm' | 'printer' | 'ffs',
  instance: string,
): Gadget {
  const controller = readdirSync(controllersDir).find((name) => !inUse.has(name));
  if (!controller) throw new Error('every controller has a device already');
  inUse.add(controller);
  const folder = join(gadgetsDir, instance);
  const set = (name: string, value: string): void => writeFileSync(join(folder, name), value);
  const functionDir = join(folder, 'functions', `${kernelFunction}.${instance}`);
  const link = join(folder, configuration, instance);
  mkdirSync(folder);
  set('idVendor', `0x${identity.vendorId.toString(16)}`);
  set('idProduct', `0x${identity.productId.toString(16)}`);
  set('bcdUSB', '0x0200');
  mkdirSync(join(folder, english));
  set(`${english}/serialnumber`, identity.serialNumber);
  set(`${english}/manufacturer`, identity.manufacturer);
  set(`${english}/product`, identity.product);
  mkdirSync(join(folder, configuration));
  mkdirSync(functionDir);
  symlinkSync(functionDir, link);
  let pluggedIn = false;
  const pull = (): void => {
    if (pluggedIn) set('UDC', '\n');
    pluggedIn = false;
  };
  return {
    identity,
    attribute: (name) => readFileSync(join(functionDir, name), 'utf8').trim(),
    plugIn: () => {
      set('UDC', controller);
      pluggedIn = true;
    },
    pull,
    remove: () => {
      pull();
      inUse.delete(controller);
      unlinkSync(link);
      rmdirSync(functionDir);
      rmdirSync(join(folder, configuration));
      rmdirSync(join(folder, english));
      rmdirSync(folder);
    },
  };
}
