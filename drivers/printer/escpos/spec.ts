/**
 * ESC/POS: the commands this driver sends itself, and what a printer's status bytes mean. Everything between the first
 * line and the cut is made by receiptline. Source: ../shared/protocols/devices.md §6.3 (Epson's DLE EOT reference), and
 * Epson's GS a, GS I and ESC p as its printers' manuals print them (TM-T88III, TM-T81, TM-J2000).
 */
import { z } from 'zod';

/** Characters are twelve dots wide: 48 of them on the 576 dots of 80 mm paper, 32 on the 384 of 58 mm. */
export const characterDots = 12;
export type Columns = 32 | 48;

/** What Chinese printers expect after FS &. */
export const encoding = 'gb18030';

export const optionsSchema = z.strictObject({
  /** Automatic status (GS a): the printer says by itself when its cover opens or its paper ends. */
  asb: z.boolean().default(true),
  /** 48 for paper of 80 mm, 32 for 58 mm. */
  columns: z.union([z.literal(32), z.literal(48)]).default(48),
  /** For one that reads and never answers: nothing is asked, and nothing it prints is confirmed. */
  silent: z.boolean().default(false),
  /** The connector's pin that the drawer's solenoid hangs on. */
  drawerPin: z.union([z.literal(2), z.literal(5)]).default(2),
  /** What pin 3 of the connector says when the drawer is open; drawers differ. */
  drawerOpenWhen: z.enum(['high', 'low']).default('high'),
});
export type EscposOptions = z.infer<typeof optionsSchema>;

/** Milliseconds. ESC p counts in steps of two, up to 255 of them. */
const pulse = { onMs: 50, offMs: 500, onMsMax: 510 } as const;

/** ESC p m t1 t2: the drawer's solenoid on for `onMs`, then off for half a second (`1B 70 00 19 FA`). */
export function drawerPulse(pin: 2 | 5, onMs: number = pulse.onMs): Uint8Array {
  const steps = Math.max(1, Math.round(Math.min(onMs, pulse.onMsMax) / 2));
  return Uint8Array.of(0x1b, 0x70, pin === 5 ? 1 : 0, steps, pulse.offMs / 2);
}

/**
 * DLE DC4 1 m t: the same in steps of a tenth of a second, obeyed even by a printer that has stopped for want of paper
 * (Epson's reference, DLE DC4 fn 1). One that does not know it holds it back with everything else.
 */
export function realTimePulse(pin: 2 | 5, onMs: number = pulse.onMs): Uint8Array {
  const steps = Math.min(8, Math.max(1, Math.round(onMs / 100)));
  return Uint8Array.of(0x10, 0x14, 0x01, pin === 5 ? 1 : 0, steps);
}

/** GS a: drawer, offline, error and paper (Epson, GS a n). ESC @ switches it off again. */
export const asbOn: Uint8Array = Uint8Array.of(0x1d, 0x61, 0x0f);

/** GS I n: firmware, maker, model, serial number, kind of Chinese; answered with 5F, text, 00. */
export const nameRequest = {
  firmware: Uint8Array.of(0x1d, 0x49, 65),
  maker: Uint8Array.of(0x1d, 0x49, 66),
  model: Uint8Array.of(0x1d, 0x49, 67),
  serialNumber: Uint8Array.of(0x1d, 0x49, 68),
} as const;

export type StatusKind = 'printer' | 'offline' | 'error' | 'paper';
/** DLE EOT n: answered at once, even by a printer that has stopped. */
export const statusRequest: Readonly<Record<StatusKind, Uint8Array>> = {
  printer: Uint8Array.of(0x10, 0x04, 1),
  offline: Uint8Array.of(0x10, 0x04, 2),
  error: Uint8Array.of(0x10, 0x04, 3),
  paper: Uint8Array.of(0x10, 0x04, 4),
};

/** Bits that every answer to DLE EOT has, and those it never has. */
export const statusPattern = { mask: 0x93, value: 0x12 } as const;
export const bits = {
  printer: { drawerPin3: 0x04, offline: 0x08 },
  offline: { coverOpen: 0x04, feedButton: 0x08, paperEnd: 0x20, error: 0x40 },
  error: { recoverable: 0x04, cutter: 0x08, unrecoverable: 0x20, overheated: 0x40 },
  paper: { nearEnd: 0x0c, end: 0x60 },
} as const;

/** The four bytes of automatic status (Epson, GS a, basic ASB). */
export const asbBits = {
  printer: { drawerPin3: 0x04, offline: 0x08, coverOpen: 0x20, feedButton: 0x40 },
  error: { recoverable: 0x04, cutter: 0x08, unrecoverable: 0x20, overheated: 0x40 },
  paper: { nearEnd: 0x03, end: 0x0c },
} as const;

/** Milliseconds. */
export const timing = {
  statusWaitMs: 2_000,
  /** A printer that does not know GS I n says nothing. */
  nameWaitMs: 500,
  /** While a receipt prints, ask this often what stops it. */
  pollMs: 500,
  /** A metre of paper at 100 mm/s, three times over. */
  printWaitMs: 30_000,
  /**
   * One that has never said that a job is done may not know GS r: so long after a short job, and for each line of a long
   * one, it has printed as far as anybody can tell.
   */
  unconfirmedMs: 2_000,
  unconfirmedLineMs: 100,
} as const;
