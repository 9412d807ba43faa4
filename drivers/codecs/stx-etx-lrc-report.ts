/** What `devices -- decode` says of the frames of the STX/ETX/LRC family, before anybody knows the messages. */
import { lrc } from './lrc.ts';
import { foldFrames, framerStart, type LinkUnit, type Wrapper } from './stx-etx-lrc.ts';

export type FrameReport = Readonly<{
  /** Null where the bytes hold no frame with an end. */
  frame: Readonly<{ wrapper: Wrapper; body: string }> | null;
  /** Two hex digits each. */
  lrc: Readonly<{ ok: boolean; expected: string; found: string }> | null;
  /** Single bytes before and after, by name. */
  controls: readonly string[];
  errors: readonly string[];
}>;

/** Longer than any frame of the family. */
const frameBytesMax = 8_192;

/** Looks at the first frame; whatever else is there is told of. */
export function reportFrame(bytes: Uint8Array): FrameReport {
  const { units, state } = foldFrames(framerStart, bytes, { frameBytesMax });
  const controls = units.flatMap((unit) => (unit.kind === 'control' ? [unit.control] : []));
  const errors = units.flatMap((unit) => errorIn(unit));
  const whole = units.filter((unit) => unit.kind === 'frame' || unit.kind === 'bad-frame');
  if (whole.length > 1) errors.push(`${whole.length} frames: only the first is decoded`);
  if (state.kind === 'inside') errors.push('the frame has no end byte');
  if (state.kind === 'lrc') errors.push('the frame has no LRC after its end byte');
  if (bytes.length === 0) errors.push('no bytes');
  const first = whole[0];
  if (first?.kind === 'frame') {
    const check = checkOf(first.raw);
    return { frame: { wrapper: first.wrapper, body: first.body }, lrc: check, controls, errors };
  }
  if (first?.kind === 'bad-frame' && first.reason === 'lrc') {
    const body = String.fromCharCode(...first.raw.subarray(1, -2).map((byte) => byte & 0x7f));
    const wrapper: Wrapper = first.raw[0] === 0x02 ? 'transaction' : 'administration';
    return { frame: { wrapper, body }, lrc: checkOf(first.raw), controls, errors };
  }
  return { frame: null, lrc: null, controls, errors };
}

function errorIn(unit: LinkUnit): string[] {
  if (unit.kind === 'noise') return [`${unit.raw.length} bytes outside any frame`];
  if (unit.kind !== 'bad-frame') return [];
  const check = checkOf(unit.raw);
  if (unit.reason === 'lrc') return [`LRC is ${check.found}, should be ${check.expected}`];
  return [
    {
      cut: 'a frame begins inside another',
      'too-long': 'the frame is too long',
      'not-7-bit': 'a byte of the frame is not 7-bit',
    }[unit.reason],
  ];
}

function checkOf(raw: Uint8Array): NonNullable<FrameReport['lrc']> {
  const expected = lrc(raw.subarray(1, -1));
  const found = raw.at(-1) ?? 0;
  return { ok: expected === found, expected: hexByte(expected), found: hexByte(found) };
}

const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
