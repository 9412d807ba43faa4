/** Answers of an 8217 ↔ readings. A pure fold. */
import type { Weight } from '../../../domain/goods/weight.ts';
import type { ScaleReading } from '../port.ts';
import { answerBytesMax, control, statusBits, type ToledoOptions } from './spec.ts';

export type Answer =
  | Readonly<{ kind: 'weight'; weight: Weight }>
  | Readonly<{ kind: 'status'; bits: number }>
  | Readonly<{ kind: 'unknown' }>;

export type AnswerState = Readonly<{ bytes: readonly number[] }>;
export const answerStart: AnswerState = { bytes: [] };

/** Bytes between STX and CR; what stands outside is passed over, parity bits come off. */
export function foldAnswers(
  state: AnswerState,
  chunk: Uint8Array,
): Readonly<{ state: AnswerState; answers: Uint8Array[] }> {
  const answers: Uint8Array[] = [];
  let bytes = [...state.bytes];
  for (const raw of chunk) {
    const byte = raw & 0x7f;
    if (byte === control.stx) bytes = [byte];
    else if (bytes.length > 0) {
      bytes.push(byte);
      if (byte === control.cr) answers.push(Uint8Array.from(bytes));
      if (byte === control.cr || bytes.length >= answerBytesMax) bytes = [];
    }
  }
  return { state: { bytes }, answers };
}

/** A whole answer, STX and CR included. `00.865` kg is `{ value: 865, exponent: -3, unit: 'kg' }`. */
export function decodeAnswer(answer: Uint8Array, unit: ToledoOptions['unit']): Answer {
  const status = answer[2];
  if (answer.length === 4 && answer[1] === control.status && status !== undefined) {
    return (status & statusBits.always) === 0
      ? { kind: 'unknown' }
      : { kind: 'status', bits: status };
  }
  const text = String.fromCharCode(...answer.subarray(1, -1));
  const match = /^ *(\d{1,6})\.(\d{1,4})N? *(kg|lb)? *$/i.exec(text);
  if (!match?.[1] || !match[2]) return { kind: 'unknown' };
  const said = match[3]?.toLowerCase() as ToledoOptions['unit'] | undefined;
  return {
    kind: 'weight',
    weight: {
      value: Number(match[1] + match[2]),
      exponent: -match[2].length,
      unit: said ?? unit,
    },
  };
}

/** Null for what is no reading. */
export function readingOf(answer: Answer): ScaleReading | null {
  if (answer.kind === 'unknown') return null;
  if (answer.kind === 'weight') {
    return { state: answer.weight.value === 0 ? 'zero' : 'stable', weight: answer.weight };
  }
  const { bits } = answer;
  if (bits & statusBits.overCapacity) return { state: 'over-limit' };
  if (bits & statusBits.underZero) return { state: 'under-zero' };
  // In motion the scale tells no weight. Of the other bits none is a fault: net, at zero, too far off to be zeroed, or
  // nothing at all. There is no weight yet, and the next question may bring one.
  return { state: 'moving', weight: null };
}

export function describeAnswer(answer: Answer): string {
  if (answer.kind === 'unknown') return 'no answer of a scale';
  if (answer.kind === 'weight') return 'weight';
  const names = Object.entries(statusBits).filter(
    ([name, bit]) => name !== 'always' && (answer.bits & bit) !== 0,
  );
  return `status: ${names.map(([name]) => name).join(', ') || 'nothing'}`;
}
