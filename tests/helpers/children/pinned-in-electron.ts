/** Bundled and run by runInElectron: CERTIFICATE and KEY serve, CERTIFICATE and then STRANGER are pinned. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { genesisHead } from '../../../domain/journal/chain.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import { createBackOffice } from '../../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../../main/machine/clock.ts';

const [certificate = '', key = '', stranger = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  let host: string | undefined;
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      host = request.headers.host;
      response.end(JSON.stringify({ seq: 3, hash: 'a'.repeat(64) }));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async (file: string): Promise<string> => {
    const url = `https://127.0.0.1:${port}`;
    const office = createBackOffice({ url, certificate: file }, systemClock, systemRandom)(null);
    return office.call('head', genesisHead).then(
      () => 'answered',
      (thrown) => toProblem(thrown).kind,
    );
  };
  const right = await ask(certificate);
  const wrong = await ask(stranger);
  server.close();
  const answer = { right, wrong, host: host === `127.0.0.1:${port}` };
  process.stdout.write(JSON.stringify(answer));
}

void main();
