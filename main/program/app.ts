/**
 * The till, put together without Electron: the same code runs behind a window, in a test and in a simulation.
 */
import { z } from 'zod';
import { assert, assertNever } from '../../domain/basics/assert.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import {
  type Channel,
  type ChannelInput,
  channels,
  type Envelope,
  type StartupView,
} from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { type Call, callOf } from '../till/call.ts';
import type { OpenTill } from '../till/open-till.ts';
import type { TillPorts } from '../till/ports.ts';
import { checkNeeds, lending } from './gate.ts';
import { routes, type StartupChannel, type TillChannel } from './routes.ts';
import { createStarter, type Starter } from './start.ts';
import { createTeller } from './tell.ts';

export { databaseName } from '../till/journal-files.ts';
export type { TillPorts } from '../till/ports.ts';

/** How long an end waits for what people have asked for. */
const closeMsMax = 5_000;

export type Till = Readonly<{
  /** Permission, then input, then the use case, then its output. Never throws. */
  handle(channel: string, input: unknown, grant?: unknown): Promise<Envelope<unknown>>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: TillEvent) => void): () => void;
  /** Opens the database and recovers. What stops it is told by `startup.view`; `startup.retry` tries again. */
  start(): Promise<void>;
  /** Ends what runs beside the use cases, then lets go of the file. */
  close(): Promise<void>;
}>;

export function createTill(ports: TillPorts): Till {
  const listeners = new Set<(event: TillEvent) => void>();
  const emit = (event: TillEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const starter = createStarter(ports, createTeller(emit));
  const inFlight = new Set<Promise<unknown>>();
  let closed = false;

  const answer = async (
    channel: string,
    input: unknown,
    grant: unknown,
  ): Promise<Envelope<unknown>> => {
    try {
      if (closed || !isChannel(channel)) throw new Problem('bad-request');
      return { ok: true, value: await run(starter, channel, input, grant) };
    } catch (thrown) {
      const failed = toProblem(thrown);
      logRefusal(ports, channel, failed);
      return { ok: false, problem: failed.toData() };
    }
  };

  return {
    handle: (channel, input, grant) => {
      const answered = answer(channel, input, grant);
      inFlight.add(answered);
      void answered.finally(() => inFlight.delete(answered));
      return answered;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      await starter.start(null);
    },
    close: async () => {
      closed = true;
      // A payment that still waits for its host is not waited for long: the next start settles it.
      await starter.close(() => settledWithin(ports.clock, [...inFlight], closeMsMax));
    },
  };
}

/** Throws `Problem` where the call is refused; anything else thrown is a bug. */
async function run(
  starter: Starter,
  channel: Channel,
  input: unknown,
  grant: unknown,
): Promise<unknown> {
  if (isStartup(channel)) {
    return checkOut(channel, await callStartup(starter, channel, checkIn(channel, input)));
  }
  const till = starter.till();
  checkNeeds(till, channels[channel].needs);
  const parsed = checkIn(channel, input);
  const asked = callOf(channel, parsed, grantSchema.parse(grant));
  const lent = lending(till, channel, parsed, asked);
  const answer = await callRoute(till, channel, parsed, { ...asked, allow: lent?.allow ?? null });
  assert(lent === null || lent.isAsked(), `somebody allows ${channel}`);
  return checkOut(channel, answer);
}

function callStartup(
  starter: Starter,
  channel: StartupChannel,
  input: unknown,
): Promise<StartupView> {
  switch (channel) {
    case 'startup.view':
      return starter.view();
    case 'startup.retry':
      return starter.start(null);
    case 'startup.enrol':
      return starter.start((input as ChannelInput<'startup.enrol'>).code);
    default:
      return assertNever(channel);
  }
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

/** One route for its own channel; the table of routes is what the compiler has checked. */
function callRoute(till: OpenTill, channel: TillChannel, input: unknown, call: Call): unknown {
  const route = routes[channel] as (till: OpenTill, input: unknown, call: Call) => unknown;
  return route(till, input, call);
}

/** What came beside the call; anything that is no grant is none. */
const grantSchema = z.uuid().nullable().catch(null);

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
