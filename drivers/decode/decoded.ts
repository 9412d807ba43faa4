/** What `devices -- decode` says of some bytes: one JSON object, whatever they are. */

export type Decoded = Readonly<{
  /** False when anything is wrong with the bytes; what could be read is in `fields` all the same. */
  ok: boolean;
  fields: Readonly<Record<string, unknown>>;
  /** One sentence each, with the place where it is known; at least one where `ok` is false, and none where it is true. */
  errors: readonly string[];
}> &
  Readonly<Record<string, unknown>>;

/** Never throws. Card numbers of readers come out masked. */
export type Decoder = (bytes: Uint8Array) => Decoded;
