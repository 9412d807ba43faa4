/**
 * USB devices that are known by their numbers: the one table that detection, drivers, emulators and udev rules read. A
 * maker's own product is likely what it says; a serial bridge says nothing about what hangs behind it.
 */
import type { Protocol } from '../domain/devices/verbs.ts';

export type UsbModel = Readonly<{
  vendorId: number;
  /** Null for a maker whose every HID device is of that kind, as far as anybody has seen. */
  productId: number | null;
  protocol: Protocol;
  /** As a technician would look it up. */
  model: string;
  /** Types its codes until it is told otherwise. */
  startsAsKeyboard?: true;
}>;

/**
 * ../shared/protocols/devices.md sections 3.1 to 3.3 and ../shared/vectors/hid.md, unless said otherwise. Makers of
 * scanners: H031 (NielsLeenheer/WebHidBarcodeScanner, `src/main.js`). Dymo M25: antradar.com, "Dymo USB Scale
 * Interface Specs".
 */
export const usbModels: readonly UsbModel[] = [
  { vendorId: 0x0801, productId: 0x0002, protocol: 'magtek-sureswipe', model: 'MagTek SureSwipe' },
  { vendorId: 0x0801, productId: 0x0011, protocol: 'magtek-magnesafe', model: 'MagTek MagneSafe' },
  { vendorId: 0x0acd, productId: 0x2010, protocol: 'idtech-securemag', model: 'ID TECH SecureMag' },
  { vendorId: 0x0acd, productId: 0x4440, protocol: 'idtech-neo2', model: 'ID TECH NEO2' },
  { vendorId: 0x0922, productId: 0x8003, protocol: 'hid-scale', model: 'Dymo M10 scale' },
  { vendorId: 0x0922, productId: 0x8004, protocol: 'hid-scale', model: 'Dymo M25 scale' },
  { vendorId: 0x0eb8, productId: 0xf000, protocol: 'hid-scale', model: 'Mettler Toledo scale' },
  ...scannersOf('Honeywell', 0x0c2e, true),
  ...scannersOf('Youjie', 0x23d0, true),
  ...scannersOf('Zebra', 0x05e0),
  ...scannersOf('Datalogic', 0x05f9),
];

function scannersOf(maker: string, vendorId: number, startsAsKeyboard?: true): UsbModel[] {
  const model = `${maker} scanner`;
  const keyboard = startsAsKeyboard ? { startsAsKeyboard } : {};
  return [{ vendorId, productId: null, protocol: 'hidpos-scanner', model, ...keyboard }];
}

/** Rows that a device fits, the ones that name its product first. */
export function usbModelsOf(vendorId: number | null, productId: number | null): UsbModel[] {
  const fitting = usbModels.filter(
    (row) => row.vendorId === vendorId && (row.productId ?? productId) === productId,
  );
  const named = fitting.filter((row) => row.productId !== null);
  return named.length > 0 ? named : fitting;
}

/** Whether a scanner types its codes until it is told otherwise. */
export const startsAsKeyboard = ({
  vendorId,
  productId,
}: Readonly<{ vendorId: number; productId: number }>): boolean =>
  usbModelsOf(vendorId, productId).some((row) => row.startsAsKeyboard === true);

/** What an emulated device of a protocol says of itself: the first of the table that has both numbers. */
export function usbIdOf(protocol: Protocol): Readonly<{ vendorId: number; productId: number }> {
  for (const row of usbModels) {
    if (row.protocol === protocol && row.productId !== null) {
      return { vendorId: row.vendorId, productId: row.productId };
    }
  }
  throw new RangeError(`no USB device of ${protocol}`);
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
