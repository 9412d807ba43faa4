/**
 * Messages longer than a HID report, in several: the first byte of each report says which part it is.
 *
 * ```
 * 01 the only one · 02 the first · 03 one between · 04 the last     each filled up with zeros
 * ```
 * Source: ../shared/vectors/hid.md part C (ID TECH NEO2); the split into 02, 03 and 04 waits for hardware. The fill is
 * part of the message here: only its protocol knows where it ends.
 */
import { addPiece, joinPieces, noPieces, type Pieces } from './pieces.ts';

const part = { only: 0x01, first: 0x02, between: 0x03, last: 0x04 } as const;

export type ReportUnit =
  | Readonly<{ kind: 'message'; payload: Uint8Array }>
  /** `order`: a part without those before it, or a new message before the last one has ended; `id`: not one of these. */
  | Readonly<{ kind: 'bad-message'; reason: 'order' | 'too-long' | 'id'; raw: Uint8Array }>;

/** Null between messages. */
export type ReportsState = Pieces | null;
export const reportsStart: ReportsState = null;

/** Folds one report. `messageBytesMax` counts payload, fill included. */
export function foldReport(
  state: ReportsState,
  report: Uint8Array,
  limits: Readonly<{ messageBytesMax: number }>,
): Readonly<{ state: ReportsState; units: ReportUnit[] }> {
  const id = report[0] ?? 0;
  const payload = Uint8Array.from(report.subarray(1));
  const startsNew = id === part.only || id === part.first;
  if (!startsNew && id !== part.between && id !== part.last) {
    return { state, units: [{ kind: 'bad-message', reason: 'id', raw: Uint8Array.from(report) }] };
  }
  if (startsNew) {
    const units: ReportUnit[] = state ? [bad('order', state)] : [];
    if (id === part.first) return { state: addPiece(noPieces, payload), units };
    return { state: null, units: [...units, { kind: 'message', payload }] };
  }
  const kept = addPiece(state ?? noPieces, payload);
  if (!state) return { state: null, units: [bad('order', kept)] };
  if (kept.length > limits.messageBytesMax) return { state: null, units: [bad('too-long', kept)] };
  if (id === part.between) return { state: kept, units: [] };
  return { state: null, units: [{ kind: 'message', payload: joinPieces(kept) }] };
}

const bad = (reason: 'order' | 'too-long', kept: Pieces): ReportUnit => ({
  kind: 'bad-message',
  reason,
  raw: joinPieces(kept),
});

/** Splits a message into reports of `reportBytes` each, the part's id included. */
export function splitIntoReports(message: Uint8Array, reportBytes: number): Uint8Array[] {
  const room = reportBytes - 1;
  const count = Math.max(1, Math.ceil(message.length / room));
  return Array.from({ length: count }, (_, index) => {
    const report = new Uint8Array(reportBytes);
    report[0] = idOf(index, count);
    report.set(message.subarray(index * room, (index + 1) * room), 1);
    return report;
  });
}

function idOf(index: number, count: number): number {
  if (count === 1) return part.only;
  if (index === 0) return part.first;
  return index === count - 1 ? part.last : part.between;
}
