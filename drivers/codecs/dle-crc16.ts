/**
 * The framer of ZVT over a serial line.
 *
 * ```
 * 10 02 | APDU, each 10 in it doubled | 10 03 | CRC low | CRC high
 * 06 ACK · 15 NAK                       stand alone
 * ```
 * CRC-16/KERMIT over the APDU as it was before doubling and the 03. The two CRC bytes are outside the rule: they are
 * never doubled, and a CRC of 10 10, 10 03 or 10 02 means nothing but itself.
 * Source: PA00P016 rev. 04; ../shared/protocols/devices.md §1.2; vectors Z001–Z039.
 */
import { apduLength } from './apdu-length.ts';
import { crc16Kermit } from './crc16.ts';
import { addPiece, joinPieces, noPieces, type Pieces } from './pieces.ts';

const dle = 0x10;
const stx = 0x02;
const etx = 0x03;
export const dleControl = { ack: 0x06, nak: 0x15 } as const;
export type DleControl = keyof typeof dleControl;

export type DleUnit =
  | Readonly<{ kind: 'control'; control: DleControl; raw: Uint8Array }>
  | Readonly<{ kind: 'frame'; apdu: Uint8Array; raw: Uint8Array }>
  /** `length`: the CRC fits, but the APDU says another length than it has. */
  | Readonly<{ kind: 'bad-frame'; reason: 'crc' | 'cut' | 'too-long' | 'length'; raw: Uint8Array }>
  | Readonly<{ kind: 'noise'; raw: Uint8Array }>;

/** `dle` and `escaped`: a 10 was seen, outside and inside a frame. */
type Mode = 'outside' | 'dle' | 'inside' | 'escaped' | 'crc-low' | 'crc-high';

/** What was seen of a frame that has not ended. */
export type DleState = Readonly<{
  mode: Mode;
  /** A 10 stood before a byte that it cannot stand before: bytes are missing. */
  damaged: boolean;
  /** The frame was too long and has been told; its rest is let through as noise, and means nothing. */
  skipping: boolean;
  kept: Pieces;
}>;

/** Bytes on the line, doubled ones included. */
export type DleLimits = Readonly<{ frameBytesMax: number }>;

export const dleStart: DleState = {
  mode: 'outside',
  damaged: false,
  skipping: false,
  kept: noPieces,
};

/** Folds the next bytes of a line into whole units and what is left over. Cost is linear, however the bytes come. */
export function foldDleFrames(
  state: DleState,
  chunk: Uint8Array,
  limits: DleLimits,
): Readonly<{ state: DleState; units: DleUnit[] }> {
  if (chunk.length === 0) return { state, units: [] };
  const fold = new Fold(state, chunk);
  for (const byte of chunk) fold.next(byte, limits);
  return fold.end();
}

/** T1 has run out: what was begun will not be finished. Nothing to tell between frames. */
export function cutDleFrame(state: DleState): DleUnit | null {
  if (state.kept.length === 0) return null;
  const raw = joinPieces(state.kept);
  const isFrame = state.mode !== 'dle' && !state.skipping;
  return isFrame ? { kind: 'bad-frame', reason: 'cut', raw } : { kind: 'noise', raw };
}

/** Whether bytes of a frame are awaited: T1 runs only then. */
export const isInsideDleFrame = (state: DleState): boolean => state.mode !== 'outside';

/** One chunk being folded: bytes from `#from` up to `#at`, behind `#kept`, belong together. */
class Fold {
  readonly #chunk: Uint8Array;
  readonly #units: DleUnit[] = [];
  #mode: Mode;
  #damaged: boolean;
  #skipping: boolean;
  #kept: Pieces;
  #from = 0;
  #at = 0;

  constructor(state: DleState, chunk: Uint8Array) {
    this.#chunk = chunk;
    this.#mode = state.mode;
    this.#damaged = state.damaged;
    this.#skipping = state.skipping;
    this.#kept = state.kept;
  }

  next(byte: number, limits: DleLimits): void {
    switch (this.#mode) {
      case 'outside':
      case 'dle':
        this.#outside(byte);
        break;
      case 'inside':
        if (byte === dle) this.#mode = 'escaped';
        break;
      case 'escaped':
        this.#escaped(byte);
        break;
      case 'crc-low':
        this.#mode = 'crc-high';
        break;
      case 'crc-high':
        this.#close();
        break;
    }
    this.#at += 1;
    if (!this.#skipping && mayCut(this.#mode) && this.#length() >= limits.frameBytesMax) {
      this.#units.push({ kind: 'bad-frame', reason: 'too-long', raw: this.#take(this.#at) });
      this.#skipping = true;
    }
  }

  end(): Readonly<{ state: DleState; units: DleUnit[] }> {
    const { length } = this.#chunk;
    // A 10 that ends the chunk may begin the next frame.
    if (this.#mode === 'outside') this.#noise(length);
    else if (this.#skipping) this.#noise(this.#mode === 'escaped' ? length - 1 : length);
    const kept = addPiece(this.#kept, this.#chunk.subarray(this.#from));
    const state = { mode: this.#mode, damaged: this.#damaged, skipping: this.#skipping, kept };
    return { state, units: this.#units };
  }

  #outside(byte: number): void {
    if (this.#mode === 'dle' && byte === stx) {
      this.#mode = 'inside';
      return;
    }
    const control = byte === dleControl.ack ? 'ack' : byte === dleControl.nak ? 'nak' : null;
    if (byte === dle || control) this.#noise(this.#at);
    this.#mode = byte === dle ? 'dle' : 'outside';
    if (control) this.#units.push({ kind: 'control', control, raw: this.#take(this.#at + 1) });
  }

  #escaped(byte: number): void {
    this.#mode = byte === etx ? 'crc-low' : 'inside';
    if (byte === stx) this.#restart();
    else if (byte !== dle && byte !== etx) this.#damaged = true;
  }

  /** A frame began within a frame: the end of the one before was lost. */
  #restart(): void {
    const seen = this.#take(this.#at + 1);
    const raw = seen.subarray(0, -2);
    if (!this.#skipping) this.#units.push({ kind: 'bad-frame', reason: 'cut', raw });
    else if (raw.length > 0) this.#units.push({ kind: 'noise', raw });
    this.#kept = addPiece(noPieces, seen.subarray(-2));
    this.#damaged = false;
    this.#skipping = false;
  }

  #close(): void {
    const raw = this.#take(this.#at + 1);
    if (this.#skipping) this.#units.push({ kind: 'noise', raw });
    else if (this.#damaged) this.#units.push({ kind: 'bad-frame', reason: 'cut', raw });
    else this.#units.push(readFrame(raw));
    this.#mode = 'outside';
    this.#damaged = false;
    this.#skipping = false;
  }

  #noise(to: number): void {
    const raw = this.#take(to);
    if (raw.length > 0) this.#units.push({ kind: 'noise', raw });
  }

  #take(to: number): Uint8Array {
    const raw = joinPieces(addPiece(this.#kept, this.#chunk.subarray(this.#from, to)));
    this.#kept = noPieces;
    this.#from = to;
    return raw;
  }

  #length(): number {
    return this.#kept.length + this.#at - this.#from;
  }
}

/** In a frame, and never between a 10 and what belongs to it. */
const mayCut = (mode: Mode): boolean =>
  mode === 'inside' || mode === 'crc-low' || mode === 'crc-high';

/** `raw` begins with 10 02 and ends with 10 03 and two bytes. */
function readFrame(raw: Uint8Array): DleUnit {
  const checked = unstuffed(raw);
  const apdu = checked.subarray(0, -1);
  const crc = (raw.at(-2) ?? 0) + (raw.at(-1) ?? 0) * 0x100;
  if (crc16Kermit(checked) !== crc) return { kind: 'bad-frame', reason: 'crc', raw };
  if (apduLength(apdu) !== apdu.length) return { kind: 'bad-frame', reason: 'length', raw };
  return { kind: 'frame', apdu, raw };
}

/** The APDU and the 03: what the CRC is taken over. */
function unstuffed(raw: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 2; at < raw.length - 4; at += 1) {
    bytes[length] = raw[at] ?? 0;
    length += 1;
    if (raw[at] === dle) at += 1;
  }
  bytes[length] = etx;
  return bytes.slice(0, length + 1);
}

/** Wraps an APDU for the line. */
export function encodeDleFrame(apdu: Uint8Array): Uint8Array {
  const crc = crc16Kermit(Uint8Array.from([...apdu, etx]));
  const doubled = Array.from(apdu, (byte) => (byte === dle ? [dle, dle] : [byte])).flat();
  return Uint8Array.from([dle, stx, ...doubled, dle, etx, crc & 0xff, crc >> 8]);
}
