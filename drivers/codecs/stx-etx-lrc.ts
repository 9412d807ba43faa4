/**
 * The framer of the serial PIN-pad family.
 *
 * ```
 * 02 | 7-bit ASCII … | 03 | LRC     transaction packet
 * 0F | 7-bit ASCII … | 0E | LRC     administration packet
 * 04 EOT · 06 ACK · 15 NAK          stand alone
 * ```
 * LRC = exclusive or of everything after the start byte, end byte included. It may equal any control byte (a Transbank
 * answer ends in 06, another in 02), so exactly one byte is taken after the end byte, whatever it is.
 * Source: ../shared/protocols/devices.md §2.2 (Mx800 Programmers Guide App. A, PP791 Programmer's Manual).
 */
import { lrc } from './lrc.ts';
import { addPiece, joinPieces, noPieces, type Pieces } from './pieces.ts';

export const control = { eot: 0x04, ack: 0x06, nak: 0x15 } as const;
export type Control = keyof typeof control;

export type Wrapper = 'transaction' | 'administration';
const wrappers = {
  transaction: { start: 0x02, end: 0x03 },
  administration: { start: 0x0f, end: 0x0e },
} as const;

export type LinkUnit =
  | Readonly<{ kind: 'control'; control: Control; raw: Uint8Array }>
  | Readonly<{ kind: 'frame'; wrapper: Wrapper; body: string; raw: Uint8Array }>
  | Readonly<{
      kind: 'bad-frame';
      reason: 'lrc' | 'too-long' | 'cut' | 'not-7-bit';
      raw: Uint8Array;
    }>
  | Readonly<{ kind: 'noise'; raw: Uint8Array }>;

/** What was seen of a frame that has not ended; `lrc`: only its check byte is missing. */
export type FramerState =
  | Readonly<{ kind: 'outside' }>
  | Readonly<{ kind: 'inside' | 'lrc'; wrapper: Wrapper; kept: Pieces }>;

export type FramerLimits = Readonly<{ frameBytesMax: number }>;

export const framerStart: FramerState = { kind: 'outside' };

/** Folds the next bytes of a line into whole units and what is left over. Cost is linear, however the bytes come. */
export function foldFrames(
  state: FramerState,
  chunk: Uint8Array,
  limits: FramerLimits,
): Readonly<{ state: FramerState; units: LinkUnit[] }> {
  const units: LinkUnit[] = [];
  let now = state;
  let at = 0;
  while (at < chunk.length) {
    const rest = chunk.subarray(at);
    const step = now.kind === 'outside' ? stepOutside(rest) : stepInside(now, rest, limits);
    units.push(...step.units);
    now = step.state;
    at += step.taken;
  }
  return { state: now, units };
}

/** `taken`: bytes of the rest that are dealt with, at least one. */
type Step = Readonly<{ state: FramerState; units: LinkUnit[]; taken: number }>;

function stepOutside(rest: Uint8Array): Step {
  const found = rest.findIndex(
    (byte) => wrapperStartedBy(byte) !== null || controlOf(byte) !== null,
  );
  const noiseBytes = found === -1 ? rest.length : found;
  const noise = Uint8Array.from(rest.subarray(0, noiseBytes));
  const units: LinkUnit[] = noise.length > 0 ? [{ kind: 'noise', raw: noise }] : [];
  const byte = rest[noiseBytes];
  if (byte === undefined) return { state: framerStart, units, taken: noiseBytes };
  const wrapper = wrapperStartedBy(byte);
  const state = wrapper ? beginning(wrapper, byte) : framerStart;
  const lone = controlOf(byte);
  if (lone) units.push({ kind: 'control', control: lone, raw: Uint8Array.of(byte) });
  return { state, units, taken: noiseBytes + 1 };
}

function stepInside(
  state: Exclude<FramerState, { kind: 'outside' }>,
  rest: Uint8Array,
  limits: FramerLimits,
): Step {
  const { kind, wrapper, kept } = state;
  if (kind === 'lrc') {
    const raw = joinPieces(addPiece(kept, rest.subarray(0, 1)));
    return { state: framerStart, units: [closeFrame(wrapper, raw)], taken: 1 };
  }
  const { end } = wrappers[wrapper];
  const room = limits.frameBytesMax - kept.length;
  const reach = rest.subarray(0, room);
  const found = reach.findIndex((byte) => byte === end || wrapperStartedBy(byte) !== null);
  const seen = addPiece(kept, reach.subarray(0, found === -1 ? reach.length : found));
  const byte = reach[found];
  if (byte === undefined) {
    if (seen.length < limits.frameBytesMax) {
      return { state: { kind, wrapper, kept: seen }, units: [], taken: reach.length };
    }
    const raw = joinPieces(seen);
    const units: LinkUnit[] = [{ kind: 'bad-frame', reason: 'too-long', raw }];
    return { state: framerStart, units, taken: reach.length };
  }
  const startOf = wrapperStartedBy(byte);
  if (startOf) {
    // No packet carries a start byte: the end of the one before was lost.
    const units: LinkUnit[] = [{ kind: 'bad-frame', reason: 'cut', raw: joinPieces(seen) }];
    return { state: beginning(startOf, byte), units, taken: found + 1 };
  }
  const ended = addPiece(seen, Uint8Array.of(byte));
  return { state: { kind: 'lrc', wrapper, kept: ended }, units: [], taken: found + 1 };
}

const beginning = (wrapper: Wrapper, byte: number): FramerState => ({
  kind: 'inside',
  wrapper,
  kept: addPiece(noPieces, Uint8Array.of(byte)),
});

function controlOf(byte: number): Control | null {
  if (byte === control.ack) return 'ack';
  if (byte === control.nak) return 'nak';
  return byte === control.eot ? 'eot' : null;
}

function wrapperStartedBy(byte: number): Wrapper | null {
  if (byte === wrappers.transaction.start) return 'transaction';
  if (byte === wrappers.administration.start) return 'administration';
  return null;
}

function closeFrame(wrapper: Wrapper, raw: Uint8Array): LinkUnit {
  const checked = raw.subarray(1, -1);
  if (lrc(checked) !== raw.at(-1)) return { kind: 'bad-frame', reason: 'lrc', raw };
  const body = checked.subarray(0, -1);
  if (body.some((byte) => byte > 0x7f)) return { kind: 'bad-frame', reason: 'not-7-bit', raw };
  return { kind: 'frame', wrapper, body: String.fromCharCode(...body), raw };
}

/** Wraps a body for the line. The body must be 7-bit and hold no start or end byte: both are the caller's bug. */
export function encodeFrame(wrapper: Wrapper, body: string): Uint8Array {
  const { start, end } = wrappers[wrapper];
  const checked = Uint8Array.from([...Buffer.from(body, 'latin1'), end]);
  return Uint8Array.from([start, ...checked, lrc(checked)]);
}
