/** `npm run simulate -- payments`: payments over every fault, beside an auditor with its own books. */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { plantNames } from './plants.ts';
import type { RoundResult } from './round.ts';

export const paymentsUsage = `Payments over every fault, through PIN pad and host or a payment terminal, on virtual time: lines that drop, delay,
double, swap and spoil, hosts that lie, crash or refuse for good, power cut at any write of the journal, a disk that
fails at a commit, an older file put back, a till that sells on in it while the office is away.

  npm run simulate -- payments --seed N [--payments 20000] [--plant NAME] [--jobs 2]

  --seed N       whole number from 0; the same seed gives the same payments
  --payments M   how many, from 1
  --plant NAME   puts a fault into the till, which must be found: ${plantNames.join(', ')}
  --jobs K       so many threads, 1 to 16

Exit code 0: nothing lost, nothing doubled, nobody stuck; 1: what differs is printed, with the seed of its round.
`;

export type Round = Readonly<{ seed: number; payments: number; plant: string | null }>;

type Asked = Readonly<{ rounds: readonly Round[]; jobs: number }>;

/** Tills are opened so often: each with a counter, a file and a back office of its own. */
const paymentsPerRound = 500;
const progressEvery = 20;

export async function runPayments(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n\n${paymentsUsage}`);
    return 2;
  }
  const began = performance.now();
  const { results, failed } = await playAll(asked);
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(summaryOf(results, seconds));
  return failed.length === 0 ? 0 : 1;
}

function readArguments(args: readonly string[]): Asked | string {
  const options = {
    seed: { type: 'string' },
    payments: { type: 'string', default: '20000' },
    plant: { type: 'string' },
    jobs: { type: 'string', default: '2' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  const [seed, payments, jobs] = [values.seed, values.payments, values.jobs].map(wholeNumber);
  if (seed === undefined || seed === null)
    return 'Say which seed: --seed N, a whole number from 0.';
  if (!payments) return '--payments takes a whole number from 1.';
  if (!jobs || jobs > 16) return '--jobs takes 1 to 16.';
  const plant = values.plant ?? null;
  if (plant !== null && !plantNames.some((name) => name === plant)) {
    return `No such plant: ${plant}. There are: ${plantNames.join(', ')}.`;
  }
  const rounds = Array.from({ length: Math.ceil(payments / paymentsPerRound) }, (_, round) => ({
    seed: seed + round,
    payments: Math.min(paymentsPerRound, payments - round * paymentsPerRound),
    plant,
  }));
  return { rounds, jobs };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

type Played = Readonly<{ seed: number }> & RoundResult;

/** Every round; a planted fault is found with the first, and then no more is played. */
async function playAll({ rounds, jobs }: Asked) {
  const waiting = [...rounds];
  const results: Played[] = [];
  const failed: Played[] = [];
  const stopAtOnce = rounds[0]?.plant !== null;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let round = waiting.shift(); round; round = waiting.shift()) {
        const played = { seed: round.seed, ...(await playIn(worker, round)) };
        results.push(played);
        if (played.findings.length > 0) failed.push(played);
        // At once: a run of a million takes hours.
        for (const finding of played.findings) {
          process.stderr.write(`Seed ${round.seed}: ${finding}\n`);
        }
        if (results.length % progressEvery === 0) {
          process.stderr.write(`${results.length} of ${rounds.length} rounds\n`);
        }
        if (stopAtOnce && failed.length > 0) return;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, rounds.length) }, work));
  return { results, failed };
}

function playIn(worker: Worker, round: Round): Promise<RoundResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: RoundResult) => {
      worker.removeListener('error', reject);
      resolve(result);
    });
    worker.postMessage(round);
  });
}

function summaryOf(results: readonly Played[], seconds: number): string {
  const counts: Record<string, number> = {};
  for (const { counts: own } of results) {
    for (const [what, count] of Object.entries(own)) counts[what] = (counts[what] ?? 0) + count;
  }
  const rows: [string, number][] = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([what, count]) => `${what.padEnd(34)}${String(count).padStart(9)}`);
  const sold = results.reduce((sum, one) => sum + one.sold, 0);
  return `${lines.join('\n')}\n${'sold by card'.padEnd(34)}${String(sold).padStart(9)}\ntook ${seconds.toFixed(0)} s\n`;
}
