/**
 * Writes each of the files that must be there whole, in FOLDER, and says `begin` and `end` around each, for a trace of
 * system calls or a kill. `config` alone does that one.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../main/machine/clock.ts';
import { writeDevices } from '../../../main/machine/config.ts';
import { createKeyStore } from '../../../main/machine/key-store.ts';
import { exchange, settleFiles } from '../../../main/till/journal-files.ts';
import { ownCertificate } from '../../../server/program/certificate.ts';

const [folder = '', only = ''] = process.argv.slice(2);
const within = (name: string) => join(folder, name);

async function marked(what: string, work: () => unknown): Promise<void> {
  if (only !== '' && only !== what) return;
  writeSync(1, `begin ${what}\n`);
  await work();
  writeSync(1, `end ${what}\n`);
}

async function main(): Promise<void> {
  await marked('config', () => writeDevices(within('config.json'), []));
  await marked('key', () => createKeyStore(folder, null).save(Uint8Array.of(1, 2, 3)));
  await marked('certificate', () => ownCertificate(folder, systemClock));
  await marked('exchange', () => {
    for (const name of ['till.db', 'till.db-wal', 'till-next.db'])
      writeFileSync(within(name), name);
    exchange(folder, 'old');
  });
  await marked('settle', () => {
    writeFileSync(within('till-next.db'), 'next');
    settleFiles(folder);
  });
}

void main();
