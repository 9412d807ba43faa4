/**
 * HID POS bar code scanners: USB-IF, HID Point of Sale Usage Tables 1.02 (usage page 8C), and what is known of models.
 * ../shared/protocols/devices.md §3.3, ../shared/vectors/hid.md part D.
 */
import { z } from 'zod';
import type { UsbModel, UsbNumbers } from '../../usb-model.ts';
import { charsetSchema } from '../scan-text.ts';

export const optionsSchema = z.strictObject({ charset: charsetSchema });
export type HidposOptions = z.infer<typeof optionsSchema>;

/** Makers of scanners: H031 (NielsLeenheer/WebHidBarcodeScanner, `src/main.js`). */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0c2e, productId: null, model: 'Honeywell scanner', startsAsKeyboard: true },
  { vendorId: 0x23d0, productId: null, model: 'Youjie scanner', startsAsKeyboard: true },
  { vendorId: 0x05e0, productId: null, model: 'Zebra scanner' },
  { vendorId: 0x05f9, productId: null, model: 'Datalogic scanner' },
];

/** Whether a scanner types its codes until it is told otherwise. */
export const startsAsKeyboard = ({ vendorId }: UsbNumbers): boolean =>
  models.some((row) => row.vendorId === vendorId && row.startsAsKeyboard === true);

export const usagePages = { generic: 0x01, scanner: 0x8c } as const;
export const usages = {
  scanner: 0x02,
  byteCount: 0x3b,
  /** AIM identifier, three characters. */
  symbology: [0xfb, 0xfc, 0xfd],
  decodedData: 0xfe,
  continued: 0xff,
} as const;

/** Feature report FE, data 01: makes a scanner that starts as a keyboard send reports. */
export const leaveKeyboard: Uint8Array = Uint8Array.of(0xfe, 0x01);

/**
 * Where things stand when the descriptor cannot be read (H031): id, count, AIM, 56 bytes of data; the flag is the last
 * byte of the report, 62 bytes long by the tables and 64 from Honeywell, which has two bytes of its own before it.
 */
export const fallback = {
  reportId: 2,
  countAt: 1,
  symbologyAt: 2,
  dataAt: 5,
  dataBytesMax: 56,
  reportBytesMin: 62,
  reportBytesMax: 64,
} as const;

/** Reports of one code follow each other within milliseconds; this long after one, the rest will not come. */
export const continuedWaitMs = 1_000;

/** H028: what an emulated scanner says of itself. */
export const plainDescriptor: Uint8Array = Uint8Array.from(
  Buffer.from(
    '058C0902A10185020912A102150026FF00750895010501093B8102' +
      '9503058C09FB09FC09FD8102953809FE82020125017501950109FF810275078103C0C0',
    'hex',
  ),
);
