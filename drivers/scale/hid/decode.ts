/** One report of a HID scale. */
import { formatWeight } from '../../../domain/goods/weight.ts';
import type { Decoder } from '../../decode/decoded.ts';
import { decodeReport, readingOf } from './codec.ts';
import { reportBytes, reportId, statuses } from './spec.ts';

export const decodeHidScale: Decoder = (bytes) => {
  const errors: string[] = [];
  if (bytes.length !== reportBytes)
    errors.push(`${bytes.length} bytes, a report has ${reportBytes}`);
  if (bytes[0] !== reportId)
    errors.push(`report id ${bytes[0] ?? 'missing'}, expected ${reportId}`);
  const report = decodeReport(bytes);
  if (!report && errors.length === 0) {
    errors.push(`status ${bytes[1]} is none of 1 to ${statuses.length - 1}`);
  }
  if (report && !report.weight) errors.push(`unit ${bytes[2]} or exponent is none of the tables`);
  const weight = report?.weight ?? null;
  return {
    ok: errors.length === 0,
    fields: {
      status: report?.status ?? null,
      stable: report?.status === 'stable' || report?.status === 'zero',
      sellable: report !== null && readingOf(report).state === 'stable',
      value: weight?.value ?? null,
      exponent: weight?.exponent ?? null,
      unit: weight?.unit ?? null,
      text: weight ? formatWeight(weight) : null,
    },
    errors,
  };
};
