/** The fleet in small: a real server program, a real PostgreSQL, cut lines; and an auditor that sees what is planted. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createBackOffice } from '../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../main/machine/clock.ts';
import { createBackOffice as createServer } from '../../server/program/app.ts';
import { openStore } from '../../server/store/open.ts';
import { findPostgres, type Postgres, startPostgres } from '../../tools/postgres.ts';
import { auditFleet } from '../../tools/simulate/fleet/audit.ts';
import { arrival, selling } from '../../tools/simulate/fleet/day.ts';
import { simulateFleet } from '../../tools/simulate/fleet/index.ts';
import { enrolledFact, joinFleet } from '../../tools/simulate/fleet/join.ts';
import { createSeededRandom } from '../../tools/simulate/random.ts';
import { countingIds } from '../helpers/facts.ts';
import { tempFolder } from '../helpers/till-file.ts';

const moment = { at: Date.UTC(2026, 10, 20, 2), businessDate: '2026-11-20', operator: '1001' };

/** Two tills with a morning behind them, at a back office with a file of its own. */
async function twoTills() {
  const store = await openStore({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => store.close());
  const clock = systemClock;
  const app = createServer({ store, clock, random: systemRandom });
  const chance = { random: createSeededRandom(1, 'test'), newId: countingIds() };
  const backOffice = createBackOffice(
    { url: 'https://office.example', certificate: null },
    clock,
    systemRandom,
    async ({ method, path, body, headers }) => {
      const init = method === 'GET' ? { method, headers } : { method, headers, body };
      const answer = await app.request(`https://office.example${path}`, init);
      return { status: answer.status, body: await answer.text() };
    },
  );
  const habits = { doubled: 1, resent: 1 };
  const fleet = await joinFleet({ store, clock, ...chance, tills: 2, habits, backOffice });
  for (const till of fleet) {
    till.write(moment, [enrolledFact(till), ...arrival(chance)]);
    await till.syncAtSignIn(moment);
    till.write(moment, selling(chance, 1, 4));
    await till.push();
  }
  return { store, fleet };
}

describe('the auditor of a fleet', () => {
  test('finds nothing where every batch was sent twice and the last one again', async () => {
    const { store, fleet } = await twoTills();
    const { findings, sales } = await auditFleet(store.db, fleet);
    expect(findings).toEqual([]);
    expect(sales).toBe(8);
  });

  test.each([
    ['a lost entry', 'DELETE FROM entries WHERE seq = 3', 'entries'],
    ['an entry that stands twice', 'UPDATE entries SET id = (SELECT min(id) FROM entries)', 'ids'],
    ['a lost sale', 'DELETE FROM sales WHERE number = 2', 'sales'],
    ['a head that went back', 'UPDATE tills SET head_seq = head_seq - 1', 'head'],
    [
      'a sum that is off by one',
      `UPDATE day_totals SET totals = json_set(totals, '$.figures.cash.minor', 1)`,
      'books',
    ],
  ])('names %s', async (_, planted, what) => {
    const { store, fleet } = await twoTills();
    await sql.raw(planted).execute(store.db);
    const { findings } = await auditFleet(store.db, fleet);
    expect(findings).toContainEqual(expect.stringContaining(what));
  });
});

const { bin, ...without } = findPostgres();
const reason = 'reason' in without ? `: ${without.reason}` : '';

describe.skipIf(bin === null)(`a fleet of tills${reason}`, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres(bin ?? '');
  }, 120_000);
  afterAll(() => postgres.stop());

  test('arrives once and whole, through restarts, cuts and doubled batches', async () => {
    const result = await simulateFleet({
      seed: 7,
      tills: 12,
      days: 1,
      sales: 6,
      speed: 1_800,
      databaseUrl: await postgres.newDatabase(),
      say: () => {},
    });
    expect(result.audit.findings).toEqual([]);
    expect(result.faults).toEqual([]);
    expect(result.restarts).toBe(5);
    expect(result.audit.sales).toBe(12 * 6);
    expect(result.syncs.length + result.offline).toBe(12);
  }, 120_000);
});
