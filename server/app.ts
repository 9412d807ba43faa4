/** The back office without a socket: routes of domain/contract/sync.ts in, answers or refusals out. */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import {
  bodyBytesMax,
  type SyncOutput,
  type SyncRoute,
  syncRoutes,
} from '../domain/contract/sync.ts';
import { toHex } from '../domain/journal-chain.ts';
import { Problem, toProblem } from '../domain/problems.ts';
import type { Random } from '../domain/random.ts';
import { createAdmin } from './admin/index.ts';
import { createConsole } from './console/index.ts';
import { badRequest, refusalStatus } from './refusal.ts';
import { parseBody, parseInput, readBody } from './request-body.ts';
import { digests } from './routes/digests.ts';
import { enrol } from './routes/enrol.ts';
import { pull } from './routes/pull.ts';
import { head, push } from './routes/push.ts';
import { authenticate, type Caller } from './signature.ts';
import type { Store } from './store/open.ts';

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
}>;

/** A code and a key are some 150 bytes, and strangers may send them. */
const enrolBytesMax = 4 * 1024;

type Input<Route extends SyncRoute> = z.output<(typeof syncRoutes)[Route]['input']>;

/** `.request(path, init)` answers without a network; `listenBackOffice` gives it one. */
export function createBackOffice(options: BackOfficeOptions): Hono {
  const { store, clock, random, consoleKey } = options;
  const { db } = store;
  const app = new Hono();

  const signed = <Route extends SyncRoute>(
    route: Route,
    answer: (caller: Caller, input: Input<Route>) => Promise<SyncOutput<Route>>,
  ): void => {
    const { method, path, input } = syncRoutes[route];
    app.on(method, path, async (context) => {
      const { caller, body } = await authenticate(db, clock, {
        method,
        path: pathOf(context),
        header: (name) => context.req.header(name),
        body: () => readBody(context.req.raw, bodyBytesMax),
      });
      const parsed =
        method === 'POST' ? parseBody(input, body) : parseInput(input, context.req.query());
      return context.json(await answer(caller, parsed as Input<Route>));
    });
  };

  app.post(syncRoutes.enrol.path, async (context) => {
    const bytes = await readBody(context.req.raw, enrolBytesMax);
    const body = parseBody(syncRoutes.enrol.input, bytes);
    return context.json(await enrol(db, clock, body));
  });
  signed('head', (caller) => head(db, caller));
  signed('push', (caller, { entries }) => push(db, clock, caller, entries));
  signed('pull', (caller, { cursor }) => pull(db, options, caller, cursor));
  signed('digests', (caller, { from }) => digests(db, caller, from));

  app.all('/v1/*', (context) => refuse(context, badRequest('no-such-route')));
  if (consoleKey !== undefined) {
    const admin = createAdmin({ store, clock, random });
    const { publicOrigin = null } = options;
    const noteFault = (thrown: unknown, path: string) => writeFault(thrown, path, options);
    const desk = { db, clock, random, admin, consoleKey, publicOrigin, noteFault };
    app.route('/', createConsole(desk));
  }
  app.notFound((context) => refuse(context, badRequest('no-such-route')));
  app.onError((thrown, context) => refuse(context, named(thrown, context, options)));
  return app;
}

function refuse(context: Context, problem: Problem): Response {
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

/** Path and query as they came: what the till signed. */
function pathOf(context: Context): string {
  const { url } = context.req;
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}
