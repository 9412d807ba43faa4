/** The demo's back office: filled once, then run as the process that a real shop would run. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../main/machine/clock.ts';
import { createAccount } from '../../server/accounts/accounts.ts';
import { type Admin, createAdmin } from '../../server/admin.ts';
import { openStore, type StoreOptions } from '../../server/store/open.ts';
import { root } from '../paths.ts';
import { seedStore, tillDevices } from './seed.ts';

export type BackOfficeProcess = Readonly<{
  port: number;
  /** PEM file that a till must believe. */
  certificate: string;
  /** The page for managers, and the account that the demo has there. */
  consoleUrl: string;
  consoleAccount: typeof demoAccount;
  /** Lets a till join that has no journal yet. */
  enrolmentCode: string;
  close(): Promise<void>;
}>;

/** Of a shop that is made up: nothing here is worth guarding. */
export const demoAccount = { name: 'manager', password: 'rollcall demo shop' } as const;

type Kept = Readonly<{ store: string; till: string; enrolmentCode: string; consoleKey: string }>;

const readyLine = /^Back office ready on https:\/\/localhost:(\d+)/m;

/**
 * Fills the shop in `directory` unless it is filled, and serves it on a free port. The database is a file there, or the
 * one at `databaseUrl`.
 */
export async function startBackOffice(
  directory: string,
  databaseUrl?: string,
): Promise<BackOfficeProcess> {
  mkdirSync(directory, { recursive: true });
  const kept = await keptShop(
    directory,
    databaseUrl === undefined ? { sqliteFile: join(directory, 'back-office.db') } : { databaseUrl },
  );
  const child = spawn(process.execPath, [join(root, 'server/program/index.ts')], {
    env: {
      ...process.env,
      ROLLCALL_SERVER_PORT: '0',
      ROLLCALL_SERVER_DATA: directory,
      ROLLCALL_CONSOLE_KEY: kept.consoleKey,
      DATABASE_URL: databaseUrl,
      // Those of a back office that this person runs for real.
      ROLLCALL_SERVER_CERT: undefined,
      ROLLCALL_SERVER_KEY: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    const hear = (text: string): void => {
      said += text;
      const ready = readyLine.exec(said);
      if (ready) resolve(Number(ready[1]));
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('exit', () => reject(new Error(`The back office did not start:\n${said}`)));
  });
  // A demo that is killed takes its back office with it.
  const stop = (): void => {
    child.kill();
  };
  process.once('exit', stop);
  return {
    port,
    certificate: join(directory, 'certificate.pem'),
    consoleUrl: `https://localhost:${port}/`,
    consoleAccount: demoAccount,
    enrolmentCode: kept.enrolmentCode,
    close: async () => {
      process.off('exit', stop);
      child.kill();
      await ended;
    },
  };
}

async function keptShop(directory: string, where: StoreOptions): Promise<Kept> {
  const file = join(directory, 'demo.json');
  const store = await openStore(where);
  try {
    const { name, password } = demoAccount;
    const desk = { db: store.db, clock: systemClock, random: systemRandom };
    const account = { name, fullName: '王店长', role: 'head-office', stores: null } as const;
    // A shop of an older version has none yet; where it has one, this changes nothing.
    await createAccount(desk, account, password);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    const admin = createAdmin({ store, clock: systemClock, random: systemRandom });
    const kept = { ...(await fill(admin)), consoleKey: hex(systemRandom.bytes(12)) };
    writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
    return kept;
  } finally {
    await store.close();
  }
}

async function fill(admin: Admin): Promise<Omit<Kept, 'consoleKey'>> {
  const store = await seedStore(admin);
  const { till, code } = await admin.addTill(store, '1');
  await admin.putDevices(store, till, tillDevices());
  return { store, till, enrolmentCode: code };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
