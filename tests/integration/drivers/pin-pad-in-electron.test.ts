/** The decoders on the vectors of pads and terminals, inside the Electron binary. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeFrame } from '../../../drivers/codecs/stx-etx-lrc.ts';
import { decoders } from '../../../drivers/decode/index.ts';
import { runInElectron } from '../../helpers/in-electron.ts';
import { bytesOf, quoted, vectorRows } from '../../helpers/vector-tables.ts';

const pinpad = vectorRows('pinpad.md');
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-vectors-'));
  file = join(folder, 'vectors.txt');
});
afterEach(() => rmSync(folder, { recursive: true }));

const absent = '../shared/vectors is absent';

test('the frames of pinpad.md are decoded as in Node', async (context) => {
  context.skip(pinpad === null, absent);
  const lines = (pinpad ?? []).flatMap(({ id, cells }): [string, Uint8Array][] => {
    if (id < 'P037') return [['visa-pinpad', bytesOf(quoted(cells[0]))]];
    return id <= 'P058' ? [['transbank', encodeFrame('transaction', quoted(cells[0]))]] : [];
  });
  const text = lines.map(([name, raw]) => `${name} ${Buffer.from(raw).toString('hex')}\n`);
  writeFileSync(file, text.join(''));
  expect(await runInElectron('decode-in-electron.ts', [file])).toEqual({
    electron: expect.any(String),
    decoded: lines.map(([name, raw]) => JSON.parse(JSON.stringify(decoders[name]?.(raw)))),
  });
});
