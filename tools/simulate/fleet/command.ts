/** `npm run simulate -- fleet …`: its arguments, its PostgreSQL, and how its outcome is told. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findPostgres, startPostgres } from '../../postgres.ts';
import type { FleetResult, Sync } from './index.ts';
import type { Cost } from './scale.ts';

export const fleetUsage = `  npm run simulate -- fleet --tills 2000 --days 3 [--seed 1] [--sales 20] [--speed 6]
  npm run simulate -- fleet --scale 1000,3000,10000 [--seed 1]

  Many tills against the real back office program, over TLS, on PostgreSQL: all sign in within the same quarter of an
  hour, while connections are cut, batches doubled and sent again, and the server killed and started again. In the end
  each journal must be at the back office once, and its sums agree. DATABASE_URL names an empty database; without it an
  own PostgreSQL is started and thrown away.

  --speed N     the quarter of an hour passes N times faster
  --scale LIST  one undisturbed morning for each number of tills: what one till's sign-in costs the server
`;

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const argumentsSchema = z.object({
  tills: whole.pipe(z.number().min(1).max(20_000)).default(2_000),
  days: whole.pipe(z.number().min(1).max(31)).default(3),
  seed: whole.default(1),
  sales: whole.pipe(z.number().min(2).max(2_000)).default(20),
  speed: whole.pipe(z.number().min(1).max(1_000)).default(6),
  scale: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5}){1,9}$/)
    .transform((list) => list.split(',').map(Number))
    .optional(),
});

/** Exit code 0: all is well; 1: something is lost, doubled or dear; 2: usage. */
export async function runFleet(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n\n${fleetUsage}`);
    return 2;
  }
  const postgres = process.env.DATABASE_URL === undefined ? await ownPostgres() : null;
  const newDatabase = async () => postgres?.newDatabase() ?? process.env.DATABASE_URL ?? '';
  try {
    if (asked.scale) {
      const { measureScale } = await import('./scale.ts');
      const costs = await measureScale({ ...asked, sizes: asked.scale, newDatabase, say });
      process.stdout.write(scaleSummary(costs));
      return growsAtMostLinearly(costs) ? 0 : 1;
    }
    const { simulateFleet } = await import('./index.ts');
    const result = await simulateFleet({ ...asked, databaseUrl: await newDatabase(), say });
    process.stdout.write(summaryOf(result));
    const wrong = [...result.audit.findings, ...result.faults];
    for (const finding of wrong) process.stderr.write(`${finding}\n`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await postgres?.stop();
  }
}

function readArguments(args: readonly string[]): z.output<typeof argumentsSchema> | string {
  const option = { type: 'string' } as const;
  const names = ['tills', 'days', 'seed', 'sales', 'speed', 'scale'];
  try {
    const options = Object.fromEntries(names.map((name) => [name, option]));
    const parsed = argumentsSchema.safeParse(parseArgs({ args: [...args], options }).values);
    return parsed.success
      ? parsed.data
      : `--${String(parsed.error.issues[0]?.path[0])} is not usable.`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Throws an Error that names the missing package. */
async function ownPostgres() {
  const found = findPostgres();
  if (found.bin === null) throw new Error(`Set DATABASE_URL: ${found.reason}.`);
  return startPostgres(found.bin);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function summaryOf(result: FleetResult): string {
  const { syncs, offline, troubles, cuts, restarts, serverCpuSeconds, tookMs, audit } = result;
  const quiet = syncs.filter(({ tries }) => tries === 1);
  return table([
    ['sign-ins', `${syncs.length} with the back office, ${offline} offline`],
    ['sync, all', spread(syncs)],
    ['sync, undisturbed', `${spread(quiet)} (${quiet.length})`],
    ['most tries', String(Math.max(0, ...syncs.map(({ tries }) => tries)))],
    ['tried again after', JSON.stringify(troubles)],
    ['connections cut', String(cuts)],
    ['server restarted', String(restarts)],
    ['server processor', `${serverCpuSeconds.toFixed(1)} s`],
    ['entries', `${audit.entries}, sales ${audit.sales}`],
    ['lost, doubled, different', String(audit.findings.length)],
    ['faults of the server', String(result.faults.length)],
    ['took', `${(tookMs / 1_000).toFixed(1)} s`],
  ]);
}

/** Of times in ms. */
function spread(syncs: readonly Sync[]): string {
  const sorted = syncs.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${Math.round(sorted.at(-1) ?? 0)} ms`;
}

function scaleSummary(costs: readonly Cost[]): string {
  return table(
    costs.map(({ tills, serverMs, databaseMs, p99Ms }) => [
      `${tills} tills`,
      `server ${serverMs.toFixed(1)} ms, database ${databaseMs.toFixed(1)} ms of processor a sign-in; p99 ${Math.round(p99Ms)} ms`,
    ]),
  );
}

/** A till may cost a quarter more among many than among few: what is measured on a shared machine moves as much. */
const tolerance = 1.25;

function growsAtMostLinearly(costs: readonly Cost[]): boolean {
  const [first, last] = [costs[0], costs.at(-1)];
  if (!first || !last) return false;
  const of = ({ serverMs, databaseMs }: Cost) => serverMs + databaseMs;
  return of(last) <= of(first) * tolerance;
}

function table(rows: readonly (readonly [string, string])[]): string {
  return `${rows.map(([name, value]) => `${name.padEnd(26)}${value}`).join('\n')}\n`;
}
