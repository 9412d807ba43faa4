/** Character sets and byte order are the program's own there: Electron 25 has another Node and no system ICU. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decoders } from '../../../drivers/decode/index.ts';
import { runInElectron } from '../../helpers/in-electron.ts';
import { zvtVectors, zvtVectorsAbsent } from '../../helpers/zvt-vectors.ts';

test.skipIf(zvtVectors === null)(
  'every ZVT vector is decoded inside Electron as in Node',
  async () => {
    const lines = (zvtVectors?.entries ?? []).map(
      ({ serial, bytes }) => [serial ? 'zvt-serial' : 'zvt', bytes] as const,
    );
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-vectors-'));
    const file = join(folder, 'vectors.txt');
    const text = lines.map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString('hex')}\n`);
    writeFileSync(file, text.join(''));
    try {
      expect(await runInElectron('decode-in-electron.ts', [file])).toEqual({
        electron: expect.any(String),
        decoded: lines.map(([name, bytes]) => decoders[name]?.(bytes)),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
if (zvtVectors === null) console.warn(zvtVectorsAbsent);
