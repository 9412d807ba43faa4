/**
 * What a technician may set for one terminal. Defaults are those of the specification; deviations are from
 * ../shared/protocols/devices.md §1.4 (Portalum README, card complete "Präzisierungen").
 */
import { z } from 'zod';

/**
 * How receipts come to the till: as one block (06 D3), line by line (06 D1), composed by the till from the result
 * (04 0F), or not at all because the terminal has a printer.
 */
const receiptsSchema = z.enum(['blocks', 'lines', 'composed', 'terminal']);

export const optionsSchema = z.strictObject({
  /** Three bytes BCD. 000000 is usual, card complete delivers 123456. */
  password: z
    .union([z.string(), z.int().transform((digits) => String(digits).padStart(6, '0'))])
    .pipe(z.string().regex(/^\d{6}$/))
    .default('000000'),
  /** ISO 4217, three letters; told at registration. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  receipts: receiptsSchema.default('blocks'),
  /** Two hex digits instead of the config byte that follows from `receipts`: card complete's acceptance uses 3E. */
  configByte: z
    .string()
    .regex(/^[0-9A-Fa-f]{2}$/)
    .optional(),
  /** Two hex digits of BMP 03: 01 no service menu, 02 capitals. */
  serviceByte: z
    .string()
    .regex(/^[0-9A-Fa-f]{2}$/)
    .optional(),
  characterSet: z
    .enum(['cp437', 'utf-8', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15'])
    .default('cp437'),
  /** Serial framing, or bare APDUs; by the address unless given (a serial device server is TCP with serial framing). */
  framing: z.enum(['serial', 'tcp']).optional(),
  /** Global Payments: 06 B0 cannot end the wait for a card and is not sent. */
  abortable: z.boolean().default(true),
  /** card complete: open reservations are cancelled before the end of day, which would fail otherwise. */
  releaseReservations: z.boolean().default(false),
  /** The bench may take a cent here and give it back. */
  testTerminal: z.boolean().default(false),
  /** Command to 80 00 or 84 xx. */
  t3Ms: z.int().min(1_000).max(60_000).default(5_000),
  /** 80 00 to the completion, begun anew by every message of the terminal. */
  t4Ms: z.int().min(10_000).max(900_000).default(180_000),
});
export type ZvtOptions = z.output<typeof optionsSchema>;

/** Serial frames or bare APDUs. */
export const framingOf = (options: ZvtOptions, address: string): 'serial' | 'tcp' =>
  options.framing ?? (address.startsWith('tcp://') ? 'tcp' : 'serial');
