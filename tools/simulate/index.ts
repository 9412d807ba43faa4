/**
 * `npm run simulate -- day …`: a business day at one till, without a display; `… payments …`: payments
 * over every fault; `… fleet …`: many tills at a server.
 *
 * Exit code 0: the till's books agree with the auditor's; 1: they do not, and each difference is printed; 2: usage.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatMinor } from '../../domain/basics/money.ts';
import { figureOf, figuresIn } from '../../domain/reports/figures.ts';
import type { DayResult } from './day.ts';
import { fleetUsage, runFleet } from './fleet/command.ts';
import { paymentsUsage, runPayments } from './payments/command.ts';

const usage = `Plays a business day at one till: the same use cases, drivers and back office as in the shop, emulated
devices, virtual time. The same seed gives the same journal, byte for byte.

  npm run simulate -- day --seed N --out FILE.db [--sales 120]

  --seed N      whole number from 0; decides everything that happens
  --out FILE    the till's database; must not exist yet. Check it with: npm run verify -- FILE
  --sales N     about so many customers, 10 to 5000

${paymentsUsage}
${fleetUsage}`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'fleet') return runFleet(rest);
  if (command === 'payments') return runPayments(rest);
  const asked = readArguments(args);
  if (asked === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n\n${usage}`);
    return 2;
  }
  // Loaded only now: whoever asks for help need not wait for a whole shop.
  const { simulateDay } = await import('./day.ts');
  const began = performance.now();
  const result = await simulateDay(asked);
  process.stdout.write(summaryOf(asked.file, result, performance.now() - began));
  for (const finding of result.findings) process.stderr.write(`The books differ. ${finding}\n`);
  return result.findings.length === 0 ? 0 : 1;
}

type Asked = Readonly<{ seed: number; sales: number; file: string }>;

/** What was asked for; `help`, or what is wrong with it. */
function readArguments(args: readonly string[]): Asked | string {
  const options = {
    seed: { type: 'string' },
    out: { type: 'string' },
    sales: { type: 'string', default: '120' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  const { values, positionals } = parsed;
  if (values.help) return 'help';
  const [command, ...rest] = positionals;
  if (command !== 'day' || rest.length > 0)
    return `No such simulation: "${positionals.join(' ')}".`;
  const seed = wholeNumber(values.seed);
  if (seed === null) return 'Say which seed: --seed N, a whole number from 0.';
  const sales = wholeNumber(values.sales);
  if (sales === null || sales < 10 || sales > 5_000) return '--sales takes 10 to 5000.';
  if (!values.out) return 'Say where the journal goes: --out FILE.db.';
  if (existsSync(values.out)) return `${values.out} is there already; choose another name.`;
  return { seed, sales, file: values.out };
}

function wholeNumber(text: string | undefined): number | null {
  const value = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

function summaryOf(file: string, { totals, counts, head, z }: DayResult, tookMs: number): string {
  const rows: [string, string][] = [
    ['business date', totals.businessDate],
    ...figuresIn('sold', 'paid').map(({ id }): [string, string] => {
      const { count, minor } = figureOf(totals, id);
      return [id, `${count}, ${formatMinor(minor)}`];
    }),
    ['cards declined', String(counts.declined)],
    ['cards reversed', String(counts.reversed)],
    ['given up', String(counts.abandoned)],
    ['prices changed', String(counts.overrides)],
    ['drawer differs by', formatMinor(z.differenceMinor)],
    ['journal', `${head.seq} entries, head ${head.hash.slice(0, 16)}…`],
    ['file', file],
    ['took', `${(tookMs / 1_000).toFixed(1)} s`],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(18)}${value}`).join('\n')}\n`;
}
