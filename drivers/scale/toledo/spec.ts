/**
 * Mettler-Toledo 8217 and the many scales that speak like it. Source: Mettler-Toledo DIVA / PSC Magellan 8500 service
 * manual, sections 6.1.3 and 6.1.4 (manualshelf.com/manual/psc/magellan-8500, pages 45 and 51), and the 8217's "Host
 * Communications" (zipstore.ru, protocol 8217): 7E1, 1200 to 19200 baud, single upper-case letters as questions.
 */
import { z } from 'zod';

export const optionsSchema = z.strictObject({
  /** The scale sends figures without a unit: which one was it calibrated in? */
  unit: z.enum(['kg', 'lb']).default('kg'),
});
export type ToledoOptions = z.infer<typeof optionsSchema>;

export const commands = {
  weight: Uint8Array.of(0x57),
  zero: Uint8Array.of(0x5a),
} as const;

export const control = { stx: 0x02, cr: 0x0d, status: 0x3f } as const;

/**
 * Section 6.1.4.3; bit 6 is always set, bit 7 is the parity. The same six from another hand: odoo/odoo,
 * addons/hw_scale, `_toledo8217StatusParse`.
 */
export const statusBits = {
  moving: 0x01,
  overCapacity: 0x02,
  underZero: 0x04,
  outsideZeroRange: 0x08,
  centreOfZero: 0x10,
  net: 0x20,
  always: 0x40,
} as const;

/** STX, up to seven figures and a point, N, a unit that some models add, CR. */
export const answerBytesMax = 24;

/** Milliseconds. */
export const timing = {
  answerWaitMs: 1_000,
  /** The scale wants 200 ms between two commands. */
  betweenMs: 250,
  weighWaitMs: 10_000,
  /** So many unanswered questions in a row are a scale that is away. */
  missesMax: 3,
} as const;
