/** BoringSSL differs from OpenSSL: the pad's chip and the decoders on the vectors, inside the Electron binary. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeFrame } from '../../../drivers/codecs/stx-etx-lrc.ts';
import { decoders } from '../../../drivers/decode/index.ts';
import { runInElectron } from '../../helpers/in-electron.ts';
import { bytesOf, quoted, vectorRows } from '../../helpers/vector-tables.ts';

const crypto = vectorRows('crypto.md');
const pinpad = vectorRows('pinpad.md');
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-vectors-'));
  file = join(folder, 'vectors.txt');
});
afterEach(() => rmSync(folder, { recursive: true }));

const absent = '../shared/vectors is absent';

test(`DUKPT, PIN blocks and check values of crypto.md`, async (context) => {
  context.skip(crypto === null, absent);
  const wanted: [string[], string][] = [];
  for (const { id, cells } of crypto ?? []) {
    const [ksn = '', key = '', pin = '', mac = ''] = cells;
    if (id <= 'C034') {
      wanted.push([['key', ksn], key], [['pin', ksn, '1234', '4012345678909'], pin]);
      wanted.push([['mac', ksn, '4012345678909D987'], mac]);
    }
    const [, clearPin, pan] = /PIN (\d+), PAN (\d+)/.exec(cells[1] ?? '') ?? [];
    if (id >= 'C044' && id <= 'C047') {
      wanted.push([['block', clearPin ?? '', pan ?? ''], quoted(cells[2])]);
    }
    if (id === 'C070') wanted.push([['kcv', quoted(cells[0])], `${quoted(cells[1])}FB`]);
  }
  expect(wanted.length).toBeGreaterThan(80);
  writeFileSync(file, JSON.stringify(wanted.map(([line]) => line)));
  expect(await runInElectron('chip-in-electron.ts', [file])).toEqual({
    electron: expect.any(String),
    worked: wanted.map(([, result]) => result),
  });
});

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
