/** Reports of a HID POS scanner, one after the other, as a technician pastes them. */
import type { Decoder } from '../../decode/decoded.ts';
import { decodeText, looksLikeCard, looksLikePaymentCode, shownCode } from '../scan-text.ts';
import { joinPart, layoutOf, readReport, type ScanState, scanStart } from './codec.ts';
import { fallback, plainDescriptor } from './spec.ts';

/**
 * The layout is that of the HID POS tables; reports of 64 bytes are taken for Honeywell's. The last report may lack
 * its padding.
 */
export const decodeHidpos: Decoder = (bytes) => {
  const size = bytes.length % fallback.reportBytesMax === 0 ? 64 : fallback.reportBytesMin;
  const layout = size === 64 ? null : layoutOf(plainDescriptor);
  const errors: string[] = [];
  const parts: { count: number; symbology: string | null; continued: boolean }[] = [];
  const scans: { text: string; symbology: string | null }[] = [];
  let state: ScanState = scanStart;
  for (let at = 0; at < bytes.length; at += size) {
    const report = new Uint8Array(size);
    report.set(bytes.subarray(at, at + size));
    const read = readReport(layout, report);
    if (read.kind !== 'part') {
      errors.push(
        `byte ${at}: ${read.kind === 'bad' ? read.why : 'not a scanned-data report (id 02)'}`,
      );
      continue;
    }
    const { data, symbology, continued } = read;
    const missing = at + fallback.dataAt + data.length - bytes.length;
    if (missing > 0) errors.push(`byte ${at}: the report is cut short by ${missing} bytes`);
    if (data.length === 0) errors.push(`byte ${at}: an empty report, no code is in it`);
    parts.push({ count: data.length, symbology, continued });
    const joined = joinPart(state, read, 'utf-8');
    state = joined.state;
    if (joined.tooLong) errors.push(`byte ${at}: longer than any code`);
    if (joined.scan) scans.push(joined.scan);
  }
  if (bytes.length === 0) errors.push('no bytes');
  if (state.parts > 0) errors.push('the code is continued, but no further report follows');
  // Of a code that is not whole, as far as it goes.
  const begun = { text: decodeText(state.data, 'utf-8'), symbology: state.symbology };
  const first = scans[0] ?? (state.parts > 0 ? begun : undefined);
  const card = [...scans, begun].some(looksLikeCard);
  const pays = [...scans, begun].some(looksLikePaymentCode);
  return {
    ok: errors.length === 0,
    fields: {
      text: card ? '(payment card)' : first && pays ? shownCode(first) : (first?.text ?? null),
      symbology: first?.symbology ?? null,
      count: first ? Buffer.byteLength(first.text) : 0,
      continued: parts.some(({ continued }) => continued),
      parts,
      ...(scans.length > 1 && !card && !pays ? { codes: scans } : {}),
    },
    errors: card ? [...errors, 'this is a payment card: a till drops it'] : errors,
  };
};
