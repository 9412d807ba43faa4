/**
 * CD5220: two lines of twenty characters. Source: Partner Tech CD5220 / CD6220 user's manual, section 6.1 (also printed
 * in the manuals of Epson P07303 and POS-X XP8200); brightness by Bematech LDX1000, Brightness Adjust.
 */
import { z } from 'zod';

export const optionsSchema = z.strictObject({
  /** Most of these displays know no Chinese; those sold in China do. Main shows English names on `ascii`. */
  charset: z.enum(['ascii', 'gb18030']).default('ascii'),
  /** 1 is 20 %, 2 is 40 %, 3 is 60 %, 4 is full; left as it is unless given. */
  brightness: z.int().min(1).max(4).optional(),
});
export type Cd5220Options = z.infer<typeof optionsSchema>;

export const columns = 20;
export const linesMax = 2;

export const control = {
  esc: 0x1b,
  clear: 0x0c,
  cancel: 0x18,
  home: 0x0b,
  lf: 0x0a,
  cr: 0x0d,
} as const;

/** ESC @. */
export const initialise: readonly number[] = [control.esc, 0x40];
/** ESC Q A … CR and ESC Q B … CR: a whole line, the other stays. Until CLR only these two are understood. */
export const writeLine: readonly (readonly number[])[] = [
  [control.esc, 0x51, 0x41],
  [control.esc, 0x51, 0x42],
];
/** ESC * n. */
export const brightness: readonly number[] = [control.esc, 0x2a];
