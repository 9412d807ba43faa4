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

/** What was seen of a frame that has not ended. */
export type FramerState =
  | Readonly<{ kind: 'outside' }>
  | Readonly<{ kind: 'inside'; wrapper: Wrapper; raw: readonly number[] }>
  | Readonly<{ kind: 'lrc'; wrapper: Wrapper; raw: readonly number[] }>;

export type FramerLimits = Readonly<{ frameBytesMax: number }>;

export const framerStart: FramerState = { kind: 'outside' };

/** Folds the next bytes of a line into whole units and what is left over. */
export function foldFrames(
  state: FramerState,
  chunk: Uint8Array,
  limits: FramerLimits,
): Readonly<{ state: FramerState; units: LinkUnit[] }> {
  const units: LinkUnit[] = [];
  const noise: number[] = [];
  const flushNoise = (): void => {
    if (noise.length > 0) units.push({ kind: 'noise', raw: Uint8Array.from(noise.splice(0)) });
  };
  let now = state;
  for (const byte of chunk) {
    const step = foldByte(now, byte, limits);
    now = step.state;
    if (step.unit?.kind === 'noise') {
      noise.push(byte);
      continue;
    }
    flushNoise();
    if (step.unit) units.push(step.unit);
  }
  flushNoise();
  return { state: now, units };
}

function foldByte(
  state: FramerState,
  byte: number,
  limits: FramerLimits,
): Readonly<{ state: FramerState; unit: LinkUnit | null }> {
  const startOf = wrapperStartedBy(byte);
  if (state.kind === 'lrc') {
    return {
      state: framerStart,
      unit: closeFrame(state.wrapper, Uint8Array.from([...state.raw, byte])),
    };
  }
  if (state.kind === 'inside') {
    const raw = [...state.raw, byte];
    // No packet carries a start byte: the end of the one before was lost.
    if (startOf) {
      return {
        state: { kind: 'inside', wrapper: startOf, raw: [byte] },
        unit: { kind: 'bad-frame', reason: 'cut', raw: Uint8Array.from(state.raw) },
      };
    }
    if (byte === wrappers[state.wrapper].end) {
      return { state: { kind: 'lrc', wrapper: state.wrapper, raw }, unit: null };
    }
    if (raw.length >= limits.frameBytesMax) {
      return {
        state: framerStart,
        unit: { kind: 'bad-frame', reason: 'too-long', raw: Uint8Array.from(raw) },
      };
    }
    return { state: { ...state, raw }, unit: null };
  }
  if (startOf) {
    return { state: { kind: 'inside', wrapper: startOf, raw: [byte] }, unit: null };
  }
  return { state, unit: loneByte(byte) };
}

function loneByte(byte: number): LinkUnit {
  const raw = Uint8Array.of(byte);
  for (const [name, value] of Object.entries(control)) {
    if (byte === value) return { kind: 'control', control: name as Control, raw };
  }
  return { kind: 'noise', raw };
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
