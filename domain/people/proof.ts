/** What somebody shows to prove who they are, and what another shows to approve. */
import { z } from 'zod';
import { operatorNumberSchema, pinSchema } from './operator.ts';

/** A JSON object of the WebAuthn standard (Level 3, section 5.1): main and the browser understand it, the page need not. */
export const webauthnJson = z.record(z.string(), z.unknown());

/** One proof. `pin` is a PIN or a password; `badge` is what stood in a QR or barcode; `passkey` an AuthenticationResponseJSON. */
export const proofSchema = z.union([
  z.strictObject({ number: operatorNumberSchema, pin: pinSchema }),
  z.strictObject({ badge: z.string().min(8).max(128) }),
  z.strictObject({ passkey: webauthnJson }),
]);
export type Proof = z.infer<typeof proofSchema>;

/**
 * Of somebody standing beside whoever asks, checked like a sign-in, for this one act. `shown` is the id of an
 * `approval-shown` event: a badge or staff card that a device read, whose text the page never has.
 */
export const approvalSchema = z.union([
  ...proofSchema.options,
  z.strictObject({ shown: z.uuid() }),
]);
