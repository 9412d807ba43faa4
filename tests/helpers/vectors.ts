/**
 * Vectors that were collected outside this repository, in ../shared/vectors. Where that folder is absent the tests that
 * need it skip and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../tools/paths.ts';

export type CupsVector = Readonly<{
  id: string;
  title: string;
  /** Hex, with or without the length and the TPDU and head. */
  wire: string;
  fields: Readonly<Record<string, string>>;
  mac?: string;
}>;

export type CupsVectors = Readonly<{
  syntheticKeys: Readonly<Record<string, string>>;
  singleDes: Readonly<Record<string, string>>;
  macCrossCheck: Readonly<Record<string, string>>;
  trackEncryption: Readonly<Record<string, string>>;
  published: readonly CupsVector[];
  own: readonly CupsVector[];
}>;

const cupsFile = `${root}/../shared/vectors/iso8583-cups.json`;

/** Null where the folder is absent. */
export const cupsVectors: CupsVectors | null = existsSync(cupsFile)
  ? (JSON.parse(readFileSync(cupsFile, 'utf8')) as CupsVectors)
  : null;

export const vectorsAbsent = `${cupsFile} is absent`;
