/** Bundled and run by runInElectron: works out crypto.md and iso8583-cups.json, whose paths are given. */
import { readFileSync } from 'node:fs';
import { cryptoChecks } from '../crypto-vectors/index.ts';
import { cupsChecks } from '../cups-vectors.ts';
import { rowsOf } from '../vector-rows.ts';
import type { CupsVectors } from '../vectors.ts';

const [crypto = '', cups = ''] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const electron = process.versions.electron ?? null;
const checks = cryptoChecks(rowsOf(crypto));
void cupsChecks(JSON.parse(cups) as CupsVectors).then((cupsOnes) =>
  process.stdout.write(JSON.stringify({ electron, checks: [...checks, ...cupsOnes] })),
);
