/** Bundled and run by runInElectron: decodes every line `PROTOCOL HEX` of a file. */
import { readFileSync } from 'node:fs';
import { decoders } from '../../../drivers/decode/index.ts';

const [file = ''] = process.argv.slice(2);
const decoded = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [protocol = '', hex = ''] = line.split(' ');
    return decoders[protocol]?.(Uint8Array.from(Buffer.from(hex, 'hex')));
  });
process.stdout.write(JSON.stringify({ electron: process.versions.electron ?? null, decoded }));
