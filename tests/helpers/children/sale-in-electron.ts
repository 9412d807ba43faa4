/** Bundled and run by runInElectron: a sign-on and a sale, so that every cipher of the emulators runs there. */
import { acquirerBench } from '../acquirer.ts';

async function main(): Promise<void> {
  const bench = await acquirerBench();
  const { kcv } = await bench.signOn();
  const { kind } = await bench.sell('000002');
  const booked = bench.host.books.find('000001', '000002');
  await bench.close();
  process.stdout.write(JSON.stringify({ electron: process.versions.electron, kcv, kind, booked }));
}

void main();
