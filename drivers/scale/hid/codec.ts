/** The six-byte report of a HID scale ↔ a reading. No I/O. */
import type { Weight } from '../../../domain/goods/weight.ts';
import type { ScaleReading } from '../port.ts';
import { reportBytes, reportId, type ScaleStatus, statuses, units } from './spec.ts';

export type ScaleReport = Readonly<{
  status: ScaleStatus;
  /** Null where the unit is none of the table's: some scales send 0 while they have nothing to say. */
  weight: Weight | null;
}>;

/** Null for what is no such report. */
export function decodeReport(report: Uint8Array): ScaleReport | null {
  if (report.length < reportBytes || report[0] !== reportId) return null;
  const [, status = 0, unit = 0, exponent = 0, low = 0, high = 0] = report;
  const name = statuses[status];
  if (!name) return null;
  const unitName = units[unit] ?? null;
  const signed = exponent > 127 ? exponent - 256 : exponent;
  const sane = unitName !== null && Math.abs(signed) <= 12;
  return {
    status: name,
    weight: sane ? { value: low + high * 256, exponent: signed, unit: unitName } : null,
  };
}

/** For emulators. */
export function encodeReport({ status, weight }: ScaleReport): Uint8Array {
  const { value, exponent, unit } = weight ?? { value: 0, exponent: 0, unit: null };
  return Uint8Array.of(
    reportId,
    statuses.indexOf(status),
    Math.max(0, units.indexOf(unit)),
    exponent & 0xff,
    value & 0xff,
    value >> 8,
  );
}

/** A stable weight without a unit is a fault: nobody could tell what it means. Nothing without a unit is nothing. */
export function readingOf({ status, weight }: ScaleReport): ScaleReading {
  switch (status) {
    case 'stable':
      return weight ? { state: status, weight } : { state: 'fault' };
    case 'zero':
      return weight ? { state: status, weight } : { state: 'moving', weight: null };
    case 'moving':
      return { state: status, weight };
    case 'needs-calibration':
      return { state: 'fault' };
    default:
      return { state: status };
  }
}
