/**
 * The till, put together without Electron: the same code runs behind a window, in a test and in a simulation.
 */
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase } from '../db/index.ts';
import { assert } from '../domain/assert.ts';
import type { Clock } from '../domain/clock.ts';
import {
  type Channel,
  type ChannelInput,
  channels,
  type Envelope,
  type StartupView,
  type TillEvent,
} from '../domain/contract/ipc.ts';
import { Problem, toProblem } from '../domain/problems.ts';
import { checkNeeds } from './gate.ts';
import { createLane } from './lane.ts';
import { type RunningTill, startTill } from './open-till.ts';
import type { TillPorts } from './ports.ts';
import { routes, type StartupChannel, type TillChannel } from './routes.ts';
import type { OpenTill } from './session.ts';
import { enrol, keyOf } from './use-cases/enrol.ts';
import { syncNow } from './use-cases/sync.ts';

export type { Credentials, KeyStore, Log, TillPorts } from './ports.ts';

/** How long an end waits for what people have asked for. */
const closeMsMax = 5_000;

/** Of the file in the data directory. */
export const databaseName = 'till.db';

export type Till = Readonly<{
  /** Permission, then input, then the use case, then its output. Never throws. */
  handle(channel: string, input: unknown): Promise<Envelope<unknown>>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: TillEvent) => void): () => void;
  /** Opens the database and recovers. What stops it is told by `startup.view`; `startup.retry` tries again. */
  start(): Promise<void>;
  /** Ends what runs beside the use cases, then lets go of the file. */
  close(): Promise<void>;
}>;

export function createTill(ports: TillPorts): Till {
  const listeners = new Set<(event: TillEvent) => void>();
  const startLane = createLane();
  let db: TillDatabase | null = null;
  let running: RunningTill | null = null;
  let problem: Problem | null = null;
  let closed = false;
  const inFlight = new Set<Promise<unknown>>();

  const emit = (event: TillEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const view = (): StartupView => ({
    problem: running ? null : (problem ?? new Problem('till-not-enrolled')).toData(),
    locale: ports.config.locale,
    version: ports.system.appVersion,
  });

  /** Goes as far as it can; stops at the first problem and keeps what is open for the next try. */
  const start = (code: string | null): Promise<StartupView> =>
    startLane(async () => {
      if (running || closed) return view();
      try {
        db ??= (ports.openDatabase ?? openTillDatabase)(join(ports.dataDirectory, databaseName));
        running = await startEnrolled(ports, db, code, emit);
        problem = null;
      } catch (thrown) {
        problem = toProblem(thrown);
        ports.log.error({ kind: problem.kind, err: problem.cause ?? problem }, 'not started');
      }
      emit({ kind: 'startup', view: view() });
      running?.till.changed();
      return view();
    });

  const startup = {
    // A page that asks while the till starts waits for the answer that lasts.
    'startup.view': () => startLane(async () => view()),
    'startup.retry': () => start(null),
    'startup.enrol': ({ code }: ChannelInput<'startup.enrol'>) => start(code),
  } satisfies Record<StartupChannel, unknown>;

  const run = async (channel: Channel, input: unknown): Promise<unknown> => {
    const { needs } = channels[channel];
    if (isStartup(channel)) {
      return checkOut(channel, await startup[channel](checkIn(channel, input) as { code: string }));
    }
    if (!running) throw problem ?? new Problem('till-not-enrolled');
    const { till } = running;
    checkNeeds(till, needs);
    const parsed = checkIn(channel, input);
    return checkOut(channel, await callRoute(till, channel, parsed));
  };

  const answer = async (channel: string, input: unknown): Promise<Envelope<unknown>> => {
    try {
      if (closed || !isChannel(channel)) throw new Problem('bad-request');
      return { ok: true, value: await run(channel, input) };
    } catch (thrown) {
      const failed = toProblem(thrown);
      logRefusal(ports, channel, failed);
      return { ok: false, problem: failed.toData() };
    }
  };

  return {
    handle: (channel, input) => {
      const answered = answer(channel, input);
      inFlight.add(answered);
      void answered.finally(() => inFlight.delete(answered));
      return answered;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      await start(null);
    },
    close: async () => {
      closed = true;
      await startLane(async () => {
        await running?.stop();
        // A payment that still waits for its host is not waited for: the next start settles it.
        await settledWithin(ports.clock, [...inFlight], closeMsMax);
        db?.close();
      });
    },
  };
}

/** Resolves when all have ended, or the time is up. */
function settledWithin(clock: Clock, all: readonly Promise<unknown>[], ms: number): Promise<void> {
  return new Promise((resolve) => {
    const stopClock = clock.after(ms, resolve);
    void Promise.allSettled(all).then(() => {
      stopClock();
      resolve();
    });
  });
}

/** Joins the store first where that is still to be done. Throws `Problem`. */
async function startEnrolled(
  ports: TillPorts,
  db: TillDatabase,
  code: string | null,
  emit: (event: TillEvent) => void,
): Promise<RunningTill> {
  const isNew = db.identity() === null;
  if (isNew) {
    const codeGiven = code ?? ports.config.enrolmentCode;
    if (!codeGiven) throw new Problem('till-not-enrolled');
    await enrol(ports, db, codeGiven);
  }
  const identity = db.identity();
  assert(identity, 'the till has joined a store');
  const running = startTill({ ports, db, identity, key: keyOf(ports), emit });
  if (db.operators.list().length === 0) await fetchOperators(running.till);
  return running;
}

/** Without operators nobody can sign in. Where it fails, the background sync goes on trying. */
async function fetchOperators(till: OpenTill): Promise<void> {
  try {
    await syncNow(till);
  } catch (thrown) {
    till.ports.log.warn({ kind: toProblem(thrown).kind }, 'no operators yet');
  }
}

/** One route for its own channel; the table of routes is what the compiler has checked. */
function callRoute(till: OpenTill, channel: TillChannel, input: unknown): unknown {
  const route = routes[channel] as (till: OpenTill, input: unknown) => unknown;
  return route(till, input);
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(channels, name);
}

function isStartup(channel: Channel): channel is StartupChannel {
  return channel.startsWith('startup.');
}

/** Throws `Problem` `bad-request`. What was wrong stays here: it may hold what a person typed. */
function checkIn(channel: Channel, input: unknown): unknown {
  const parsed = channels[channel].input.safeParse(input);
  if (!parsed.success) throw new Problem('bad-request', { channel });
  return parsed.data;
}

/** Throws ZodError, a bug, where an answer is not what the page was promised. */
function checkOut(channel: Channel, output: unknown): unknown {
  return channels[channel].output.parse(output);
}

function logRefusal(ports: TillPorts, channel: string, problem: Problem): void {
  if (problem.kind !== 'unexpected') {
    ports.log.info({ channel, kind: problem.kind }, 'refused');
    return;
  }
  ports.log.error({ channel, err: problem.cause }, 'unexpected');
}
