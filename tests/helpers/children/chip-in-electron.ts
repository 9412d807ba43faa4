/** Bundled and run by runInElectron: works out every line of a file, `[operation, …arguments]` as JSON. */
import { readFileSync } from 'node:fs';
import {
  initialKeys,
  testBaseKey,
  transactionKey,
  variantOf,
} from '../../../drivers/emulators/dukpt.ts';
import {
  clearPinBlock,
  encryptBlock,
  keyCheckValue,
  retailMac,
  upperHex,
} from '../../../drivers/emulators/keys.ts';

const [file = ''] = process.argv.slice(2);
const { initialKey } = initialKeys(testBaseKey, 'FFFF9876543210E00000');

const operations: Readonly<Record<string, (...args: string[]) => string>> = {
  key: (ksn = '') => transactionKey(initialKey, ksn),
  pin: (ksn = '', pin = '', pan = '') =>
    upperHex(
      encryptBlock(variantOf(transactionKey(initialKey, ksn), 'pin'), clearPinBlock(pin, pan)),
    ),
  mac: (ksn = '', text = '') =>
    upperHex(
      retailMac(variantOf(transactionKey(initialKey, ksn), 'macRequest'), Buffer.from(text)),
    ),
  block: (pin = '', pan = '') => upperHex(clearPinBlock(pin, pan)),
  kcv: (key = '') => keyCheckValue(key),
};

const lines = JSON.parse(readFileSync(file, 'utf8')) as string[][];
const worked = lines.map(([operation = '', ...args]) => operations[operation]?.(...args) ?? null);
process.stdout.write(JSON.stringify({ electron: process.versions['electron'] ?? null, worked }));
