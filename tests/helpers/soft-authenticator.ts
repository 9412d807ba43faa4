/**
 * A passkey in software (WebAuthn Level 3, section 6): real ES256 keys, real CBOR, real signatures. It does what it is
 * told, also what no honest authenticator does.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Json = Record<string, unknown>;
type Page = Readonly<{ origin: string; rpId: string }>;

/** What differs from an honest answer. */
export type Twist = Readonly<{
  origin?: string;
  rpId?: string;
  challenge?: string;
  counter?: number;
  userVerified?: boolean;
  signature?: string;
}>;

const flags = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 };

export class SoftAuthenticator {
  readonly id = randomBytes(32).toString('base64url');
  counter = 0;
  readonly #page: Page;
  #key: KeyObject | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  /** RegistrationResponseJSON for a PublicKeyCredentialCreationOptionsJSON. */
  create(options: Json, twist: Twist = {}): Json {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coseKey = cborMap([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey]);
    const authData = Buffer.concat([this.#head(twist, flags.attested), attested]);
    const attestationObject = cborMap([
      ['fmt', 'none'],
      ['attStmt', cborMap([])],
      ['authData', authData],
    ]);
    return this.#credential({
      clientDataJSON: this.#clientData('webauthn.create', options, twist).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
    });
  }

  /** AuthenticationResponseJSON for a PublicKeyCredentialRequestOptionsJSON. */
  get(options: Json, twist: Twist = {}): Json {
    if (!this.#key) throw new Error('nothing was created');
    this.counter += 1;
    const authData = this.#head(twist, 0);
    const clientData = this.#clientData('webauthn.get', options, twist);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    const signature = sign('sha256', signed, this.#key).toString('base64url');
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: twist.signature ?? signature,
    });
  }

  #head({ rpId, counter, userVerified = true }: Twist, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? this.counter);
    const verified = userVerified ? flags.userVerified : 0;
    return Buffer.concat([
      createHash('sha256')
        .update(rpId ?? this.#page.rpId)
        .digest(),
      Buffer.from([flags.userPresent | verified | more]),
      count,
    ]);
  }

  #clientData(type: string, options: Json, { origin, challenge }: Twist): Buffer {
    return Buffer.from(
      JSON.stringify({
        type,
        challenge: challenge ?? options.challenge,
        origin: origin ?? this.#page.origin,
        crossOrigin: false,
      }),
    );
  }

  #credential(response: Json): Json {
    const { id } = this;
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}

/** RFC 8949, as far as keys and attestations need it. A Buffer that is a map already stays one: see `cborMap`. */
function cbor(value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  return maps.has(value) ? value : Buffer.concat([head(2, value.length), value]);
}

const maps = new WeakSet<Buffer>();

function cborMap(entries: readonly (readonly [number | string, number | string | Buffer])[]) {
  const parts = entries.flatMap(([key, value]) => [cbor(key), cbor(value)]);
  const map = Buffer.concat([head(5, entries.length), ...parts]);
  maps.add(map);
  return map;
}

function head(major: number, size: number): Buffer {
  const type = major << 5;
  if (size < 24) return Buffer.from([type | size]);
  if (size < 256) return Buffer.from([type | 24, size]);
  return Buffer.from([type | 25, size >> 8, size & 255]);
}
