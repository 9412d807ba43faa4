/** Who is there, as the page tells main: proofs, approvals, locks, an operator's own secrets. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { channel } from '../people/channel.ts';
import { operatorNumberSchema, passkeySchema, pinSchema } from '../people/operator.ts';
import { approvalSchema, proofSchema, webauthnJson } from '../people/proof.ts';
import { rights } from '../people/right.ts';
import { wayInSchema } from '../people/ways-in.ts';
import { stepOutcomeSchema } from './facts.ts';

const nothing = z.object({});

/** A sign-in of the past; `operator` is null where nobody got so far. */
export const pastSignInSchema = z.object({
  seq: z.int(),
  at: z.number(),
  businessDate: z.string(),
  operator: z.string().nullable(),
  operatorName: z.string().nullable(),
  opened: z.boolean(),
  offline: z.boolean(),
  steps: z.array(stepOutcomeSchema),
  tookMs: z.number(),
});
export type PastSignIn = z.infer<typeof pastSignInSchema>;

const mayAllow = z.object({
  number: z.string(),
  name: z.string(),
  role: namesSchema.nullable(),
  limit: z.int().nullable(),
});

export const peopleChannels = {
  /**
   * A call was answered `approval-needed`, and somebody is asked to allow it: until `approval.end` a badge or card that a
   * device reads is for that, and arrives as an `approval-shown` event. Limits are in the unit of the right's limit, null
   * for none; `asker` is null where it always takes somebody else.
   */
  'approval.begin': channel(
    'nobody',
    z.object({ ask: z.uuid() }),
    z.object({
      right: z.enum(rights),
      amount: z.int(),
      asker: mayAllow.omit({ number: true }).nullable(),
      who: z.array(mayAllow),
    }),
  ),
  /** Answers the grant with which the call is repeated. `more-proof` means that the store takes another proof as well. */
  'approval.give': channel(
    'nobody',
    z.object({ ask: z.uuid(), proof: approvalSchema }),
    z.object({ grant: z.uuid() }),
  ),
  'approval.end': channel('nobody', nothing, nothing),
  /** Opens a locked till, by whose shift it is or by a manager. `moreWays` is empty once it is open. */
  'till.unlock': channel('nobody', proofSchema, z.object({ moreWays: z.array(wayInSchema) })),
  /**
   * Ends the shift of a locked till so that another operator may sign in; a basket on the counter is parked and comes
   * back when its operator signs in again on the same business date.
   */
  'till.handOver': channel('nobody', nothing, nothing),
  /** A person looked at the test picture, or heard the sound. */
  'till.selfCheck': channel(
    'nobody',
    z.object({ check: z.enum(['screen', 'sound']), well: z.boolean() }),
    nothing,
  ),
  /** A PublicKeyCredentialRequestOptionsJSON; good for one answer. */
  'passkey.challenge': channel('nobody', nothing, webauthnJson),
  /** A PublicKeyCredentialCreationOptionsJSON for whoever is signed in. */
  'passkey.creation': channel('own.secrets', nothing, webauthnJson),
  'passkey.register': channel(
    'own.secrets',
    z.object({ credential: webauthnJson, label: z.string().trim().max(100) }),
    z.object({ passkeys: z.array(passkeySchema.pick({ credentialId: true, label: true })) }),
  ),
  'passkey.list': channel(
    'own.secrets',
    nothing,
    z.object({ passkeys: z.array(passkeySchema.pick({ credentialId: true, label: true })) }),
  ),
  'passkey.remove': channel('own.secrets', z.object({ credentialId: z.string() }), nothing),
  /** Throws `pin-wrong`, `secret-too-weak`. */
  'secret.change': channel('own.secrets', z.object({ pin: pinSchema, newPin: pinSchema }), nothing),
  /** What the back office must be told for a one-time code that unlocks this operator. */
  'code.challenge': channel(
    'nobody',
    z.object({ number: operatorNumberSchema }),
    z.object({ challenge: z.string() }),
  ),
} as const;
