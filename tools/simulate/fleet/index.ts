/**
 * Many tills, a real back office program over TLS, a real PostgreSQL, and everything that goes wrong on the way between
 * them. Whoever is cut off tries again, as a till does; in the end every journal must have arrived once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../../domain/basics/clock.ts';
import { type Problem, toProblem } from '../../../domain/words/problem.ts';
import { createBackOffice } from '../../../main/machine/back-office.ts';
import { createNewId, systemClock, systemRandom } from '../../../main/machine/clock.ts';
import { openStore } from '../../../server/store/open.ts';
import { createSeededRandom, type SeededRandom } from '../random.ts';
import { type Audit, auditFleet } from './audit.ts';
import { type Cable, layCable } from './cable.ts';
import { arrival, type Chance, closing, opening, selling } from './day.ts';
import { enrolledFact, joinFleet } from './join.ts';
import { type ServerProgram, startServerProgram } from './server-program.ts';
import type { FleetTill } from './till.ts';

export type FleetOptions = Readonly<{
  seed: number;
  tills: number;
  days: number;
  /** Customers of a till on a day. */
  sales: number;
  /** The quarter of an hour in which everybody signs in passes so many times faster. */
  speed: number;
  databaseUrl: string;
  say(line: string): void;
}>;

/** One sign-in's talk with the back office, in ms, from its first try to its end. */
export type Sync = Readonly<{ ms: number; tries: number }>;

export type FleetResult = Readonly<{
  syncs: readonly Sync[];
  /** Sign-ins that opened without the back office. */
  offline: number;
  /** Kind of problem → tries that ended with it and were followed by another. */
  troubles: Readonly<Record<string, number>>;
  cuts: number;
  restarts: number;
  /** What the server said was wrong with itself. */
  faults: readonly string[];
  serverCpuSeconds: number;
  tookMs: number;
  audit: Audit;
}>;

const quarterMs = 15 * 60_000;
/** Nobody waits for a whole day: what follows the sign-ins comes in a third of their time. */
const restOfDayMs = quarterMs / 3;
/** Share of connections that are cut in the middle. */
const cutShare = 0.02;
const habits = { doubled: 0.05, resent: 0.05 };
/** Share of tills whose line is dead for a whole day. */
const deadLineShare = 0.03;
/** As long as a cashier waits; then the till opens offline. */
const triesAtSignIn = 6;
const triesMax = 60;
/** The first business date. */
const firstDate = Date.UTC(2026, 10, 20);

export async function simulateFleet(options: FleetOptions): Promise<FleetResult> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-fleet-'));
  const random = createSeededRandom(options.seed, 'fleet');
  const newId = createNewId(systemClock, random);
  const { databaseUrl, say } = options;
  const store = await openStore({ databaseUrl });
  const server = await startServerProgram({ databaseUrl, folder, say });
  const cable = await layCable({ port: server.port, share: cutShare, random });
  try {
    const backOffice = createBackOffice(
      { url: `https://127.0.0.1:${cable.port}`, certificate: server.certificateFile },
      systemClock,
      systemRandom,
    );
    const began = performance.now();
    const joining = { store, clock: systemClock, random, newId, tills: options.tills };
    const fleet = await joinFleet({ ...joining, habits, backOffice });
    say(`${fleet.length} tills have joined.`);
    const play = new FleetPlay(options, { random, newId }, fleet, server, cable);
    await play.allDays();
    const audit = await auditFleet(store.db, fleet);
    return { ...play.outcome(), tookMs: performance.now() - began, audit };
  } finally {
    await cable.close();
    await server.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class FleetPlay {
  readonly #options: FleetOptions;
  readonly #chance: Chance;
  readonly #fleet: readonly FleetTill[];
  readonly #server: ServerProgram;
  readonly #cable: Cable;
  readonly #syncs: Sync[] = [];
  /** Till → sales of the day so far. */
  readonly #sold = new Map<FleetTill, number>();
  readonly #troubles: Record<string, number> = {};
  #deadLines = new Set<FleetTill>();
  #offline = 0;

  constructor(
    options: FleetOptions,
    chance: Chance,
    fleet: readonly FleetTill[],
    server: ServerProgram,
    cable: Cable,
  ) {
    this.#options = options;
    this.#chance = chance;
    this.#fleet = fleet;
    this.#server = server;
    this.#cable = cable;
    for (const till of fleet) till.write(momentOf(0, 6, null), [enrolledFact(till)]);
  }

  async allDays(): Promise<void> {
    const { days, say, sales } = this.#options;
    const { random } = this.#chance;
    for (let day = 0; day < days; day += 1) {
      this.#deadLines = new Set(this.#fleet.filter(() => random.chance(deadLineShare)));
      this.#sold.clear();
      await this.#phase(quarterMs, ['SIGKILL', 'SIGTERM'], (till) => this.#signIn(till, day));
      say(`day ${day + 1}: signed in, ${this.#offline} of all so far offline`);
      for (const hour of [11, 15]) {
        const count = Math.ceil(sales / 2);
        await this.#phase(restOfDayMs, ['SIGKILL'], (till) => this.#sell(till, day, hour, count));
      }
      await this.#phase(restOfDayMs, ['SIGTERM'], (till) => this.#close(till, day));
      say(`day ${day + 1}: closed`);
    }
    this.#deadLines.clear();
    await this.#phase(restOfDayMs, [], (till) => this.#send(till));
  }

  outcome() {
    return {
      syncs: this.#syncs,
      offline: this.#offline,
      troubles: this.#troubles,
      cuts: this.#cable.cuts(),
      restarts: this.#server.restarts(),
      faults: this.#server.faults(),
      serverCpuSeconds: this.#server.cpuSeconds(),
    };
  }

  /** Everybody within `span` ms of their own time, while the server is ended and started again in between. */
  async #phase(
    span: number,
    restarts: readonly ('SIGKILL' | 'SIGTERM')[],
    act: (till: FleetTill) => Promise<void>,
  ): Promise<void> {
    const spanMs = span / this.#options.speed;
    const acts = this.#fleet.map(async (till) => {
      await sleep(systemClock, this.#chance.random.integer(0, Math.floor(spanMs)));
      await act(till);
    });
    const ends = restarts.map(async (how, index) => {
      await sleep(systemClock, (spanMs * (index + 1)) / (restarts.length + 1));
      await this.#server.restart(how);
    });
    await Promise.all([...acts, ...ends]);
  }

  async #signIn(till: FleetTill, day: number): Promise<void> {
    const moment = momentOf(day, 8, '1001');
    till.write(moment, arrival(this.#chance));
    const began = performance.now();
    let tries = 0;
    const synced =
      !this.#deadLines.has(till) &&
      (await this.#persist(triesAtSignIn, () => {
        tries += 1;
        return till.syncAtSignIn(moment);
      }));
    if (synced) this.#syncs.push({ ms: performance.now() - began, tries });
    else this.#offline += 1;
    till.write(moment, opening(!synced));
    await this.#send(till);
  }

  async #sell(till: FleetTill, day: number, hour: number, count: number): Promise<void> {
    const sold = this.#sold.get(till) ?? 0;
    this.#sold.set(till, sold + count);
    till.write(momentOf(day, hour, '1001'), selling(this.#chance, sold + 1, count));
    await this.#send(till);
  }

  async #close(till: FleetTill, day: number): Promise<void> {
    const moment = momentOf(day, 21, '1001');
    till.write(moment, closing(till, moment.businessDate, day + 1));
    await this.#send(till);
  }

  async #send(till: FleetTill): Promise<void> {
    if (this.#deadLines.has(till)) return;
    const sent = await this.#persist(triesMax, () => till.push());
    if (!sent) throw new Error(`${till.till} could not push in ${triesMax} tries`);
  }

  /** Tries again as main/use-cases/office/background-sync.ts does; what the back office refuses for good is thrown. */
  async #persist(tries: number, run: () => Promise<void>): Promise<boolean> {
    for (let failures = 0; failures < tries; failures += 1) {
      try {
        await run();
        return true;
      } catch (thrown) {
        const problem = toProblem(thrown);
        if (!worthAnotherTry.has(problem.kind)) throw thrown;
        this.#troubles[problem.kind] = (this.#troubles[problem.kind] ?? 0) + 1;
        await sleep(systemClock, pauseMs(problem, failures, this.#chance.random));
      }
    }
    return false;
  }
}

const worthAnotherTry: ReadonlySet<string> = new Set([
  'server-unreachable',
  'server-answer',
  'server-refused',
  'server-busy',
]);

function pauseMs({ kind, params }: Problem, failures: number, random: SeededRandom): number {
  const { seconds } = params;
  const asked = kind === 'server-busy' && typeof seconds === 'number' ? seconds * 1_000 : 0;
  const backOff = Math.min(20_000, 500 * 2 ** Math.min(failures, 6));
  return asked + random.integer(0, backOff);
}

/** `hour` of the store's wall clock on the `day`-th business date, from 0. */
function momentOf(day: number, hour: number, operator: string | null) {
  const utcOffsetHours = 8;
  const midnight = firstDate + day * 24 * 3_600_000;
  const businessDate = new Date(midnight).toISOString().slice(0, 10);
  return { at: midnight + (hour - utcOffsetHours) * 3_600_000, businessDate, operator };
}
