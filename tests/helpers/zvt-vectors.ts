/** ../shared/vectors/zvt.md, read: entries under a heading of their own, rows of the length tables, transcripts. */
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../tools/paths.ts';
import { bytesOf } from './vector-tables.ts';

const path = `${root}/../shared/vectors/zvt.md`;

export type ZvtVector = Readonly<{
  id: string;
  /** Whether the bytes are a frame of the serial line; else they are an APDU. */
  serial: boolean;
  bytes: Uint8Array;
  meaning: string;
  /** What an independent decoder said. */
  checked: string;
}>;

export type ZvtVectors = Readonly<{
  /** Every number in the file. */
  ids: readonly string[];
  entries: readonly ZvtVector[];
  /** Part F. */
  lengths: readonly Readonly<{ id: string; bytes: Uint8Array; meaning: string }>[];
  /** Part J, in order; a line may hold several messages. */
  transcript: readonly Readonly<{ from: 'till' | 'terminal'; bytes: Uint8Array }>[];
}>;

/** Null where the folder is absent. */
export const zvtVectors: ZvtVectors | null = existsSync(path)
  ? read(readFileSync(path, 'utf8'))
  : null;

export const zvtVectorsAbsent = `${path} is absent`;

function read(text: string): ZvtVectors {
  return {
    ids: [...new Set(text.match(/\bZ\d{3}\b/g))].sort(),
    entries: text.split(/^## /m).flatMap(readPart),
    lengths: [...text.matchAll(/^\| `([^`]+)` \| (Z\d{3}): ([^|]*) \|/gm)].map(
      ([, hex = '', id = '', meaning = '']) => ({ id, bytes: bytesOf(hex), meaning }),
    ),
    transcript: readTranscript(text.slice(text.indexOf('## J.'))),
  };
}

function readPart(part: string): ZvtVector[] {
  const serial = /^[BCD]\d?\./.test(part);
  return part
    .split(/^### /m)
    .slice(1)
    .map((entry) => ({
      id: entry.slice(0, 4),
      serial,
      bytes: bytesOf(/^- in: `([^`]*)`/m.exec(entry)?.[1] ?? ''),
      meaning: /^- meaning: (.*)$/m.exec(entry)?.[1] ?? '',
      checked: /^- checked: (.*)$/m.exec(entry)?.[1] ?? '',
    }));
}

/** The block of B1.1 and the line of A1; the others leave bytes out. */
function readTranscript(part: string): ZvtVectors['transcript'] {
  const block = /```\n([\s\S]*?)```/.exec(part)?.[1] ?? '';
  const registration = /^A1 registration: (.*)$/m.exec(part)?.[1] ?? '';
  const text = `${block.replace(/\n {2}/g, ' ')}\n${registration.replace(/[`,.]/g, ' ')}`;
  return [...text.matchAll(/([<>])((?: [0-9A-F]{2})+)/g)].map(([, arrow, hex = '']) => ({
    from: arrow === '>' ? 'till' : 'terminal',
    bytes: bytesOf(hex),
  }));
}
