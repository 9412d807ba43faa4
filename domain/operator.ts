/** Who may work the till, and how often a wrong PIN may be tried. */
import { z } from 'zod';

export const roleSchema = z.enum(['cashier', 'manager', 'technician']);
export type Role = z.infer<typeof roleSchema>;

export const operatorNumberSchema = z.string().regex(/^\d{2,8}$/);
/** A PIN is never stored: only its Argon2id hash is. */
export const pinSchema = z.string().regex(/^\d{4,12}$/);

export const operatorSchema = z.object({
  number: operatorNumberSchema,
  name: z.string().min(1),
  role: roleSchema,
  locale: z.enum(['zh-CN', 'en']),
  /** PHC string, `$argon2id$…`. */
  pinHash: z.string().startsWith('$argon2id$'),
  withdrawn: z.boolean(),
});
export type Operator = z.infer<typeof operatorSchema>;

/** The first tries are free: fingers slip. */
const freeTries = 2;
const delayMsMax = 60_000;
/** From here on only a manager can let this operator in again. */
export const triesMax = 8;

/** How long, in ms, to wait after `wrongTries` wrong PINs in a row before the next is looked at. */
export function delayAfter(wrongTries: number): number {
  if (wrongTries <= freeTries) return 0;
  return Math.min(delayMsMax, 1_000 * 2 ** (wrongTries - freeTries - 1));
}
