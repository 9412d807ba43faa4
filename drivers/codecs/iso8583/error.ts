/** The one error the ISO 8583 codec throws: where it happened, in the words of the field table. */

export class Iso8583Error extends Error {
  /** What was being read or written: `frame.length`, `mti`, `bitmap`, `DE35.length`, `DE4`. */
  readonly path: string;
  /** Offset in the bytes that were decoded, or in the value that was to be encoded. */
  readonly at: number;
  /** Hex of what was read so far; secrets, and everything from the faulty field on, are `••`. Empty when encoding. */
  readonly raw: string;

  constructor(path: string, at: number, reason: string, raw = '') {
    super(`${path} at ${at}: ${reason}`);
    this.name = 'Iso8583Error';
    this.path = path;
    this.at = at;
    this.raw = raw;
  }
}
