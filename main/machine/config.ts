/** The till's own configuration: where the back office is and what is attached. `config.json` in the data directory. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeWhole } from '../../db/file/whole-file.ts';
import { localeSchema } from '../../domain/basics/languages.ts';
import { acquirerConfigSchema, deviceConfigSchema } from '../../domain/devices/verbs.ts';
import { walletConfigSchema } from '../../domain/devices/wallet-verbs.ts';
import { Problem } from '../../domain/words/problem.ts';

export const tillConfigSchema = z.strictObject({
  server: z.strictObject({
    url: z.url({ protocol: /^https$/ }),
    /** PEM file of the only certificate, or its issuer, that is believed; null for those the system believes. */
    certificate: z.string().nullable().default(null),
  }),
  /** Joins the store at the first start. */
  enrolmentCode: z.string().optional(),
  devices: z
    .array(deviceConfigSchema)
    .max(16)
    .refine(
      (devices) => new Set(devices.map(({ device }) => device)).size === devices.length,
      'two devices with one name',
    ),
  acquirer: acquirerConfigSchema.nullable(),
  /** Who is asked for the money of wallets; see docs/wallets.md. */
  wallet: walletConfigSchema.nullable().default(null),
  /** Before anybody has signed in, and on the customer's receipts. */
  locale: localeSchema,
});
export type TillConfig = z.infer<typeof tillConfigSchema>;

/** Reads and checks a configuration. Throws `Problem` `config-unreadable` with `file` and `where`. */
export function readConfig(file: string): TillConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(
      file,
      cause instanceof Error && 'code' in cause ? String(cause.code) : '',
      cause,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, 'JSON', cause);
  }
  const parsed = tillConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String).join('.');
  throw unreadable(file, issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : path, null);
}

/**
 * Writes another list of devices into a configuration and leaves everything else as it was typed. All or nothing: a
 * crash or a power cut leaves the old file or the new one. Throws `Problem` `config-unreadable` when the file cannot be read or written.
 */
export function writeDevices(file: string, devices: TillConfig['devices']): void {
  readConfig(file);
  const config = { ...JSON.parse(readFileSync(file, 'utf8')), devices };
  try {
    writeWhole(file, `${JSON.stringify(config, null, 2)}\n`);
  } catch (cause) {
    throw unreadable(
      file,
      cause instanceof Error && 'code' in cause ? String(cause.code) : '',
      cause,
    );
  }
}

function unreadable(file: string, where: string, cause: unknown): Problem {
  return new Problem('config-unreadable', { file, where }, cause);
}
