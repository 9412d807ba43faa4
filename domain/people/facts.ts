/** What is written down of what becomes of people and their secrets. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { hashHex } from '../journal/fields.ts';
import { operatorNumberSchema, passkeySchema } from './operator.ts';

/** What a one-time code answered; see one-time-code.ts. Spent, so it is no secret. */
export const challenge = z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);

export const peopleFacts = {
  /** An operator's wrong tries were forgiven; `by` is null where the back office did, by a one-time code. */
  'operator-unlocked': z.object({
    number: operatorNumberSchema,
    by: operatorNumberSchema.nullable(),
    challenge: challenge.optional(),
  }),
  /**
   * The operator chose another PIN or password; its slow hash goes to the back office by itself, never in here.
   * `secretHash` is the SHA-256 of that hash, which vouches for it. Not in the journals of older tills.
   */
  'secret-changed': z.object({ number: operatorNumberSchema, secretHash: hashHex.optional() }),
  'passkey-registered': z.object({ number: operatorNumberSchema, passkey: passkeySchema }),
  'passkey-removed': z.object({ number: operatorNumberSchema, credentialId: z.string() }),
} as const;
