/** What one till's sign-in costs the back office among few and among many: processor time, so that a busy machine does not matter. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createBackOffice } from '../../../main/machine/back-office.ts';
import { createNewId, systemClock, systemRandom } from '../../../main/machine/clock.ts';
import { openStore, type Store } from '../../../server/store/open.ts';
import { createSeededRandom } from '../random.ts';
import { arrival, opening } from './day.ts';
import { enrolledFact, joinFleet } from './join.ts';
import { cpuSecondsOf, startServerProgram } from './server-program.ts';
import type { FleetTill } from './till.ts';

export type Cost = Readonly<{
  tills: number;
  /** Processor time of one sign-in's sync, ms. */
  serverMs: number;
  databaseMs: number;
  /** By the clock, of the whole sync. */
  p99Ms: number;
}>;

export type ScaleOptions = Readonly<{
  seed: number;
  sizes: readonly number[];
  newDatabase(): Promise<string>;
  say(line: string): void;
}>;

/** Sign-ins under way at once. */
const atOnce = 16;
const moment = { at: Date.UTC(2026, 10, 20), businessDate: '2026-11-20', operator: '1001' };

export async function measureScale(options: ScaleOptions): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const tills of options.sizes) {
    costs.push(await measure(options, tills));
    options.say(`${tills} tills measured.`);
  }
  return costs;
}

async function measure({ seed, newDatabase, say }: ScaleOptions, tills: number): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-fleet-'));
  const databaseUrl = await newDatabase();
  const random = createSeededRandom(seed, 'fleet');
  const newId = createNewId(systemClock, random);
  const store = await openStore({ databaseUrl });
  const server = await startServerProgram({ databaseUrl, folder, say });
  try {
    const backOffice = createBackOffice(
      { url: `https://127.0.0.1:${server.port()}`, certificate: server.certificateFile },
      systemClock,
      systemRandom,
    );
    const habits = { doubled: 0, resent: 0 };
    const joining = { store, clock: systemClock, random, newId, tills, habits, backOffice };
    const fleet = await joinFleet(joining);
    const postmaster = await postmasterOf(store);
    const before = { server: server.cpuSeconds(), database: databaseSeconds(postmaster) };
    const times = await oneMorning(fleet, async (till) => {
      const begun = performance.now();
      till.write(moment, [enrolledFact(till), ...arrival({ random, newId })]);
      await till.syncAtSignIn(moment);
      till.write(moment, opening(false));
      await till.push();
      return performance.now() - begun;
    });
    return {
      tills,
      serverMs: ((server.cpuSeconds() - before.server) * 1_000) / tills,
      databaseMs: ((databaseSeconds(postmaster) - before.database) * 1_000) / tills,
      p99Ms: times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0,
    };
  } finally {
    await server.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function oneMorning(
  fleet: readonly FleetTill[],
  signIn: (till: FleetTill) => Promise<number>,
): Promise<number[]> {
  const times: number[] = [];
  const queue = fleet.values();
  const lane = async (): Promise<void> => {
    for (const till of queue) times.push(await signIn(till));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return times;
}

/** The process that all others of this PostgreSQL are children of. */
async function postmasterOf({ db }: Store): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return parentOf(rows[0]?.pid ?? 0);
}

function databaseSeconds(postmaster: number): number {
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && parentOf(Number(name)) === postmaster,
  );
  return [postmaster, ...children.map(Number)].reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
}

/** proc(5): the fourth field. 0 for a process that has just ended. */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
