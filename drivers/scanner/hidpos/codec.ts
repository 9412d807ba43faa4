/** Reports of a HID POS scanner ↔ codes. Offsets come from the report descriptor. No I/O. */
import {
  parseReportDescriptor,
  type ReportField,
  readElement,
} from '../../codecs/hid-report-descriptor.ts';
import type { Scan } from '../port.ts';
import { type Charset, codeBytesMax, decodeText, isAimIdentifier } from '../scan-text.ts';
import { fallback, usagePages, usages } from './spec.ts';

export type ScannerLayout = Readonly<{
  from: 'descriptor' | 'fallback';
  reportId: number;
  count: ReportField | null;
  symbology: readonly ReportField[];
  data: ReportField;
  continued: ReportField | null;
}>;

export type ReportPart = Readonly<{
  data: Uint8Array;
  symbology: string | null;
  continued: boolean;
}>;
export type ReadReport =
  | (ReportPart & Readonly<{ kind: 'part' }>)
  /** Another report of the same device: a status, a button. */
  | Readonly<{ kind: 'other' }>
  | Readonly<{ kind: 'bad'; why: string }>;

/** From the descriptor, where there is one that names decoded data; else what most scanners do. */
export function layoutOf(descriptor: Uint8Array | null): ScannerLayout | null {
  const fields = (descriptor && parseReportDescriptor(descriptor)?.fields) ?? [];
  const inputs = fields.filter(({ kind, constant }) => kind === 'input' && !constant);
  const find = (page: number, usage: number): ReportField | null =>
    inputs.find((field) => field.usagePage === page && field.usage === usage) ?? null;
  const data = find(usagePages.scanner, usages.decodedData);
  if (data?.bitSize !== 8) return null;
  const beside = (field: ReportField | null): ReportField | null =>
    field?.reportId === data.reportId ? field : null;
  return {
    from: 'descriptor',
    reportId: data.reportId,
    count: beside(find(usagePages.generic, usages.byteCount)),
    symbology: usages.symbology.flatMap((usage) => {
      const field = beside(find(usagePages.scanner, usage));
      return field ? elementsAlone(field) : [];
    }),
    data,
    continued: beside(find(usagePages.scanner, usages.continued)),
  };
}

/** One usage may cover all three characters. */
const elementsAlone = (field: ReportField): ReportField[] =>
  Array.from({ length: Math.min(field.count, usages.symbology.length) }, (_, index) => ({
    ...field,
    bitOffset: field.bitOffset + index * field.bitSize,
    count: 1,
  }));

/** One report, its id first where the device numbers its reports. */
export function readReport(layout: ScannerLayout | null, report: Uint8Array): ReadReport {
  if (!layout) return readByHabit(report);
  if (layout.reportId !== 0 && report[0] !== layout.reportId) return { kind: 'other' };
  const count = layout.count ? readElement(report, layout.count) : null;
  if (layout.count && count === null) return { kind: 'bad', why: 'report too short for its count' };
  const elements = elementsOf(report, layout.data);
  if (count !== null && count > elements.length) {
    return { kind: 'bad', why: `count ${count}, but ${elements.length} bytes of data` };
  }
  const symbology = layout.symbology.map((field) => readElement(report, field) ?? 0);
  return {
    kind: 'part',
    data: count === null ? withoutPadding(elements) : elements.subarray(0, count),
    symbology: aimOf(symbology),
    continued: layout.continued !== null && readElement(report, layout.continued) === 1,
  };
}

/** Without a descriptor: see `fallback`. Some firmware puts one byte more before the AIM identifier. */
function readByHabit(report: Uint8Array): ReadReport {
  if (report[0] !== fallback.reportId) return { kind: 'other' };
  if (report.length < fallback.reportBytesMin || report.length > fallback.reportBytesMax) {
    return { kind: 'bad', why: `${report.length} bytes are no report of a scanner` };
  }
  const bracket = ']'.charCodeAt(0);
  const late =
    report[fallback.symbologyAt] !== bracket && report[fallback.symbologyAt + 1] === bracket;
  const shift = late ? 1 : 0;
  const count = report[fallback.countAt] ?? 0;
  if (count > fallback.dataBytesMax) {
    return { kind: 'bad', why: `count ${count}, but ${fallback.dataBytesMax} bytes of data` };
  }
  const dataAt = fallback.dataAt + shift;
  return {
    kind: 'part',
    data: report.subarray(dataAt, dataAt + count),
    symbology: aimOf([...report.subarray(fallback.symbologyAt + shift, dataAt)]),
    continued: ((report.at(-1) ?? 0) & 1) === 1,
  };
}

function elementsOf(report: Uint8Array, field: ReportField): Uint8Array {
  const values: number[] = [];
  for (let index = 0; index < field.count; index += 1) {
    const value = readElement(report, field, index);
    if (value === null) break;
    values.push(value);
  }
  return Uint8Array.from(values);
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

function aimOf(characters: readonly number[]): string | null {
  const text = String.fromCharCode(...characters);
  return isAimIdentifier(text) ? text : null;
}

export type ScanState = Readonly<{ data: Uint8Array; symbology: string | null; parts: number }>;
export const scanStart: ScanState = { data: new Uint8Array(), symbology: null, parts: 0 };

export type Joined = Readonly<{
  state: ScanState;
  /** Whole once no report of it follows. */
  scan: Scan | null;
  /** Longer than any code: given up. */
  tooLong: boolean;
}>;

/** One part further: parts are joined as bytes, so that a character may be cut anywhere. */
export function joinPart(state: ScanState, part: ReportPart, charset: Charset): Joined {
  const data = Buffer.concat([state.data, part.data]);
  const symbology = state.symbology ?? part.symbology;
  if (data.length > codeBytesMax) return { state: scanStart, scan: null, tooLong: true };
  if (part.continued) {
    return { state: { data, symbology, parts: state.parts + 1 }, scan: null, tooLong: false };
  }
  const scan = { text: decodeText(data, charset), symbology };
  return { state: scanStart, scan: scan.text === '' ? null : scan, tooLong: false };
}

/** A code as reports of the layout of H028, with padding. For emulators. */
export function encodeReports(scan: Scan): Uint8Array[] {
  const data = Buffer.from(scan.text, 'utf8');
  const { dataBytesMax, dataAt, reportId, reportBytesMin } = fallback;
  const aim = Buffer.from((scan.symbology ?? '').padEnd(3, '\0'), 'latin1').subarray(0, 3);
  const parts = Math.max(1, Math.ceil(data.length / dataBytesMax));
  return Array.from({ length: parts }, (_, part) => {
    const slice = data.subarray(part * dataBytesMax, (part + 1) * dataBytesMax);
    const report = new Uint8Array(reportBytesMin);
    report.set([reportId, slice.length, ...aim]);
    report.set(slice, dataAt);
    report[reportBytesMin - 1] = part < parts - 1 ? 1 : 0;
    return report;
  });
}
