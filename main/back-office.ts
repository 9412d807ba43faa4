/**
 * The back office over HTTPS: a pinned certificate, every request signed with the till's key, every answer checked.
 */
import { createHash, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Clock } from '../domain/clock.ts';
import {
  type BackOffice,
  refusalSchema,
  type SyncInput,
  type SyncOutput,
  type SyncRoute,
  signatureHeaders,
  signedText,
  syncRoutes,
} from '../domain/contract/sync.ts';
import { Problem } from '../domain/problems.ts';
import type { TillConfig } from './config.ts';
import type { Credentials } from './ports.ts';

/** A till waits no longer than this for connection and answer; the next try comes anyway. */
const answerTimeoutMs = 10_000;
/** A first pull of 50,000 items is about 20 MB. */
const answerBytesMax = 128 * 1024 * 1024;

export type Answer = Readonly<{ status: number; body: string }>;

/**
 * Talks to the back office of `config`, over HTTPS unless `send` goes another way: a simulation has it in process.
 * Calls throw `Problem`: `server-…`, `chain-refused`, `till-not-enrolled` …
 */
export function createBackOffice(
  config: TillConfig['server'],
  clock: Clock,
  send: (out: Outgoing) => Promise<Answer> = (out) => exchange(config, clock, out),
): (credentials: Credentials | null) => BackOffice {
  return (credentials) => ({
    call: async (route, input) => {
      const { method } = syncRoutes[route];
      const { path, body } = wire(config.url, route, input);
      const headers = credentials ? sigHeaders(credentials, clock.now(), method, path, body) : {};
      const answer = await send({ method, path, body, headers });
      return readAnswer(route, answer);
    },
  });
}

/** Inputs of a GET travel in the query, those of a POST as JSON. */
function wire<Route extends SyncRoute>(base: string, route: Route, input: SyncInput<Route>) {
  const { method, path } = syncRoutes[route];
  const prefix = new URL(base).pathname.replace(/\/$/, '');
  if (method === 'POST') return { path: prefix + path, body: JSON.stringify(input) };
  const query = new URLSearchParams(input as Record<string, string>).toString();
  return { path: prefix + path + (query === '' ? '' : `?${query}`), body: '' };
}

function sigHeaders(
  { till, privateKey }: Credentials,
  at: number,
  method: string,
  path: string,
  body: string,
): Record<string, string> {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = Buffer.from(signedText(method, path, at, bodyHash));
  return {
    [signatureHeaders.till]: till,
    [signatureHeaders.at]: String(at),
    [signatureHeaders.signature]: sign(null, text, privateKey).toString('base64'),
  };
}

export type Outgoing = Readonly<{
  method: string;
  path: string;
  body: string;
  headers: Record<string, string>;
}>;

function exchange(config: TillConfig['server'], clock: Clock, out: Outgoing): Promise<Answer> {
  const { hostname, port } = new URL(config.url);
  const ca = config.certificate === null ? {} : { ca: readCertificate(config.certificate) };
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = { ...out.headers };
    if (out.body !== '') {
      headers['content-type'] = 'application/json';
      headers['content-length'] = Buffer.byteLength(out.body);
    }
    const { method, path } = out;
    // No kept connections: after a cable was pulled, a kept one is silent until its time is up.
    const sent = request({
      hostname,
      port: port || 443,
      method,
      path,
      headers,
      agent: false,
      ...ca,
    });
    const stopClock = clock.after(answerTimeoutMs, () =>
      sent.destroy(new Error('no answer in time')),
    );
    const fail = (cause: unknown): void => {
      stopClock();
      reject(transportProblem(cause, hostname));
    };
    sent.on('error', fail);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > answerBytesMax) sent.destroy(new Error('answer too long'));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        stopClock();
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.end(out.body);
  });
}

/** Throws `Problem` `server-certificate`: without the pinned certificate nobody is believed. */
function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Problem('server-certificate', {}, cause);
  }
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

/** Throws `Problem`: what the back office refused with, or `server-answer` where it made no sense. */
function readAnswer<Route extends SyncRoute>(route: Route, answer: Answer): SyncOutput<Route> {
  let value: unknown;
  try {
    value = JSON.parse(answer.body);
  } catch (cause) {
    throw new Problem('server-answer', { status: answer.status }, cause);
  }
  if (answer.status < 200 || answer.status > 299) {
    const refusal = refusalSchema.safeParse(value);
    if (!refusal.success) throw new Problem('server-answer', { status: answer.status });
    const { kind, params } = refusal.data.problem;
    // What went wrong inside the server is no failure of this program.
    throw new Problem(kind === 'unexpected' ? 'server-refused' : kind, params);
  }
  const parsed = syncRoutes[route].output.safeParse(value);
  if (!parsed.success) throw new Problem('server-answer', { status: answer.status }, parsed.error);
  return parsed.data as SyncOutput<Route>;
}
