/** Emulated devices on USB plugs: serial ports of their own, printers, HID devices. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { openTransport } from '../../drivers/transports/open.ts';
import type { HidFeatures, Transport } from '../../drivers/transports/transport.ts';
import { until } from '../helpers/until.ts';
import { openFileLine } from './file-line.ts';
import { openHidFunction } from './function-fs.ts';
import { createGadget, type Gadget, type UsbIdentity } from './gadget.ts';
import { afterwards } from './runner.ts';

export type UsbPlug = Readonly<{
  identity: UsbIdentity;
  /** Resolves when the port is there. */
  plugIn(): Promise<void>;
  pull(): Promise<void>;
}>;

/** What is made of an identity: a device that `attach` gives a voice to. */
export type MakePlug = (identity: UsbIdentity, attach: (line: Transport) => void) => UsbPlug;

let count = 0;
const nextName = (): string => {
  count += 1;
  return `device${count}`;
};

/** CDC-ACM: `/dev/ttyACM…` here, `/dev/ttyGS…` on the device's own side. */
export const serialPlug: MakePlug = (identity, attach) => {
  const gadget = createGadget(identity, 'acm', nextName());
  const path = `/dev/ttyGS${gadget.attribute('port_num')}`;
  const open = () => openTransport(`serial://${path}`, new AbortController().signal);
  return plugOf(gadget, { attach, open });
};

/** The kernel gives the lowest number that is free. */
const printerNumbers = new Set<number>();

/** USB printer class: `/dev/usb/lp…` here, `/dev/g_printer…` on the device's own side. */
export const printerPlug: MakePlug = (identity, attach) => {
  const gadget = createGadget(identity, 'printer', nextName());
  let number = 0;
  while (printerNumbers.has(number)) number += 1;
  printerNumbers.add(number);
  return plugOf(gadget, {
    attach,
    open: () => openSoon(`/dev/g_printer${number}`),
    remove: () => printerNumbers.delete(number),
  });
};

/** It can be opened once the host has chosen a configuration. */
async function openSoon(path: string): Promise<Transport> {
  let line: Transport | null = null;
  await until(() => {
    line = openOrNull(path);
    return line !== null;
  }, `${path} can be opened`);
  if (!line) throw new Error(`${path} was not opened`);
  return line;
}

function openOrNull(path: string): Transport | null {
  try {
    return openFileLine(path);
  } catch {
    return null;
  }
}

/** HID: `/dev/hidraw…` here. */
export const hidPlug =
  (hid: HidFeatures): MakePlug =>
  (identity, attach) => {
    const name = nextName();
    const gadget = createGadget(identity, 'ffs', name);
    const device = openHidFunction(name, hid);
    return plugOf(gadget, { attach, open: async () => device.line(), remove: device.remove });
  };

type FarSide = Readonly<{
  attach(line: Transport): void;
  open(): Promise<Transport>;
  remove?(): unknown;
}>;

function plugOf(gadget: Gadget, { attach, open, remove }: FarSide): UsbPlug {
  let line: Transport | null = null;
  const pull = async (): Promise<void> => {
    gadget.pull();
    await line?.close();
    line = null;
  };
  afterwards(async () => {
    await pull();
    remove?.();
    gadget.remove();
  });
  return {
    identity: gadget.identity,
    plugIn: async () => {
      const before = nodes();
      gadget.plugIn();
      line = await open();
      attach(line);
      await until(() => nodes().length > before.length, 'the kernel makes a port');
    },
    pull,
  };
}

/** Waits until the kernel has taken the node away and nobody in this process holds it any more. */
export async function released(path: string): Promise<void> {
  await until(() => !existsSync(path), `${path} goes with its device`);
  await until(() => !isHeld(path), `${path} is let go`);
}

/** Whether this process has the file open, removed or not. */
function isHeld(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
    } catch {
      return false;
    }
  });
}

function nodes(): readonly string[] {
  const printers = existsSync('/dev/usb') ? readdirSync('/dev/usb') : [];
  return [...readdirSync('/dev'), ...printers].filter((name) => /^(ttyACM|hidraw|lp)\d/.test(name));
}
