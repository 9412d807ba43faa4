/**
 * One request to the back office and its answer: first who is there, then what is asked.
 *
 * A connection of its own each time: after a cable was pulled, a kept one is silent until its time is up.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../../domain/basics/clock.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { TillConfig } from './config.ts';

export type Outgoing = Readonly<{
  method: string;
  path: string;
  /** As it goes out; its type and encoding are in the headers. */
  body: Uint8Array<ArrayBuffer>;
  headers: Readonly<Record<string, string>>;
}>;
export type Answer = Readonly<{ status: number; body: string }>;

/** A till waits no longer than this for the next byte to come or go; the next try comes anyway. */
const silentMsMax = 10_000;
/** A first pull over a bad line takes its time; longer than this nobody waits. */
const exchangeMsMax = 180_000;
/** A first pull of 50,000 items is about 20 MB, once inflated. */
const answerBytesMax = 128 * 1024 * 1024;
/** Sent in pieces, so that a slow line is seen to move. */
const sliceBytes = 64 * 1024;

/** Whom to believe: what the system believes, an issuer, or one certificate and no other. */
type Trust = Readonly<{ ca?: string; pinned?: Buffer }>;

/** Throws `Problem`: `server-certificate` before anything was sent, `server-unreachable`. */
export async function exchange(
  server: TillConfig['server'],
  clock: Clock,
  out: Outgoing,
): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const trust = server.certificate === null ? {} : readTrust(server.certificate);
  const sent = request({
    host,
    port: Number(port || 443),
    agent: false,
    method: out.method,
    path: out.path,
    headers: { ...out.headers, ...lengthOf(out.body), 'accept-encoding': 'gzip' },
    ...(trust.ca === undefined ? {} : { ca: trust.ca }),
    // A pinned certificate is compared below, byte by byte; its holder has proved in the handshake to have its key.
    rejectUnauthorized: trust.pinned === undefined,
  });
  const watch = watchLine(clock, (why) => sent.destroy(new Error(why)));
  let answered: IncomingMessage | null = null;
  try {
    return await new Promise((resolve, reject) => {
      sent.on('error', reject);
      // What came whole may still have to be inflated.
      sent.on('close', () => {
        if (!answered?.complete) reject(new Error('hung up'));
      });
      sent.on('drain', watch.moved);
      sent.on('response', (response) => {
        answered = response;
        readAnswer(response, watch, resolve, reject);
      });
      // Nothing goes out, not even the head, before the first piece of the body or its end.
      sent.once('socket', (socket) => {
        socket.once('secureConnect', () => {
          watch.moved();
          if (isBelieved(socket, trust)) Readable.from(slices(out.body)).pipe(sent);
          else reject(new Problem('server-certificate', { host }));
        });
      });
    });
  } catch (cause) {
    throw cause instanceof Problem ? cause : transportProblem(cause, host);
  } finally {
    watch.stop();
    sent.destroy();
  }
}

function lengthOf({ length }: Uint8Array): Record<string, number> {
  return length === 0 ? {} : { 'content-length': length };
}

function* slices(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

function readAnswer(
  response: IncomingMessage,
  watch: Watch,
  resolve: (answer: Answer) => void,
  reject: (cause: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', watch.moved);
  response.on('error', reject);
  const isPacked = response.headers['content-encoding'] === 'gzip';
  const plain = isPacked ? response.pipe(createGunzip()) : response;
  plain.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= answerBytesMax) chunks.push(chunk);
    else {
      plain.destroy();
      reject(new Error('answer too long'));
    }
  });
  plain.on('error', reject);
  plain.on('end', () => {
    resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
  });
}

type Watch = Readonly<{ moved(): void; stop(): void }>;

function watchLine(clock: Clock, giveUp: (why: string) => void): Watch {
  const stopWhole = clock.after(exchangeMsMax, () => giveUp('took too long'));
  const waitOn = () => clock.after(silentMsMax, () => giveUp('silent'));
  let stopSilence = waitOn();
  return {
    moved: () => {
      stopSilence();
      stopSilence = waitOn();
    },
    stop: () => {
      stopWhole();
      stopSilence();
    },
  };
}

/**
 * A certificate that may not sign others is no issuer, and BoringSSL, in Electron, does not take it for one even of
 * itself: so it is pinned as it stands. Throws `Problem` `server-certificate` where the file cannot be read.
 */
function readTrust(file: string): Trust {
  try {
    const pem = readFileSync(file, 'utf8');
    const certificate = new X509Certificate(pem);
    const isAlone = pem.split('-----BEGIN CERTIFICATE-----').length === 2;
    return isAlone && !certificate.ca ? { pinned: certificate.raw } : { ca: pem };
  } catch (cause) {
    throw new Problem('server-certificate', {}, cause);
  }
}

/** `line` is the socket of an https request, which is a TLSSocket however it is typed. */
function isBelieved(line: object, { pinned }: Trust): boolean {
  if (pinned === undefined) return 'authorized' in line && line.authorized === true;
  if (!('getPeerX509Certificate' in line)) return false;
  const { getPeerX509Certificate: peer } = line;
  const shown = typeof peer === 'function' ? peer.call(line) : undefined;
  return shown instanceof X509Certificate && shown.raw.equals(pinned);
}

/** Names of OpenSSL and of Node's TLS for a peer that is not who it should be. */
const certificateCodes =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;

function transportProblem(cause: unknown, host: string): Problem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new Problem(
    certificateCodes.test(code) ? 'server-certificate' : 'server-unreachable',
    { host },
    cause,
  );
}
