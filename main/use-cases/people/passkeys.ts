/**
 * Passkeys (WebAuthn Level 3). Channels: `passkey.*`; a sign-in asks `lookAtPasskey`.
 *
 * The private key never leaves the authenticator; here lie public keys, which the back office brings to every till of the
 * store. A challenge is good for one answer and for two minutes.
 */

import { webcrypto } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import type { Operator, Passkey } from '../../../domain/people/operator.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { memoryOfPerson } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { proofInProgress } from './proof-in-progress.ts';
import { checkTries, countTry } from './tries.ts';

type WebAuthn = typeof import('@simplewebauthn/server');
type Options = ChannelOutput<'passkey.challenge'>;
type Shown = ChannelOutput<'passkey.list'>;

const challengeBytes = 32;
const challengeMsMax = 120_000;
/** What the browser gives a person before it gives up, in ms: less than the challenge lives. */
const timeout = 60_000;
/** ES256, EdDSA, RS256 (IANA COSE algorithms): what platforms and security keys have. */
const supportedAlgorithmIDs = [-7, -8, -257];
/** Of an operator; `operatorSchema` holds no more. */
const passkeysMax = 16;

const base64url = z
  .string()
  .max(8_192)
  .regex(/^[\w-]+$/);
const extensions = z.record(z.string(), z.unknown());
const assertionSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
const attestationSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: extensions,
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url }),
});

type Purpose = 'assertion' | 'attestation';

/** What a passkey is asked to sign; base64url, and until when (monotonic ms). */
type Given = Readonly<{ purpose: Purpose; challenge: string; until: number }>;

const kept = memoryOfPerson<{ given: Given | null }>(
  () => ({ given: null }),
  (till) => {
    kept(till).given = null;
  },
);

/** Whoever answers need not have said who they are: the authenticator knows. */
export async function passkeyChallenge(till: OpenTill): Promise<Options> {
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: till.ports.page.rpId,
    challenge: newChallenge(till, 'assertion'),
    userVerification: 'required',
    timeout,
    allowCredentials: (proofInProgress(till)?.operator.passkeys ?? []).map(({ credentialId }) => ({
      id: credentialId,
    })),
  });
  return { ...options };
}

/**
 * Whose passkey answered the challenge. The caller holds the PIN lane.
 * Throws `Problem`: `bad-request`, `passkey-unknown`, `operator-…`, `pin-wait`.
 */
export async function lookAtPasskey(
  till: OpenTill,
  answer: Record<string, unknown>,
): Promise<Operator> {
  const parsed = assertionSchema.safeParse(answer);
  if (!parsed.success) throw new Problem('bad-request');
  const { id } = parsed.data;
  const expectedChallenge = takeChallenge(till, 'assertion');
  const owner = ownerOf(till, id);
  const tried = { number: owner?.number ?? null, way: 'passkey' } as const;
  checkTries(till, tried);
  const passkey = owner?.passkeys.find(({ credentialId }) => credentialId === id);
  const counter =
    passkey && expectedChallenge !== null
      ? await verified(till, parsed.data, expectedChallenge, passkey)
      : null;
  if (owner && passkey && counter !== null && !owner.withdrawn) {
    till.db.passkeys.save(owner.number, { ...passkey, counter });
    return owner;
  }
  const { locked } = countTry(till, tried);
  throw locked ?? new Problem(counter === null ? 'passkey-unknown' : 'operator-withdrawn');
}

export async function passkeyCreation(till: OpenTill): Promise<Options> {
  const operator = signedIn(till);
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Rollcall',
    rpID: till.ports.page.rpId,
    userName: operator.number,
    userDisplayName: operator.name,
    userID: new Uint8Array(Buffer.from(`${till.identity.store}:${operator.number}`)),
    challenge: newChallenge(till, 'attestation'),
    timeout,
    attestationType: 'none',
    excludeCredentials: operator.passkeys.map(({ credentialId }) => ({ id: credentialId })),
    // Discoverable: at the sign-in nobody has said who they are.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs,
  });
  return { ...options };
}

/** Throws `Problem`: `passkey-unknown` where the answer is not to our question, `bad-request`. */
export async function registerPasskey(
  till: OpenTill,
  { credential, label }: ChannelInput<'passkey.register'>,
): Promise<Shown> {
  const parsed = attestationSchema.safeParse(credential);
  const expectedChallenge = takeChallenge(till, 'attestation');
  if (!parsed.success) throw new Problem('bad-request');
  const made = expectedChallenge && (await created(till, parsed.data, expectedChallenge));
  if (!made || ownerOf(till, made.credentialId)) throw new Problem('passkey-unknown');
  const { number, passkeys } = signedIn(till);
  if (passkeys.length >= passkeysMax) throw new Problem('passkeys-too-many', { passkeysMax });
  const passkey = { ...made, label };
  record(till, [{ kind: 'passkey-registered', body: { number, passkey } }], number);
  till.db.passkeys.save(number, passkey);
  till.wantSync();
  return listPasskeys(till);
}

export function listPasskeys(till: OpenTill): Shown {
  const { passkeys } = signedIn(till);
  return { passkeys: passkeys.map(({ credentialId, label }) => ({ credentialId, label })) };
}

/** One that is gone already is gone. */
export function removePasskey(
  till: OpenTill,
  { credentialId }: ChannelInput<'passkey.remove'>,
): Record<string, never> {
  const { number, passkeys } = signedIn(till);
  if (!passkeys.some((passkey) => passkey.credentialId === credentialId)) return {};
  record(till, [{ kind: 'passkey-removed', body: { number, credentialId } }], number);
  till.db.passkeys.remove(number, credentialId);
  till.wantSync();
  return {};
}

/** The counter after this answer; null where it is not what this passkey answers to this challenge. */
async function verified(
  till: OpenTill,
  response: z.infer<typeof assertionSchema>,
  expectedChallenge: string,
  { credentialId, publicKey, counter }: Passkey,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await webAuthn();
  const { userHandle, ...rest } = response.response;
  try {
    const { verified: isRight, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, response: userHandle ? { ...rest, userHandle } : rest },
      expectedChallenge,
      ...expected(till),
      credential: {
        id: credentialId,
        publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
        counter,
      },
    });
    return isRight ? authenticationInfo.newCounter : null;
  } catch (thrown) {
    return refused(till, thrown);
  }
}

async function created(
  till: OpenTill,
  response: RegistrationResponseJSON,
  expectedChallenge: string,
): Promise<Omit<Passkey, 'label'> | null> {
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      ...expected(till),
      supportedAlgorithmIDs,
    });
    if (!registrationInfo) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
    };
  } catch (thrown) {
    return refused(till, thrown);
  }
}

const expected = ({ ports }: OpenTill) => ({
  expectedOrigin: ports.page.origin,
  expectedRPID: ports.page.rpId,
  requireUserVerification: true,
});

/** The library throws for whatever does not fit; what it says names fields, no secrets. */
function refused(till: OpenTill, thrown: unknown): null {
  till.ports.log.info({ why: thrown instanceof Error ? thrown.message : '' }, 'passkey refused');
  return null;
}

function newChallenge(till: OpenTill, purpose: Purpose): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(till.ports.random.bytes(challengeBytes));
  kept(till).given = {
    purpose,
    challenge: Buffer.from(bytes).toString('base64url'),
    until: till.ports.clock.monotonic() + challengeMsMax,
  };
  return bytes;
}

/** Null where none was given, or it was taken, or is too old. */
function takeChallenge(till: OpenTill, purpose: Purpose): string | null {
  const { given } = kept(till);
  kept(till).given = null;
  const isGood = given?.purpose === purpose && till.ports.clock.monotonic() <= given.until;
  return isGood ? given.challenge : null;
}

function ownerOf(till: OpenTill, id: string): Operator | null {
  const has = ({ passkeys }: Operator) => passkeys.some(({ credentialId }) => credentialId === id);
  return till.db.operators.list().find(has) ?? null;
}

function signedIn(till: OpenTill): Operator {
  const { operator } = till.db.day();
  const known = operator && till.db.operators.find(operator);
  if (!known) throw new Problem('not-signed-in');
  return known;
}

/** Loaded when somebody first needs it: half a megabyte of certificates and ASN.1. */
async function webAuthn(): Promise<WebAuthn> {
  // Node 18, the offline Electron's, has it, but not by this name.
  globalThis.crypto ??= webcrypto as typeof globalThis.crypto;
  return import('@simplewebauthn/server');
}
