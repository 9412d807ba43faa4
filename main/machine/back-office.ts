/**
 * The back office over HTTPS: a pinned certificate, every request signed with the till's key, every answer checked.
 */
import type { KeyObject } from 'node:crypto';
import { createHash, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import {
  type BackOffice,
  contractHeader,
  contractVersion,
  refusalSchema,
  type SignedHead,
  type SyncAnswer,
  type SyncInput,
  type SyncRoute,
  signatureHeaders,
  signedText,
  syncRoutes,
} from '../../domain/contract/sync.ts';
import { Problem, saidHere } from '../../domain/words/problem.ts';
import type { TillConfig } from './config.ts';
import { type Answer, exchange, type Outgoing } from './https-exchange.ts';

/** Who speaks to the back office; null before enrolment, when only `enrol` can be called. */
export type Credentials = Readonly<{ till: string; privateKey: KeyObject }>;

export type { Answer, Outgoing } from './https-exchange.ts';

const nonceBytes = 16;
/** Below this it costs more than it saves. */
const compressedFromBytes = 4 * 1024;

/**
 * Talks to the back office of `config`, over HTTPS unless `send` goes another way: a simulation has it in process.
 * Calls throw `Problem`: `server-…`, `chain-refused`, `till-not-enrolled` …
 */
export function createBackOffice(
  config: TillConfig['server'],
  clock: Clock,
  random: Random,
  send: (out: Outgoing) => Promise<Answer> = (out) => exchange(config, clock, out),
): (credentials: Credentials | null) => BackOffice {
  return (credentials) => ({
    call: async (route, input) => {
      const { method } = syncRoutes[route];
      const { path, body, description } = wire(config.url, route, input);
      const nonce = Buffer.from(random.bytes(nonceBytes)).toString('base64url');
      const bodyHash = createHash('sha256').update(body).digest('hex');
      const head = { method, path, at: String(clock.now()), nonce, bodyHash };
      const headers = {
        ...description,
        [contractHeader]: String(contractVersion),
        ...(credentials ? signatureOf(credentials, head) : {}),
      };
      const answer = await send({ method, path, body, headers });
      return readAnswer(route, answer);
    },
  });
}

/** Inputs of a GET travel in the query, those of a POST as JSON, compressed where that is worth while. */
function wire<Route extends SyncRoute>(base: string, route: Route, input: SyncInput<Route>) {
  const { method, path } = syncRoutes[route];
  const prefix = new URL(base).pathname.replace(/\/$/, '');
  if (method === 'GET') {
    const query = new URLSearchParams(input as Record<string, string>).toString();
    const full = prefix + path + (query === '' ? '' : `?${query}`);
    return { path: full, body: Buffer.alloc(0), description: {} };
  }
  const json = Buffer.from(JSON.stringify(input));
  const isLong = json.length >= compressedFromBytes;
  return {
    path: prefix + path,
    body: isLong ? gzipSync(json, { level: 1 }) : json,
    description: {
      'content-type': 'application/json',
      ...(isLong ? { 'content-encoding': 'gzip' } : {}),
    },
  };
}

function signatureOf({ till, privateKey }: Credentials, head: SignedHead): Record<string, string> {
  const signature = sign(null, Buffer.from(signedText(head)), privateKey);
  return {
    [signatureHeaders.till]: till,
    [signatureHeaders.at]: head.at,
    [signatureHeaders.nonce]: head.nonce,
    [signatureHeaders.bodyHash]: head.bodyHash,
    [signatureHeaders.signature]: signature.toString('base64'),
  };
}

/** Throws `Problem`: what the back office refused with, or `server-answer` where it made no sense. */
function readAnswer<Route extends SyncRoute>(route: Route, answer: Answer): SyncAnswer<Route> {
  let value: unknown;
  try {
    value = JSON.parse(answer.body);
  } catch (cause) {
    throw new Problem('server-answer', { status: answer.status }, cause);
  }
  if (answer.status < 200 || answer.status > 299) {
    const refusal = refusalSchema.safeParse(value);
    if (!refusal.success) throw new Problem('server-answer', { status: answer.status });
    const { kind, params } = saidHere(refusal.data.problem);
    // What went wrong inside the server is no failure of this program.
    throw new Problem(kind === 'unexpected' ? 'server-refused' : kind, params);
  }
  const how = syncRoutes[route];
  const answered: z.ZodType = 'read' in how ? how.read : how.output;
  const parsed = answered.safeParse(value);
  if (!parsed.success) throw new Problem('server-answer', { status: answer.status }, parsed.error);
  return parsed.data as SyncAnswer<Route>;
}
