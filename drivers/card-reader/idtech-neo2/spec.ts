/** ID TECH NEO2 readers (ViVOpay, "protocol 2"), Interface Developer's Guide 80139403-002. */
import type { UsbModel } from '../../usb-model.ts';

/** ../shared/protocols/devices.md sections 3.1 to 3.3 and ../shared/vectors/hid.md. */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0acd, productId: 0x4440, model: 'ID TECH NEO2' },
];

/** "ViVOtech2" and a zero. */
export const header = Uint8Array.from(Buffer.from('ViVOtech2\0', 'latin1'));
/** Header, command, sub-command or status, two bytes of length, CRC. */
export const frameOverhead = 16;
/** A transaction with its certificates stays below. */
export const dataBytesMax = 4_096;

/** Table 3. */
export const commands = {
  ping: [0x18, 0x01],
  serialNumber: [0x12, 0x01],
  firmware: [0x29, 0x00],
  activate: [0x02, 0x40],
  cancel: [0x05, 0x01],
} as const;
export type CommandName = keyof typeof commands;

/** Table 6, as far as a reader of cards meets them. */
export const statuses: Readonly<Record<number, string>> = {
  0: 'OK',
  1: 'incorrect header',
  2: 'unknown command',
  3: 'unknown sub-command',
  4: 'CRC error',
  5: 'incorrect parameter',
  6: 'parameter not supported',
  7: 'mal-formatted data',
  8: 'time-out',
  10: 'failed',
  11: 'command not allowed',
  12: 'sub-command not allowed',
  13: 'buffer overflow',
  14: 'user interface event',
  29: 'tampered',
  35: 'online authorisation wanted',
};
export const status = { ok: 0x00, timeout: 0x08, tampered: 0x1d, online: 0x23 } as const;

/** §2.8.1: a whole frame, or its first, middle and last 63 bytes. */
export const reportIds = { whole: 1, first: 2, middle: 3, last: 4 } as const;
export const reportDataBytes = 63;

/** Tags of ID TECH in an answer to "activate": the KSN, and a stripe in the enhanced format. */
export const tags = { ksn: 'DFEE12', msr: 'DFEE23' } as const;

/** §3.3.1: what the display, the lights and the buzzer of the reader do. */
export const eventHead = Uint8Array.of(0x45, 0x00, 0x55, 0x00);
export const eventParts: Readonly<Record<number, string>> = { 1: 'LED', 2: 'buzzer', 3: 'LCD' };

export const timing = {
  /** A ping is answered at once; other questions take a reader no second. */
  answerWaitMs: 2_000,
  /** How long one activation waits for a card, in seconds; a wait that is longer activates again. */
  activateS: 60,
} as const;
