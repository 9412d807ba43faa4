/**
 * ESC/POS: the commands this driver sends itself, and what a printer's status bytes mean. Everything between the first
 * line and the cut is made by receiptline. Source: ../shared/protocols/devices.md §6.3 (Epson's DLE EOT reference).
 */

/** 80 mm paper: 576 dots, characters twelve dots wide. */
export const columns = 48;

/** What Chinese printers expect after FS &. */
export const encoding = 'gb18030';

/** ESC p 0 25 250: fifty milliseconds on the drawer's solenoid, half a second off. */
export const drawerPulse: Uint8Array = Uint8Array.of(0x1b, 0x70, 0x00, 0x19, 0xfa);

/**
 * DLE DC4 1 0 1: the same for a tenth of a second, obeyed even by a printer that has stopped for want of paper (Epson's
 * reference, DLE DC4 fn 1). One that does not know it holds it back with everything else.
 */
export const realTimePulse: Uint8Array = Uint8Array.of(0x10, 0x14, 0x01, 0x00, 0x01);

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
/** The answer to GS r 1, which receiptline puts after the cut: sent once everything before it is printed. */
export const printedPattern = { mask: 0x90, value: 0x00 } as const;

export const bits = {
  printer: { offline: 0x08 },
  offline: { coverOpen: 0x04, paperEnd: 0x20, error: 0x40 },
  error: { recoverable: 0x04, cutter: 0x08, unrecoverable: 0x20, overheated: 0x40 },
  paper: { nearEnd: 0x0c, end: 0x60 },
} as const;

/** Milliseconds. */
export const timing = {
  statusWaitMs: 2_000,
  /** While a receipt prints, ask this often what stops it. */
  pollMs: 500,
  /** A metre of paper at 100 mm/s, three times over. */
  printWaitMs: 30_000,
} as const;
