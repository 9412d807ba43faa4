import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figureOf } from '../../domain/reports/figures.ts';
import { type DayResult, simulateDay } from '../../tools/simulate/day.ts';
import { createSeededRandom } from '../../tools/simulate/random.ts';

const root = join(import.meta.dirname, '../..');
/** Each is a day of its own; `ROLLCALL_SEEDS=50` looks longer. */
const seeds = Array.from({ length: Number(process.env.ROLLCALL_SEEDS ?? 2) }, (_, n) => n + 1);
let directory: string;
let files = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-simulate-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function newFile(): string {
  files += 1;
  return join(directory, `day-${files}.db`);
}

/** Every row of the journal, byte for byte. */
function rowsOf(file: string): unknown[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare('SELECT * FROM journal ORDER BY seq').raw().all();
  database.close();
  return rows;
}

function run(tool: string, args: readonly string[]) {
  const done = spawnSync(process.execPath, [join(root, tool), ...args], { encoding: 'utf8' });
  return { code: done.status, text: done.stdout + done.stderr };
}

describe('a simulated day', () => {
  it('is the same journal, byte for byte, for the same seed, and another for another', async () => {
    const [first, again, other] = [newFile(), newFile(), newFile()];
    await simulateDay({ seed: 11, sales: 15, file: first });
    await simulateDay({ seed: 11, sales: 15, file: again });
    await simulateDay({ seed: 12, sales: 15, file: other });
    expect(rowsOf(again)).toEqual(rowsOf(first));
    expect(rowsOf(other)).not.toEqual(rowsOf(first));
  }, 120_000);

  it.each(seeds)('agrees with the auditor to the last fen: seed %i', async (seed) => {
    const file = newFile();
    const result = await simulateDay({ seed, sales: 45, file });
    expect(result.findings).toEqual([]);
    expect(figureOf(result.totals, 'sales').count).toBeGreaterThan(30);
    expect(figureOf(result.totals, 'card').count).toBeGreaterThan(0);
    expect(run('tools/verify.ts', [file])).toMatchObject({ code: 0 });
  });

  it('lives through everything a day can bring', async () => {
    const file = newFile();
    const { entries, findings } = await simulateDay({ seed: 8, sales: 120, file });
    expect(findings).toEqual([]);
    const kinds = new Set(entries.map((entry) => entry.kind));
    for (const kind of [
      'till-enrolled',
      'host-signed-on',
      'float-counted',
      'signed-in',
      'till-locked',
      'sign-in-refused',
      'till-unlocked',
      'clock-moved',
      'price-overridden',
      'sale-abandoned',
      'attempt-declined',
      'attempt-unknown',
      'attempt-reversed',
      'attempt-captured',
      'receipt-printed',
      'drawer-opened',
      'cash-paid-in',
      'cash-paid-out',
      'cash-dropped',
      'drawer-handed-over',
      'journal-pushed',
      'day-closed',
      'signed-out',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(kinds).not.toContain('books-differed');
  });
});

describe('a simulated day with a power cut', () => {
  const seed = 21;
  const sales = 20;
  let calm: DayResult;
  beforeAll(async () => {
    calm = await simulateDay({ seed, sales, file: newFile() });
  });

  it.each([0, 1, 2, 3])('goes on, and the books still agree: cut %i', async (cut) => {
    const random = createSeededRandom(seed, `cut ${cut}`);
    const append = random.integer(1, calm.appends);
    const when = cut % 2 === 0 ? 'before' : 'after';
    const file = newFile();
    const result = await simulateDay({ seed, sales, file, cut: { append, when } });
    expect({ append, when, ...pick(result) }).toEqual({ append, when, powerCuts: 1, findings: [] });
    expect(run('tools/verify.ts', [file])).toMatchObject({ code: 0 });
    const starts = result.entries.filter((entry) => entry.kind === 'till-started');
    // A cut before the very first fact leaves one start in the journal.
    expect(starts.length).toBe(append === 1 && when === 'before' ? 1 : 2);
  });

  function pick({ powerCuts, findings }: DayResult) {
    return { powerCuts, findings };
  }
});

describe('npm run simulate', () => {
  const simulate = (...args: string[]) => run('tools/simulate/index.ts', args);

  it('writes the file, prints a summary, and ends with 0 where the books agree', () => {
    const file = newFile();
    const { code, text } = simulate('day', '--seed', '3', '--sales', '12', '--out', file);
    expect(text).toContain('business date     2026-11-20');
    expect(text).not.toContain('differ.');
    expect(code).toBe(0);
    expect(existsSync(file)).toBe(true);
  });

  it('helps', () => {
    const { code, text } = simulate('--help');
    expect(text).toContain('npm run simulate -- day --seed N --out FILE.db');
    expect(code).toBe(0);
  });

  it.each([
    ['no command', [], 'No such simulation'],
    ['an unknown command', ['week'], 'No such simulation: "week"'],
    ['no seed', ['day', '--out', 'x.db'], '--seed N'],
    ['a seed that is no number', ['day', '--seed', 'x', '--out', 'x.db'], '--seed N'],
    ['no file', ['day', '--seed', '1'], '--out FILE.db'],
    ['too few customers', ['day', '--seed', '1', '--out', 'x.db', '--sales', '2'], '10 to 5000'],
    ['an unknown option', ['day', '--sed', '1'], 'sed'],
  ])('ends with 2 and the usage for %s', (_, args, says) => {
    const { code, text } = simulate(...args);
    expect(text).toContain(says);
    expect(text).toContain('npm run simulate --');
    expect(code).toBe(2);
  });

  it('touches no file that is there already', () => {
    const file = newFile();
    writeFileSync(file, 'a journal somebody needs');
    const { code, text } = simulate('day', '--seed', '1', '--out', file);
    expect(text).toContain('is there already');
    expect(code).toBe(2);
  });
});
