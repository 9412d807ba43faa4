/**
 * HID scales: USB-IF, HID Point of Sale Usage Tables 1.02 (usage page 8D), as njh/node-dymo-scales reads them.
 * ../shared/protocols/devices.md §3.3, ../shared/vectors/hid.md part E.
 */
import { z } from 'zod';
import type { Weight } from '../../../domain/goods/weight.ts';
import type { UsbModel } from '../../usb-model.ts';

/** Dymo M25: antradar.com, "Dymo USB Scale Interface Specs". */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0922, productId: 0x8003, model: 'Dymo M10 scale' },
  { vendorId: 0x0922, productId: 0x8004, model: 'Dymo M25 scale' },
  { vendorId: 0x0eb8, productId: 0xf000, model: 'Mettler Toledo scale' },
];

export const optionsSchema = z.strictObject({
  /** The scale reports only what changes: then its last report is true however old it is. */
  reportsOnChange: z.boolean().default(false),
});
export type HidScaleOptions = z.infer<typeof optionsSchema>;

/** Id, status, unit, exponent (signed), weight (16 bits, little-endian). */
export const reportBytes = 6;
export const reportId = 3;

/** By the status byte. */
export const statuses = [
  null,
  'fault',
  'zero',
  'moving',
  'stable',
  'under-zero',
  'over-limit',
  'needs-calibration',
  'needs-zero',
] as const;
export type ScaleStatus = Exclude<(typeof statuses)[number], null>;

/** By the unit byte, 1 to 12; the order of HID POS and of `weightUnits` is the same, but the table is the protocol's. */
export const units: readonly (Weight['unit'] | null)[] = [
  null,
  'mg',
  'g',
  'kg',
  'carat',
  'tael',
  'grain',
  'pennyweight',
  't',
  'short-ton',
  'troy-ounce',
  'oz',
  'lb',
];

/** Milliseconds. */
export const timing = {
  /** Scales report some ten times a second; one that has been silent for longer may sleep. */
  freshMs: 1_000,
  /** Goods that swing longer than this are put down anew. */
  weighWaitMs: 10_000,
} as const;

/** Usage page 8D, usage 20: one input report of the layout above. What an emulated scale says of itself. */
export const plainDescriptor: Uint8Array = Uint8Array.from(
  Buffer.from(
    // Page 8D, usage 20, collection; report 3: status and unit (one byte each), exponent (signed), weight (16 bits).
    '058D0920A1018503150026FF007508950109708102095081021580257F09418102' +
      '150027FFFF0000751009408102C0',
    'hex',
  ),
);
