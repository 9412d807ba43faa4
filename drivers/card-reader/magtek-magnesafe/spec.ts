/** MagTek MagneSafe V5, manual 99875475: encrypted tracks, their masked copies and MagnePrint in one report. */
import type { UsbModel } from '../../usb-model.ts';

/** ../shared/protocols/devices.md sections 3.1 to 3.3 and ../shared/vectors/hid.md. */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0801, productId: 0x0011, model: 'MagTek MagneSafe' },
];

export const reportBytes = 856;

/** Section 2, "Commands", in words; ../feature-commands.ts. */
export const featureCommands: Readonly<Record<number, string>> = {
  0: 'get a property',
  1: 'set a property',
  2: 'reset the device',
  9: 'get KSN and counter',
  20: 'get the reader state',
};
export const featureResults: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'failure',
  2: 'bad parameter',
};

/** Section 2, "Card Data (HID)"; ../shared/vectors/hid.md H006. From the start of the report. */
export const offsets = {
  decodeStatus: [0, 1, 2],
  encryptedLength: [3, 4, 5],
  encodeType: 6,
  encrypted: [7, 119, 231],
  cardStatus: 343,
  magnePrintStatus: 344,
  magnePrintLength: 348,
  magnePrint: 349,
  serialNumber: 477,
  encryptionStatus: 493,
  ksn: 495,
  maskedLength: [505, 506, 507],
  masked: [508, 620, 732],
  sessionId: 844,
  absoluteLength: [852, 853, 854],
} as const;
export const lengths = {
  track: 112,
  magnePrintStatus: 4,
  magnePrint: 128,
  serialNumber: 16,
  ksn: 10,
  sessionId: 8,
} as const;

/** "Reader Encryption Status", two bytes, the more significant first. */
export const encryptionBits = {
  keysExhausted: 0x0001,
  keyInjected: 0x0002,
  encryptionEnabled: 0x0004,
  authenticationRequired: 0x0008,
  timedOut: 0x0010,
  counterExpired: 0x0100,
} as const;

/** "MagnePrint Status", four bytes, the least significant first: why a swipe was no good. */
export const magnePrintBits = {
  capable: 1 << 0,
  noisy: 1 << 17,
  tooSlow: 1 << 18,
  tooFast: 1 << 19,
  reverse: 1 << 21,
} as const;
