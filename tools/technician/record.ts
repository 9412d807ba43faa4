/** What was found of a device, visit after visit: one JSON file per device, in a folder of the technician's. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../db/file/whole-file.ts';
import { benchResultSchema } from '../../domain/devices/bench.ts';
import { deviceIdentitySchema } from '../../domain/devices/register.ts';
import { deviceStatisticsSchema, traceLineSchema } from '../../domain/devices/verbs.ts';
import { type Given, textOf, Usage } from './command.ts';

const recordSchema = z.object({
  version: z.literal(1),
  device: z.object({
    device: z.string(),
    family: z.string(),
    protocol: z.string(),
    address: z.string(),
  }),
  identity: deviceIdentitySchema,
  results: z.array(benchResultSchema),
  /** Of the last visit. */
  statistics: deviceStatisticsSchema.nullable(),
  trace: z.array(traceLineSchema),
});
export type BenchRecord = z.infer<typeof recordSchema>;

export const recordOptions = { record: { type: 'string' } } as const;
/** Older results of one test go; a report has room for what matters. */
const resultsMax = 500;
const traceMax = 200;

export const folderOf = (given: Given): string =>
  resolve(given.io.folder, textOf(given, 'record') ?? 'rollcall-bench');

/** Adds to the device's file, or begins it. Returns where it is. Throws `Usage` for a file that is none of ours. */
export function keep(folder: string, found: BenchRecord): string {
  const { identity, device } = found;
  const name = (identity.serialNumber ?? device.device).replace(/[^A-Za-z0-9._-]/g, '_');
  const file = join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  const before = existsSync(file) ? readRecord(file).results : [];
  const record: BenchRecord = {
    ...found,
    results: [...before, ...found.results].slice(-resultsMax),
    trace: found.trace.slice(-traceMax),
  };
  // Whole or not at all, whenever the cable of the technician's own machine is pulled.
  writeWhole(file, `${JSON.stringify(record, null, 1)}\n`);
  return file;
}

/** Throws `Usage` when it cannot be read. */
export function readRecord(file: string): BenchRecord {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new Usage(`${file} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) throw new Usage(`${file} is no record of a device.`);
  return parsed.data;
}
