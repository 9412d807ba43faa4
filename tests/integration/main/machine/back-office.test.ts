import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signedText } from '../../../../domain/contract/sync.ts';
import { Problem, type ProblemKind } from '../../../../domain/words/problem.ts';
import { createBackOffice } from '../../../../main/machine/back-office.ts';
import { systemClock } from '../../../../main/machine/clock.ts';
import { makeKey } from '../../../../main/machine/till-key.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { runInElectron } from '../../../helpers/in-electron.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { until } from '../../../helpers/until.ts';

type Certificate = Readonly<{ file: string; cert: string; private: string }>;

const directory = mkdtempSync(join(tmpdir(), 'rollcall-back-office-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const closers: (() => void)[] = [];
let ours: Certificate;
let strange: Certificate;

async function makeCertificate(name: string): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const file = join(directory, `${name}.pem`);
  writeFileSync(file, made.cert);
  return { file, cert: made.cert, private: made.private };
}

beforeAll(async () => {
  ours = await makeCertificate('ours');
  strange = await makeCertificate('strange');
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers as `answer` says; resolves with its URL. */
async function serve(
  certificate: Certificate,
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(
    { key: certificate.private, cert: certificate.cert },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(request, Buffer.concat(chunks).toString(), response));
    },
  );
  return listen(server, 'https');
}

async function listen(server: Server | ReturnType<typeof createTcpServer>, scheme: string) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `${scheme}://127.0.0.1:${address.port}`;
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

const random = seededRandom('nonces');
const key = makeKey({ load: () => null, save: () => {} }, seededRandom('back office'));
const credentials = { till: 'till-7', privateKey: key.privateKey };
const head = { seq: 3, hash: 'a'.repeat(64) };

async function kindOf(call: Promise<unknown>): Promise<ProblemKind | 'answered'> {
  try {
    await call;
    return 'answered';
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.kind;
    throw thrown;
  }
}

const office = (url: string, certificate: string | null = ours.file) =>
  createBackOffice({ url, certificate }, systemClock, random)(credentials);

describe('the way to the back office', () => {
  it('signs method, path with query, time and body with the key of the till', async () => {
    const seen: boolean[] = [];
    const url = await serve(ours, (request, body, response) => {
      const bodyHash = createHash('sha256').update(body).digest('hex');
      const [at = '', nonce = ''] = ['at', 'nonce'].map((name) =>
        String(request.headers[`x-rollcall-${name}`]),
      );
      const { method = '', url: path = '' } = request;
      const text = signedText({ method, path, at, nonce, bodyHash });
      const publicKey = createPublicKey({
        key: Buffer.from(key.publicKey, 'base64'),
        format: 'der',
        type: 'spki',
      });
      const signature = Buffer.from(String(request.headers['x-rollcall-signature']), 'base64');
      seen.push(
        request.headers['x-rollcall-till'] === 'till-7' &&
          verify(null, Buffer.from(text), publicKey, signature),
      );
      json(response, 200, request.method === 'POST' ? head : { digests: [] });
    });
    const entry = {
      at: 1,
      body: {},
      businessDate: '2026-11-22',
      id: '0192f3a4-0000-7000-8000-000000000001',
      kind: 'till-started',
      operator: null,
      seq: 1,
      till: 'till-7',
      prev: '0'.repeat(64),
      hash: 'b'.repeat(64),
    };
    expect(await office(url).call('push', { entries: [entry] })).toEqual(head);
    expect(await office(url).call('digests', { from: '2026-11-01' })).toEqual({ digests: [] });
    expect(seen).toEqual([true, true]);
  });

  it('signs nothing before the till has joined a store', async () => {
    let signed = true;
    const url = await serve(ours, (request, _body, response) => {
      signed = request.headers['x-rollcall-signature'] !== undefined;
      json(response, 404, { problem: { kind: 'enrolment-code-wrong', params: {} } });
    });
    const stranger = createBackOffice({ url, certificate: ours.file }, systemClock, random)(null);
    expect(await kindOf(stranger.call('enrol', { code: 'ABCD', publicKey: 'x' }))).toBe(
      'enrolment-code-wrong',
    );
    expect(signed).toBe(false);
  });

  it('believes no certificate but the pinned one', async () => {
    const url = await serve(strange, (_request, _body, response) => json(response, 200, head));
    expect(await kindOf(office(url).call('head', head))).toBe('server-certificate');
    expect(await kindOf(office(url, null).call('head', head))).toBe('server-certificate');
    expect(await kindOf(office(url, join(directory, 'missing.pem')).call('head', head))).toBe(
      'server-certificate',
    );
  });

  it('pins a certificate that is no issuer as it stands, in Electron as in Node', async () => {
    expect(new X509Certificate(ours.cert).ca).toBe(false);
    const args = [ours.file, join(directory, 'ours.key'), strange.file];
    writeFileSync(args[1] ?? '', ours.private);
    const bundled = await runInElectron('pinned-in-electron.ts', args);
    expect(bundled).toEqual({ right: 'answered', wrong: 'server-certificate', host: true });
    const url = await serve(ours, (_request, _body, response) => json(response, 200, head));
    expect(await kindOf(office(url).call('head', head))).toBe('answered');
    expect(await kindOf(office(url, strange.file).call('head', head))).toBe('server-certificate');
  }, 120_000);

  it('sends nothing to whom it does not believe', async () => {
    let heard = 0;
    const url = await serve(strange, (_request, _body, response) => {
      heard += 1;
      json(response, 200, head);
    });
    expect(await kindOf(office(url).call('head', head))).toBe('server-certificate');
    expect(heard).toBe(0);
  });

  it('believes what an issuer has signed, under its own name only', async () => {
    const issuer = await generate([{ name: 'commonName', value: 'issuer' }], {
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      ],
    });
    const file = join(directory, 'issuer.pem');
    writeFileSync(file, issuer.cert);
    const signedFor = async (ip: string): Promise<ProblemKind | 'answered'> => {
      const made = await generate([{ name: 'commonName', value: 'signed' }], {
        ca: { key: issuer.private, cert: issuer.cert },
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
      });
      const url = await serve({ file: '', cert: made.cert, private: made.private }, (...[, , to]) =>
        json(to, 200, head),
      );
      return kindOf(office(url, file).call('head', head));
    };
    expect(await signedFor('127.0.0.1')).toBe('answered');
    expect(await signedFor('10.9.8.7')).toBe('server-certificate');
  });

  it('waits for an answer that comes slowly, as long as it comes', async () => {
    const clock = handClock();
    let timers = 0;
    const counting = {
      ...clock,
      after: (ms: number, run: () => void) => {
        timers += 1;
        return clock.after(ms, run);
      },
    };
    const answering: ServerResponse[] = [];
    const url = await serve(ours, (_request, _body, response) => {
      answering.push(response);
      response.writeHead(200);
    });
    const slow = createBackOffice({ url, certificate: ours.file }, counting, random)(credentials);
    const kind = kindOf(slow.call('head', head));
    await until(() => answering.length === 1, 'the server was asked');
    for (const part of JSON.stringify(head).match(/.{1,20}/g) ?? []) {
      const before = timers;
      answering[0]?.write(part);
      await until(() => timers > before, 'the till saw the line move');
      clock.advance(9_000);
    }
    answering[0]?.end();
    expect(await kind).toBe('answered');
  });

  it('tells an answer that makes no sense from one that refuses', async () => {
    const answers: ((response: ServerResponse) => void)[] = [
      (response) => response.end('<html>captive portal</html>'),
      (response) => json(response, 200, { seq: -1, hash: 'short' }),
      (response) => json(response, 502, { error: 'bad gateway' }),
      (response) => json(response, 409, { problem: { kind: 'chain-refused', params: { seq: 4 } } }),
      (response) => json(response, 500, { problem: { kind: 'unexpected', params: {} } }),
    ];
    const url = await serve(ours, (_request, _body, response) => answers.shift()?.(response));
    const kinds: string[] = [];
    while (answers.length > 0) kinds.push(await kindOf(office(url).call('head', head)));
    expect(kinds).toEqual([
      'server-answer',
      'server-answer',
      'server-answer',
      'chain-refused',
      'server-refused',
    ]);
  });

  it('says that nobody is there: no listener, a hang-up, an answer that never comes', async () => {
    const nobody = await serve(ours, () => {});
    for (const close of closers.splice(0)) close();
    expect(await kindOf(office(nobody).call('head', head))).toBe('server-unreachable');

    const hangsUp = await listen(
      createTcpServer((socket) => socket.destroy()),
      'https',
    );
    expect(await kindOf(office(hangsUp).call('head', head))).toBe('server-unreachable');

    let asked = false;
    const silent = await serve(ours, () => {
      asked = true;
    });
    const clock = handClock();
    const waiting = createBackOffice(
      { url: silent, certificate: ours.file },
      clock,
      random,
    )(credentials);
    const kind = kindOf(waiting.call('head', head));
    await until(() => asked, 'the silent server was asked');
    clock.advance(10_000);
    expect(await kind).toBe('server-unreachable');
  });
});
