/**
 * The back office as one request handler, made without a socket: `app.fetch` takes a request and gives the answer,
 * from a listener, a test or a simulation.
 */
import { Hono } from 'hono';
import type { Clock } from '../domain/clock.ts';
import { pushBytesMax, type SyncOutput, syncRoutes } from '../domain/contract/sync.ts';
import { Problem } from '../domain/problems.ts';
import { readSigned } from './auth.ts';
import { addConsole } from './console/index.ts';
import { enrol } from './enrol.ts';
import type { Log } from './log.ts';
import { digests, pull } from './pull.ts';
import { push } from './push.ts';
import { refuse } from './refusals.ts';
import { check, parseJson, readBody } from './request.ts';
import type { Store } from './store/open.ts';
import type { Till } from './store/tills.ts';

export type BackOfficePorts = Readonly<{
  store: Store;
  clock: Clock;
  log: Log;
  /** Opens the console; see console/access.ts. */
  consoleKey: string;
}>;

/** Codes, keys and queries are short. */
const smallBytesMax = 16 * 1024;

export function createBackOffice({ store: { db }, clock, log, consoleKey }: BackOfficePorts): Hono {
  const app = new Hono();
  const { head, push: pushRoute, pull: pullRoute, digests: digestsRoute } = syncRoutes;

  app.post(syncRoutes.enrol.path, async (context) => {
    const body = await readBody(context.req, smallBytesMax);
    const input = parseJson(body, syncRoutes.enrol.input);
    const enrolled = await enrol(db, clock, input);
    log.info({ store: enrolled.store, till: enrolled.till }, 'a till joined');
    return context.json(enrolled);
  });

  app.get(head.path, async (context) => {
    const { till } = await readSigned(context.req, db, clock, smallBytesMax);
    return context.json(till.head satisfies SyncOutput<'head'>);
  });

  app.post(pushRoute.path, async (context) => {
    const { till, body } = await readSigned(context.req, db, clock, pushBytesMax);
    const { entries } = parseJson(body, pushRoute.input);
    return context.json((await push(db, clock, till, entries)) satisfies SyncOutput<'push'>);
  });

  app.get(pullRoute.path, async (context) => {
    const { till } = await readSigned(context.req, db, clock, smallBytesMax);
    const { cursor } = check(context.req.query(), pullRoute.input);
    return context.json(await pull(db, clock, till, cursor));
  });

  app.get(digestsRoute.path, async (context) => {
    const { till } = await readSigned(context.req, db, clock, smallBytesMax);
    const { from } = check(context.req.query(), digestsRoute.input);
    const found = { digests: await digests(db, till, from) } satisfies SyncOutput<'digests'>;
    return context.json(found);
  });

  addConsole(app, { db, clock, consoleKey });
  app.notFound((context) => refuse(context, log, new Problem('bad-request', { what: 'route' })));
  app.onError((thrown, context) => refuse(context, log, thrown));
  return app;
}
