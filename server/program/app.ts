/** The back office without a socket: routes of domain/contract/sync.ts in, answers or refusals out. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import {
  bodyBytesMax,
  contractHeader,
  type SyncOutput,
  type SyncRoute,
  signatureHeaders,
  syncRoutes,
} from '../../domain/contract/sync.ts';
import { toHex } from '../../domain/journal/chain.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { createAdmin } from '../admin.ts';
import type { Reviewer } from '../anomalies/reviewer.ts';
import { shelveSecretDoubt } from '../anomalies/secret-doubt.ts';
import { createAudit } from '../audit/audit.ts';
import { JsonText } from '../basics/json-text.ts';
import { badRequest, refusalStatus } from '../basics/refusal.ts';
import { decodeBody, parseBody, parseInput, readBody } from '../basics/request-body.ts';
import { createConsole } from '../console/program/index.ts';
import { createDoor, type Door, type Limits, type Source } from '../door/door.ts';
import { createReplays } from '../door/replays.ts';
import { authenticate, type Caller, checkBody, signatureLifeMs } from '../door/signature.ts';
import { digests } from '../journal/digests.ts';
import { head, push } from '../journal/push.ts';
import { chain } from '../office/chain.ts';
import { enrol } from '../office/enrol.ts';
import { isHealthy } from '../office/health.ts';
import { ownedDigests } from '../office/owned.ts';
import { pull } from '../office/pull.ts';
import { contractOf } from '../office/shapes.ts';
import { takeSecret } from '../people/take-secret.ts';
import type { Store } from '../store/open.ts';
import { openApi } from './openapi.ts';

/** `cause` is whatever was thrown; `reference` is what the till was told. */
export type LogFault = (
  fault: Readonly<{ reference: string; path: string; cause: unknown }>,
) => void;

export type BackOfficeOptions = Readonly<{
  store: Store;
  clock: Clock;
  random: Random;
  /** Makes the first account of the web page at `/`; without it there is no page. */
  consoleKey?: string;
  /** Where people reach the page, `https://office.example`; what a request came to where absent. */
  publicOrigin?: string;
  /** Hears of what nobody expected. */
  logFault?: LogFault;
  /** Looks at what tills have pushed; without it nobody does. */
  reviewer?: Reviewer;
  /** What differs from `usualLimits`. */
  limits?: Partial<Limits>;
}>;

/** A code and a key are some 150 bytes, and strangers may send them. */
const enrolBytesMax = 4 * 1024;
const compressedFromBytes = 1_024;

type Input<Route extends SyncRoute> = z.output<(typeof syncRoutes)[Route]['input']>;
type GateName = keyof Door['gates'];

/** `.request(path, init)` answers without a network; `listenBackOffice` gives it one. */
export function createBackOffice(options: BackOfficeOptions): Hono {
  const { store, clock, random, consoleKey } = options;
  const { db } = store;
  const app = new Hono();
  const audit = createAudit(clock, random);
  const door = createDoor(db, clock, audit, options.limits);
  const replays = createReplays(clock, signatureLifeMs);

  app.use('/v1/*', compress({ threshold: compressedFromBytes }));
  app.get('/healthz', async (context) => {
    door.knock(sourceOf(context));
    const ok = await isHealthy(db);
    return context.json({ ok }, ok ? 200 : 503);
  });
  app.get('/v1/openapi.json', (context) => json(context, openApi()));

  const signed = <Route extends SyncRoute>(
    route: Route,
    gate: GateName,
    answer: (
      caller: Caller,
      input: Input<Route>,
      contract: number,
    ) => Promise<SyncOutput<Route> | JsonText>,
  ): void => {
    const { method, path, input } = syncRoutes[route];
    app.on(method, path, async (context) => {
      const source = sourceOf(context);
      door.knock(source);
      const header = (name: string) => context.req.header(name);
      const head = { method, path: pathOf(context), header };
      const { caller, bodyHash } = await authenticate(db, clock, replays, head);
      recognised.add(context.req.raw);
      door.recognise(source);
      const contract = contractOf(header(contractHeader));
      return door.gates[gate].pass(caller.till, async (inTurn) => {
        const sent = await readBody(context.req.raw, bodyBytesMax);
        checkBody(sent, bodyHash);
        const parsed =
          method === 'POST'
            ? parseBody(input, decodeBody(context.req.raw, sent, bodyBytesMax))
            : parseInput(input, context.req.query());
        return json(context, await inTurn(() => answer(caller, parsed as Input<Route>, contract)));
      });
    });
  };

  app.post(syncRoutes.enrol.path, async (context) => {
    const source = sourceOf(context);
    door.knock(source);
    contractOf(context.req.header(contractHeader));
    const attempt = door.tryCode(source.address);
    const sent = await readBody(context.req.raw, enrolBytesMax);
    const bytes = decodeBody(context.req.raw, sent, enrolBytesMax);
    const body = parseBody(syncRoutes.enrol.input, bytes);
    const enrolled = await enrol(db, clock, body);
    attempt.right();
    const { store: joined, till } = enrolled;
    await audit.did(db, {
      store: joined,
      who: `till:${till}`,
      what: 'till-joined',
      params: { till },
    });
    return json(context, enrolled);
  });
  /** Taken or refused: somebody looks at it, and nobody waits for that. */
  const looked = <Answer>(caller: Caller, answer: Promise<Answer>): Promise<Answer> =>
    answer.finally(() => options.reviewer?.want(caller));
  signed('head', 'others', (caller, theirs) => looked(caller, head(db, clock, caller, theirs)));
  signed('push', 'pushes', (caller, { entries }) =>
    looked(caller, push(db, clock, caller, entries)),
  );
  signed('pull', 'pulls', (caller, { cursor }, contract) =>
    pull(db, options, caller, cursor, contract),
  );
  signed('secret', 'others', (caller, secret) =>
    takeSecret(db, clock, caller, secret, shelveSecretDoubt),
  );
  signed('chain', 'others', async (caller, input) => {
    const step = await chain(db, clock, caller, input);
    const { store: of, till: from } = caller;
    if (step.enrolled !== null) {
      const params = { till: from, to: step.enrolled.till, shared: step.shared };
      await audit.did(db, { store: of, who: `till:${from}`, what: 'till-continued', params });
    }
    return step;
  });
  signed('digests', 'others', async (caller, { from, cursor }, contract) => ({
    ...(await digests(db, caller, from, contract)),
    owned: cursor === undefined ? undefined : await ownedDigests(db, caller, cursor),
  }));

  app.all('/v1/*', () => {
    throw badRequest('no-such-route');
  });
  if (consoleKey !== undefined) {
    const admin = createAdmin({ store, clock, random });
    const { publicOrigin = null } = options;
    const noteFault = (thrown: unknown, path: string) => writeFault(thrown, path, options);
    const desk = { db, clock, random, admin, consoleKey, publicOrigin, noteFault };
    app.route('/', createConsole(desk));
  }
  app.notFound((context) => refuse(context, badRequest('no-such-route')));
  app.onError(async (thrown, context) => {
    const problem = named(thrown, context, options);
    await note(door, problem, context, options);
    return refuse(context, problem);
  });
  return app;
}

/** With its length, so that short answers are not compressed. */
function json(context: Context, value: unknown): Response {
  const headers = { 'content-type': 'application/json' };
  if (value instanceof JsonText) return context.body(streamOf(value.parts), 200, headers);
  const text = JSON.stringify(value);
  return context.body(text, 200, {
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
  });
}

function streamOf(parts: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    pull: (controller) => {
      const part = parts[next];
      next += 1;
      if (part === undefined) controller.close();
      else controller.enqueue(encoder.encode(part));
    },
  });
}

/** Requests whose till has proved itself. */
const recognised = new WeakSet<Request>();

/** Nobody waits any more for what was hung up on; and an audit that cannot be written must not hide the refusal. */
async function note(
  door: Door,
  problem: Problem,
  context: Context,
  options: BackOfficeOptions,
): Promise<void> {
  const { path, raw } = context.req;
  if (!path.startsWith('/v1/') || raw.signal.aborted) return;
  const source = sourceOf(context);
  try {
    await door.refused({ source, recognised: recognised.has(raw), problem, path });
  } catch (cause) {
    writeFault(cause, path, options);
  }
}

function refuse(context: Context, problem: Problem): Response {
  const { seconds } = problem.params;
  if (problem.kind === 'server-busy') context.header('retry-after', String(seconds));
  return context.json({ problem: problem.toData() }, refusalStatus(problem));
}

/** What nobody expected gets a number that the till shows and the log explains. */
function named(thrown: unknown, context: Context, options: BackOfficeOptions): Problem {
  const problem = toProblem(thrown);
  if (problem.kind !== 'unexpected') return problem;
  const reference = writeFault(thrown, context.req.path, options);
  return new Problem('unexpected', { reference }, thrown);
}

/** The number by which it is found in the log. */
function writeFault(cause: unknown, path: string, { random, logFault }: BackOfficeOptions): string {
  const reference = toHex(random.bytes(4));
  logFault?.({ reference, path, cause });
  return reference;
}

/** The address of the socket; a request without one came from this process. */
function sourceOf(context: Context): Source {
  const env = context.env as Partial<HttpBindings> | undefined;
  return {
    address: env?.incoming?.socket.remoteAddress ?? 'in-process',
    till: context.req.header(signatureHeaders.till) ?? '',
  };
}

/** Path and query as they came: what the till signed. */
function pathOf(context: Context): string {
  const { url } = context.req;
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}
