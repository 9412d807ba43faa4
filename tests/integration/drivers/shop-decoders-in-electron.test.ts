/** Scanner, scale and printer bytes read inside Electron as in Node: character sets come with the program there. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decoders } from '../../../drivers/decode/index.ts';
import { encodeTestPage } from '../../../drivers/printer/escpos/test-page.ts';
import { root } from '../../../tools/paths.ts';
import { runInElectron } from '../../helpers/in-electron.ts';

const file = `${root}/../shared/vectors/hid.md`;
const present = existsSync(file);

/** Whole reports between back-ticks in parts D and E: 62 bytes with id 02, six with id 03. */
function reports(): (readonly [string, string])[] {
  const text = readFileSync(file, 'utf8').split('## D. ')[1]?.split('## F. ')[0] ?? '';
  const quoted = Array.from(text.matchAll(/`([0-9A-F ]+)`/g), ([, hex = '']) =>
    hex.replace(/ /g, ''),
  );
  return quoted.flatMap((hex): [string, string][] => {
    if (hex.length === 124 && hex.startsWith('02')) return [['hidpos-scanner', hex]];
    return hex.length === 12 && hex.startsWith('03') ? [['hid-scale', hex]] : [];
  });
}

test.skipIf(!present)(
  `vectors H029–H039 are decoded inside Electron as in Node (${file})`,
  async () => {
    const lines = [
      ...reports(),
      ['escpos', Buffer.from(encodeTestPage(true)).toString('hex')] as const,
    ];
    expect(lines.map(([name]) => name)).toEqual([
      ...Array.from({ length: 3 }, () => 'hidpos-scanner'),
      ...Array.from({ length: 6 }, () => 'hid-scale'),
      'escpos',
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-vectors-'));
    try {
      const vectors = join(folder, 'vectors.txt');
      writeFileSync(vectors, lines.map((line) => `${line.join(' ')}\n`).join(''));
      expect(await runInElectron('decode-in-electron.ts', [vectors])).toEqual({
        electron: expect.any(String),
        decoded: lines.map(([name, hex]) =>
          JSON.parse(JSON.stringify(decoders[name]?.(Buffer.from(hex, 'hex')))),
        ),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
