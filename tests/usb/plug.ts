/** Emulated devices on USB plugs: a serial adapter, a printer, a HID device. */
import { existsSync } from 'node:fs';
import { openTransport } from '../../drivers/transports/open.ts';
import type { Transport } from '../../drivers/transports/transport.ts';
import { until } from '../helpers/until.ts';
import { openFileLine } from './file-line.ts';
import { createGadget, type Gadget, type UsbIdentity } from './gadget.ts';
import { finally_ } from './runner.ts';

export type UsbPlug = Readonly<{
  identity: UsbIdentity;
  /** Resolves when the kernel has made the port. */
  plugIn(): Promise<void>;
  pull(): Promise<void>;
}>;

type Attach = (line: Transport) => void;

let count = 0;
const nextName = (): string => {
  count += 1;
  return `d${count}`;
};

/** A device with a USB serial port of its own (CDC-ACM): `/dev/ttyACM…` here, `/dev/ttyGS…` on its own side. */
export function serialPlug(identity: UsbIdentity, attach: Attach): UsbPlug {
  const gadget = createGadget(identity, 'acm', nextName());
  const path = `/dev/ttyGS${gadget.attribute('port_num')}`;
  return plugOf(gadget, attach, () =>
    openTransport(`serial://${path}`, new AbortController().signal),
  );
}

/** A printer of the USB printer class: `/dev/usb/lp…` here, `/dev/g_printer…` on its own side. */
export function printerPlug(identity: UsbIdentity, attach: Attach): UsbPlug {
  const gadget = createGadget(identity, 'printer', nextName());
  return plugOf(gadget, attach, async () => openFileLine('/dev/g_printer0'));
}

function plugOf(gadget: Gadget, attach: Attach, openFarSide: () => Promise<Transport>): UsbPlug {
  let line: Transport | null = null;
  const pull = async (): Promise<void> => {
    gadget.pull();
    await line?.close();
    line = null;
  };
  finally_(async () => {
    await pull();
    gadget.remove();
  });
  return {
    identity: gadget.identity,
    plugIn: async () => {
      gadget.plugIn();
      line = await openFarSide();
      attach(line);
    },
    pull,
  };
}

/** Waits for a node of the kernel to come or to go. */
export const nodeThere = (path: string, there = true): Promise<void> =>
  until(() => existsSync(path) === there, `${path} is ${there ? 'there' : 'gone'}`);
