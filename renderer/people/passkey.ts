/** Passkeys in this page: asks the authenticator what main wants to know. The private key never leaves it. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

type Json = Readonly<Record<string, unknown>>;

/** What the person did: `null` where they gave up, or the authenticator knows no key of theirs. */
export type Answered = Record<string, unknown> | null;

/** Lets whoever is there prove it. `options` are those of `passkey.challenge`. */
export function askPasskey(options: Json): Promise<Answered> {
  return answered(
    startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
    }),
  );
}

/** Makes a new one. `options` are those of `passkey.creation`. */
export function makePasskey(options: Json): Promise<Answered> {
  return answered(
    startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }),
  );
}

async function answered(asked: Promise<object>): Promise<Answered> {
  try {
    return { ...(await asked) };
  } catch {
    // The browser tells no more than that on purpose (WebAuthn, 14.5.2): who has which key is nobody's business.
    return null;
  }
}
