/** The till's end of the wire, once it has joined. */
import { generateKeyPairSync } from 'node:crypto';
import type { BackOffice } from '../../domain/contract/sync.ts';
import { createBackOffice } from '../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../main/machine/clock.ts';
import type { BackOfficeProcess } from '../demo/back-office.ts';

export type Joined = Readonly<{
  backOffice: BackOffice;
  enrolled: Readonly<{ till: string; store: string; publicKey: string }>;
}>;

export async function joinStore(server: BackOfficeProcess): Promise<Joined> {
  const keys = generateKeyPairSync('ed25519');
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const { port, certificate, enrolmentCode: code } = server;
  const url = `https://127.0.0.1:${port}`;
  const connect = createBackOffice({ url, certificate }, systemClock, systemRandom);
  const { till, store } = await connect(null).call('enrol', { code, publicKey });
  const backOffice = connect({ till, privateKey: keys.privateKey });
  return { backOffice, enrolled: { till, store, publicKey } };
}
