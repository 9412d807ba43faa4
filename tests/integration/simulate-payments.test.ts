import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostCounterFaults, terminalCounterFaults } from '../../tools/simulate/payments/faults.ts';
import { plantNames } from '../../tools/simulate/payments/plants.ts';

const tool = join(import.meta.dirname, '../../tools/simulate/index.ts');
/** More by command: docs/testing.md. */
const payments = Number(process.env.ROLLCALL_PAYMENTS ?? 20_000);

function simulate(args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [tool, 'payments', ...args]);
  let text = '';
  for (const out of [child.stdout, child.stderr]) {
    out.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })));
}

describe('payments over every fault', () => {
  it.each(plantNames)(
    'a till that %s is found',
    async (plant) => {
      const { code, text } = await simulate([
        '--seed',
        '1',
        '--payments',
        '4000',
        '--plant',
        plant,
      ]);
      expect(code).toBe(1);
      expect(text).toMatch(/^Seed \d+: /m);
      expect(text).not.toContain('came to a stop');
    },
    300_000,
  );

  it('loses nothing, doubles nothing and leaves nobody stuck', async () => {
    const { code, text } = await simulate(['--seed', '20261129', '--payments', String(payments)]);
    expect(code, text).toBe(0);
    expect(text).toMatch(/sold by card +\d/);
    // Every row of the tables has come up, and what goes wrong between two payments.
    const rows = [...Object.keys(hostCounterFaults), ...Object.keys(terminalCounterFaults)];
    for (const row of rows) expect(text).toContain(`fault: ${row}`);
    for (const what of [
      'power cut',
      'older file put back, office away',
      'lifted: journal-shortened',
      'lifted: till-restored',
      'lifted: till-cloned',
      'settled by hand: charged',
      'settled by hand: not-charged',
    ]) {
      expect(text).toContain(what);
    }
  }, 900_000);
});
