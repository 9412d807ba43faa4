/**
 * What a printer says, byte by byte: answers to DLE EOT and GS r, automatic status (ASB), and names after GS I.
 *
 * They come over one line without frames and are told apart by bits 0, 1, 4 and 7 (Epson, GS a, "Appendix: status
 * processing"): DLE EOT 0xx1xx10, first byte of ASB 0xx1xx00, GS r and the rest of ASB 0xx0xxxx, GS I 5F … 00.
 */
import { statusPattern } from './spec.ts';

export type PrinterUnit =
  | Readonly<{ kind: 'status' | 'printed' | 'noise'; byte: number }>
  | Readonly<{ kind: 'asb'; bytes: readonly number[] }>
  | Readonly<{ kind: 'name'; text: string }>;

export type AnswerState = Readonly<{ held: readonly number[] }>;
export const answersStart: AnswerState = { held: [] };

const asbBytes = 4;
const asbFirst = { mask: 0x93, value: 0x10 } as const;
/** GS r, and bytes two to four of ASB. */
const low = { mask: 0x90, value: 0x00 } as const;
const nameHeader = 0x5f;
/** Names have up to 80 characters. */
const nameBytesMax = 82;

type Pattern = Readonly<{ mask: number; value: number }>;
const fits = (byte: number, { mask, value }: Pattern): boolean => (byte & mask) === value;

export function foldAnswers(
  state: AnswerState,
  chunk: Uint8Array,
): Readonly<{ state: AnswerState; units: PrinterUnit[] }> {
  const units: PrinterUnit[] = [];
  let held = [...state.held];
  for (const byte of chunk) {
    held.push(byte);
    const taken = take(held);
    units.push(...taken.units);
    held = [...taken.rest];
  }
  return { state: { held }, units };
}

/** What the bytes held so far are, and what is still to be held. */
function take(
  held: readonly number[],
): Readonly<{ units: PrinterUnit[]; rest: readonly number[] }> {
  const [first = 0] = held;
  if (first === nameHeader) return takeName(held);
  if (fits(first, asbFirst)) return takeAsb(held);
  return { units: [takeOne(first)], rest: [] };
}

function takeOne(byte: number): PrinterUnit {
  if (fits(byte, statusPattern)) return { kind: 'status', byte };
  return { kind: fits(byte, low) ? 'printed' : 'noise', byte };
}

function takeName(held: readonly number[]): ReturnType<typeof take> {
  const last = held.at(-1) ?? 0;
  if (held.length > 1 && last === 0) {
    return { units: [{ kind: 'name', text: text(held.slice(1, -1)) }], rest: [] };
  }
  const broken = held.length >= nameBytesMax || (held.length > 1 && (last < 0x20 || last > 0x7e));
  return broken ? { units: noise(held), rest: [] } : { units: [], rest: held };
}

/** The bytes of one status come together; a byte of another kind among them is that, and the status is lost. */
function takeAsb(held: readonly number[]): ReturnType<typeof take> {
  const last = held.at(-1) ?? 0;
  if (held.length > 1 && !fits(last, low)) {
    const again = take([last]);
    return { units: [...noise(held.slice(0, -1)), ...again.units], rest: again.rest };
  }
  if (held.length < asbBytes) return { units: [], rest: held };
  return { units: [{ kind: 'asb', bytes: held }], rest: [] };
}

const text = (bytes: readonly number[]): string => String.fromCharCode(...bytes).trim();
const noise = (bytes: readonly number[]): PrinterUnit[] =>
  bytes.map((byte) => ({ kind: 'noise', byte }));
