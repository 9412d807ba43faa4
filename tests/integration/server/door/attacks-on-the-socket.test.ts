/** What only a real connection can do wrong: slow, endless, smuggled. Meanwhile a till of ours syncs as ever. */
import { createHash, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import {
  type BackOffice,
  bodyBytesMax,
  signatureHeaders,
  signedText,
} from '../../../../domain/contract/sync.ts';
import { genesisHead } from '../../../../domain/journal/chain.ts';
import { toProblem } from '../../../../domain/words/problem.ts';
import { createBackOffice as createClient } from '../../../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../../../main/machine/clock.ts';
import type { Limits } from '../../../../server/door/door.ts';
import { createBackOffice } from '../../../../server/program/app.ts';
import { ownCertificate } from '../../../../server/program/certificate.ts';
import { listenBackOffice } from '../../../../server/program/listen.ts';
import { joinTill, type Office, openOffice, type WireTill } from '../../../helpers/back-office.ts';

const drawer = { kind: 'drawer-opened', body: {} } as const;
/** A second is far longer than a request of ours takes, and short enough to wait for. */
const patience = { head: 1_000, request: 2_000, silence: 1_000 };

type Rig = Readonly<{
  office: Office;
  port: number;
  till: WireTill;
  client: BackOffice;
  /** The till writes two entries, pushes them, and pulls. */
  worksOn(): Promise<void>;
  /** A connection from another address than the till's, unless another is given. */
  stranger(from?: string): Promise<Line>;
}>;

type Line = Readonly<{
  socket: TLSSocket /** All that came until the server hung up. */;
  heard: Promise<string>;
}>;

async function rig(limits: Partial<Limits> = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-socket-'));
  const office = await openOffice({ sqliteFile: join(folder, 'back-office.db') });
  const certificate = await ownCertificate(folder, systemClock);
  const app = createBackOffice({
    ...{ store: office.store, clock: systemClock, random: systemRandom, limits },
    logFault: ({ cause }) => office.faults.push(cause),
  });
  const listening = await listenBackOffice({
    ...{ app, certificate, patience },
    ...{ clock: systemClock, port: 0, host: '127.0.0.1' },
  });
  onTestFinished(async () => {
    await listening.close();
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const till = await joinTill(office);
  const url = `https://127.0.0.1:${listening.port}`;
  const connectTill = createClient(
    { url, certificate: certificate.file },
    systemClock,
    systemRandom,
  );
  const client = connectTill({ till: till.till, privateKey: till.privateKey });
  return {
    ...{ office, till, client },
    port: listening.port,
    worksOn: async () => {
      const entries = till.write([drawer, drawer]);
      expect(await client.call('push', { entries })).toEqual(till.head());
      expect((await client.call('pull', { cursor: '' })).items.rows).toEqual([]);
    },
    stranger: (from = '127.0.0.2') => lineTo(listening.port, from),
  };
}

function lineTo(port: number, localAddress: string): Promise<Line> {
  return new Promise((resolve, reject) => {
    const line = connectTcp({ port, host: '127.0.0.1', localAddress });
    const socket = connect({ socket: line, rejectUnauthorized: false });
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += data;
    });
    const heard = new Promise<string>((end) => socket.once('close', () => end(text)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.removeListener('error', reject);
      socket.on('error', () => undefined);
      resolve({ socket, heard });
    });
  });
}

/** What the server answers to `text`, until it hangs up. */
async function answerTo({ stranger }: Rig, text: string, from?: string): Promise<string> {
  const { socket, heard } = await stranger(from);
  socket.end(text, 'latin1');
  return heard;
}

const host = 'Host: office\r\n';

it('cuts who sends head or body too slowly, and serves the till meanwhile', async () => {
  const shop = await rig();
  const slowHead = await shop.stranger();
  slowHead.socket.write('POST /v1/enrol HTTP/1.1\r\nHost: off');
  const slowBody = await shop.stranger();
  slowBody.socket.write(
    `POST /v1/enrol HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"c`,
  );
  const idle = await Promise.all(Array.from({ length: 50 }, () => shop.stranger()));
  await shop.worksOn();
  expect(await slowHead.heard).toMatch(/^(HTTP\/1.1 408|$)/);
  expect(await slowBody.heard).toMatch(/^(HTTP\/1.1 408|$)/);
  for (const { heard } of idle) expect(await heard).toMatch(/^(HTTP\/1.1 408|$)/);
  await shop.worksOn();
});

it('reads nothing of a body whose sender has not proved itself, however long it is', async () => {
  const shop = await rig();
  const { socket, heard } = await shop.stranger();
  const length = 1_000 * bodyBytesMax;
  socket.write(
    `POST /v1/journal HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{`,
  );
  expect(await heard).toMatch(/^HTTP\/1.1 401 .*"till-not-enrolled"/s);
  const chunked = await answerTo(
    shop,
    `POST /v1/enrol HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n${'x'.repeat(8_192)}\r\n0\r\n\r\n`,
  );
  expect(chunked).toMatch(/^HTTP\/1.1 413 .*"too-large"/s);
  await shop.worksOn();
});

it('takes no request that two readers could take for two different ones', async () => {
  const shop = await rig();
  const smuggled = `GET /v1/openapi.json HTTP/1.1\r\n${host}\r\n`;
  const requests = {
    'two lengths': `POST /v1/enrol HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`,
    'length and chunks': `POST /v1/enrol HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    'odd chunks': `POST /v1/enrol HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    'folded header': `POST /v1/enrol HTTP/1.1\r\n${host}X-A: 1\r\n  Content-Length: 0\r\n\r\n`,
    'space before the colon': `POST /v1/enrol HTTP/1.1\r\n${host}Content-Length : 0\r\n\r\n`,
    'bare line feed in a header': `GET /v1/pull HTTP/1.1\r\n${host}X-A: 1\nX-B: 2\r\n\r\n`,
    'zero in a header': `GET /v1/pull HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`,
    'no host': 'GET /v1/pull HTTP/1.1\r\n\r\n',
    'endless head': `GET /v1/pull HTTP/1.1\r\n${host}X-A: ${'a'.repeat(70_000)}\r\n\r\n`,
    'no HTTP at all': `${randomBytes(200).toString('latin1')}\r\n\r\n`,
  };
  for (const [what, text] of Object.entries(requests)) {
    const answer = await answerTo(shop, text);
    expect([what, answer.slice(0, 12)]).toEqual([what, expect.stringMatching(/^(HTTP\/1\.1 4|$)/)]);
    expect(answer).not.toContain('openapi');
  }
  await shop.worksOn();
});

it('takes compressed pushes, and a bomb of one of its own tills as a refusal', async () => {
  const shop = await rig();
  const entries = shop.till.write(Array.from({ length: 300 }, () => drawer));
  expect(await shop.client.call('push', { entries })).toEqual(shop.till.head());
  const bomb = gzipSync(Buffer.alloc(40 * bodyBytesMax));
  expect(bomb.length).toBeLessThan(bodyBytesMax);
  const path = '/v1/journal';
  const head = shop.till.request('push', {});
  const at = String(shop.office.clock.now());
  const nonce = randomBytes(16).toString('base64url');
  const bodyHash = createHash('sha256').update(bomb).digest('hex');
  const text = Buffer.from(signedText({ method: 'POST', path, at, nonce, bodyHash }));
  const answer = await shop.office.app.request(path, {
    method: 'POST',
    headers: {
      ...head.headers,
      'content-encoding': 'gzip',
      [signatureHeaders.at]: at,
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.bodyHash]: bodyHash,
      [signatureHeaders.signature]: sign(null, text, shop.till.privateKey).toString('base64'),
    },
    body: new Uint8Array(bomb),
  });
  expect(answer.status).toBe(413);
  await shop.worksOn();
});

it('answers a flood with 429 and goes on serving the till at the same address', async () => {
  const shop = await rig({ stranger: { burst: 20, perSecond: 0.01 } });
  await shop.worksOn();
  const request = `GET /v1/pull?cursor= HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
  const flood = async () => (await answerTo(shop, request, '127.0.0.1')).slice(9, 12);
  const answers = await Promise.all(Array.from({ length: 60 }, flood));
  expect(answers.filter((status) => status === '429').length).toBeGreaterThan(20);
  expect(new Set(answers)).toEqual(new Set(['401', '429']));
  await shop.worksOn();
  const rows = await shop.office.store.db
    .selectFrom('audit')
    .select('id')
    .where('what', '=', 'request-refused')
    .execute();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(20);
});

it('sends a till away with when to come again, before it reads what the till sends', async () => {
  const none = { working: 1, waiting: 0, perSource: 0 };
  const shop = await rig({ pushes: none });
  const entries = shop.till.write([drawer]);
  const busy = await shop.client.call('push', { entries }).catch(toProblem);
  expect(busy).toMatchObject({ kind: 'server-busy', params: { seconds: 2 } });
  expect(await shop.client.call('head', shop.till.head())).toEqual(genesisHead);
});
