/**
 * Electron links BoringSSL, which lacks DES modes that Node has (../shared/vectors/crypto.md, Electron note): every row
 * of crypto.md and everything in iso8583-cups.json inside the Electron binary, in one start.
 */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../../../tools/paths.ts';
import type { Check } from '../../helpers/crypto-vectors/check.ts';
import { runInElectron } from '../../helpers/in-electron.ts';
import { vectorRows } from '../../helpers/vector-tables.ts';

const folder = `${root}/../shared/vectors`;

test('every vector of crypto.md and of iso8583-cups.json comes out inside Electron', async (context) => {
  context.skip(!existsSync(folder), `${folder} is absent`);
  const files = [`${folder}/crypto.md`, `${folder}/iso8583-cups.json`];
  const printed = await runInElectron('vectors-in-electron.ts', files);
  const { electron, checks } = printed as { electron: unknown; checks: Check[] };
  expect(electron).toEqual(expect.any(String));
  expect(checks.map(({ id, what, made }) => ({ id, what, made }))).toEqual(
    checks.map(({ id, what, wanted }) => ({ id, what, made: wanted })),
  );
  const ids = new Set(checks.map(({ id }) => id));
  const rows = (vectorRows('crypto.md') ?? []).map(({ id }) => id);
  expect(rows.filter((id) => !ids.has(id))).toEqual([]);
  expect([...ids].filter((id) => /^[VG]\d+$/.test(id)).length).toBeGreaterThanOrEqual(24);
}, 120_000);
