/**
 * What a USB device is by its numbers alone. A maker's own product is likely what it says; a serial bridge says nothing
 * about what hangs behind it.
 */
import type { Protocol } from '../../domain/contract/devices.ts';

export type UsbId = Readonly<{
  vendorId: number;
  productId: number;
  protocol: Protocol;
  /** As a technician would look it up. */
  model: string;
}>;

/** ../shared/protocols/devices.md sections 3.1 to 3.3, unless said otherwise. */
export const usbIds: readonly UsbId[] = [
  { vendorId: 0x0801, productId: 0x0002, protocol: 'magtek-sureswipe', model: 'MagTek SureSwipe' },
  { vendorId: 0x0801, productId: 0x0011, protocol: 'magtek-magnesafe', model: 'MagTek MagneSafe' },
  { vendorId: 0x0acd, productId: 0x2010, protocol: 'idtech-securemag', model: 'ID TECH SecureMag' },
  { vendorId: 0x0922, productId: 0x8003, protocol: 'hid-scale', model: 'Dymo scale' },
  { vendorId: 0x0eb8, productId: 0xf000, protocol: 'hid-scale', model: 'Mettler Toledo scale' },
];

/** USB to serial converters: anything may be behind them (Linux drivers ftdi_sio, pl2303, cp210x, ch341, cdc-acm). */
export const serialBridges: ReadonlyMap<number, string> = new Map([
  [0x0403, 'FTDI'],
  [0x067b, 'Prolific PL2303'],
  [0x10c4, 'Silicon Labs CP210x'],
  [0x1a86, 'WCH CH340'],
  [0x04d8, 'Microchip CDC'],
  [0x2341, 'Arduino CDC'],
]);
