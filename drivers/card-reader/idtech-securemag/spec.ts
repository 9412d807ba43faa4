/** ID TECH SecureMag, manual 80096504 (sold as Unitech MS246): encrypted frames in HID reports, or plain reports. */
import type { UsbModel } from '../../usb-model.ts';

/** ../shared/protocols/devices.md sections 3.1 to 3.3 and ../shared/vectors/hid.md. */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0acd, productId: 0x2010, model: 'ID TECH SecureMag' },
];

export const control = { stx: 0x02, etx: 0x03 } as const;
/** Start, two bytes of length; LRC, sum, end. */
export const frameOverhead = 6;
/** "Secure output" is filled with zeros to this. */
export const secureReportBytes = 537;
/** Three raw tracks, each with its ciphertext and hash, stay below. */
export const dataBytesMax = 1_024;

/** "Note 1: Card Encode Type"; the high bit says that the frame is of the enhanced format. */
export const cardTypes: Readonly<Record<number, string>> = {
  0: 'ISO/ABA',
  1: 'AAMVA',
  3: 'other',
  4: 'raw',
};
export const enhancedBit = 0x80;
export const isoType = 0;
export const rawType = 4;

export const hashBytes = 20;
export const ksnBytes = 10;
export const serialBytes = 10;
export const sessionIdBytes = 8;

/** Reports of one swipe follow each other at once. */
export const reportGapMs = 500;
