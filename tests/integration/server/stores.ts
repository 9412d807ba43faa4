/** Every test of the back office's data runs twice: on a SQLite file, and on a real PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import type { StoreOptions } from '../../../server/store/open.ts';
import { findPostgres, type Postgres, startPostgres } from '../../../tools/postgres.ts';
import { type Office, openOffice } from '../../helpers/back-office.ts';

/** An empty back office, closed when the test ends. */
export type NewOffice = () => Promise<Office>;

export function onBothStores(what: string, tests: (newOffice: NewOffice) => void): void {
  describe(`${what}, on SQLite`, () => {
    tests(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'rollcall-office-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      return opened({ sqliteFile: join(folder, 'back-office.db') });
    });
  });

  const postgres = findPostgres();
  const title = `${what}, on PostgreSQL${postgres.bin === null ? `: ${postgres.reason}` : ''}`;
  describe.skipIf(postgres.bin === null)(title, () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres(postgres.bin ?? '');
    }, 120_000);
    afterAll(() => server.stop());
    tests(async () => opened({ databaseUrl: await server.newDatabase() }));
  });
}

async function opened(where: StoreOptions): Promise<Office> {
  let office = await openOffice(where);
  const { reopen } = office;
  onTestFinished(() => office.close());
  return {
    ...office,
    reopen: async () => {
      office = await reopen();
      return office;
    },
  };
}
