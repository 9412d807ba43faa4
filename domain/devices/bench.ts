/** What the technician's bench says: ports, findings, tests, results. Carried by the devices process and by the page. */
import { z } from 'zod';
import { problemSchema } from '../words/problem.ts';
import { deviceFamilySchema, deviceIdentitySchema } from './register.ts';

/** A port of this machine, whether or not anything is known to be behind it. */
export const portInfoSchema = z.object({
  kind: z.enum(['serial', 'hid', 'usb-printer']),
  /** The address to put into a configuration: by vendor, product and serial number where the port has them. */
  address: z.string(),
  /** Where it is now: `/dev/ttyACM0`, `COM7`, `/dev/hidraw2`. Moves when it is plugged in elsewhere. */
  path: z.string(),
  vendorId: z.int().nullable(),
  productId: z.int().nullable(),
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  product: z.string().nullable(),
  /** HID only: what the device says it is (8C02: bar code scanner). */
  usagePage: z.int().nullable(),
  usage: z.int().nullable(),
});
export type PortInfo = z.infer<typeof portInfoSchema>;

/** `certain`: it said so itself, checked; `likely`: it answered as such devices do; `possible`: by its class or ids. */
export const confidenceSchema = z.enum(['certain', 'likely', 'possible']);
export type Confidence = z.infer<typeof confidenceSchema>;

export const findingSchema = z.object({
  family: deviceFamilySchema,
  /** One of `protocolNames`. */
  protocol: z.string(),
  confidence: confidenceSchema,
  /** With the line settings that worked. */
  address: z.string(),
  identity: deviceIdentitySchema,
  /** How it was found, in one technical line. */
  because: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

export const benchTestSchema = z.discriminatedUnion('test', [
  /** Customer's side of a PIN pad, or a customer display. */
  z.object({ test: z.literal('display'), lines: z.array(z.string().max(20)).min(1).max(4) }),
  /** Every key of the pad once; ends with ENTER. */
  z.object({ test: z.literal('keys') }),
  /** A PIN for a synthetic card under a test key that the technician types in wrapped, or DUKPT. */
  z.object({ test: z.literal('pin'), wrappedKey: z.string().nullable() }),
  /** Check values of the master key slots, or of a wrapped key. */
  z.object({ test: z.literal('kcv'), wrappedKey: z.string().nullable() }),
  z.object({ test: z.literal('mac'), wrappedKey: z.string() }),
  z.object({ test: z.literal('swipe') }),
  z.object({ test: z.literal('scan') }),
  z.object({ test: z.literal('weigh') }),
  /** A page of Chinese with ￥, bars, a QR code and a picture. */
  z.object({ test: z.literal('print') }),
  z.object({ test: z.literal('drawer'), pulseMs: z.int().min(10).max(510) }),
  /** A cent taken and given back at a payment terminal that is marked as a test terminal. */
  z.object({ test: z.literal('payment') }),
  z.object({ test: z.literal('soak'), exchanges: z.int().min(1).max(100_000) }),
  /** Which speed and framing does it answer at? */
  z.object({ test: z.literal('baud') }),
  /** Bytes as typed, and what comes back within `waitMs`. Never sent without the technician role. */
  z.object({
    test: z.literal('raw'),
    hex: z.string().regex(/^(?:[0-9A-Fa-f]{2}\s*)+$/),
    waitMs: z.int().min(0).max(60_000),
  }),
]);
export type BenchTest = z.infer<typeof benchTestSchema>;
export type BenchTestName = BenchTest['test'];

/** Facts are for a technician: name → value, in the field's own words; no PIN, card number, track or key. */
const facts = z.record(z.string(), z.string());

export const benchResultSchema = z.object({
  device: z.string(),
  test: z.string(),
  at: z.number(),
  outcome: z.enum(['passed', 'needs-look', 'failed', 'stopped']),
  problems: z.array(problemSchema),
  facts,
  /** Soak: round trip of each exchange in ms, thinned out to at most 1,000; null is one that failed. */
  roundTripsMs: z.array(z.number().nullable()),
  tookMs: z.number().nonnegative(),
});
export type BenchResult = z.infer<typeof benchResultSchema>;

export const benchProgressSchema = z.object({
  run: z.string(),
  device: z.string(),
  test: z.string(),
  done: z.int().nonnegative(),
  total: z.int().positive(),
  facts,
});
export type BenchProgress = z.infer<typeof benchProgressSchema>;
