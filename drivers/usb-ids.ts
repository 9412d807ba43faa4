/**
 * USB devices that are known by their numbers, of all protocols: detection and udev rules read them here. A maker's own
 * product is likely what it says; a serial bridge says nothing about what hangs behind it.
 */
import type { Protocol } from '../domain/devices/verbs.ts';
import { allProtocols } from './protocols.ts';
import type { UsbModel } from './usb-model.ts';

export type KnownModel = UsbModel & Readonly<{ protocol: Protocol }>;

export const usbModels: readonly KnownModel[] = allProtocols.flatMap(({ id, usb }) =>
  (usb.models ?? []).map((model) => ({ ...model, protocol: id })),
);

/** Rows that a device fits, the ones that name its product first. */
export function usbModelsOf(vendorId: number | null, productId: number | null): KnownModel[] {
  const fitting = usbModels.filter(
    (row) => row.vendorId === vendorId && (row.productId ?? productId) === productId,
  );
  const named = fitting.filter((row) => row.productId !== null);
  return named.length > 0 ? named : fitting;
}

/** USB to serial converters: anything may be behind them (Linux drivers ftdi_sio, pl2303, cp210x, ch341, cdc-acm). */
export const serialBridges: ReadonlyMap<number, string> = new Map([
  [0x0403, 'FTDI'],
  [0x067b, 'Prolific PL2303'],
  [0x10c4, 'Silicon Labs CP210x'],
  [0x1a86, 'WCH CH340'],
  [0x04d8, 'Microchip CDC'],
  [0x2341, 'Arduino CDC'],
]);
