/** The server as a program of its own: started, killed, started again. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { genesisHead } from '../../../../domain/journal/chain.ts';
import { createBackOffice } from '../../../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../../../main/machine/clock.ts';
import { createAdmin } from '../../../../server/admin.ts';
import { openStore } from '../../../../server/store/open.ts';
import { root } from '../../../../tools/paths.ts';
import { newKey, settings, wireTill } from '../../../helpers/back-office.ts';
import { endChild } from '../../../helpers/child.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

type Program = Readonly<{
  /** Resolves when it is ready; rejects with what it said when it ended instead. */
  port: Promise<number>;
  ended: Promise<number | NodeJS.Signals | null>;
  said(): string;
  kill(signal: NodeJS.Signals): void;
}>;

function start(env: Record<string, string>): Program {
  const child = spawn(process.execPath, [join(root, 'server/program/index.ts')], {
    env: { PATH: process.env.PATH, ROLLCALL_SERVER_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => endChild(child));
  let said = '';
  let ready = (_port: number): void => {};
  const hear = (text: string): void => {
    said += text;
    const port = /^Back office ready on https:\/\/localhost:(\d+)/m.exec(said)?.[1];
    if (port) ready(Number(port));
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  const port = new Promise<number>((resolve, reject) => {
    ready = resolve;
    void ended.then(() => reject(new Error(said)));
  });
  port.catch(() => undefined);
  return { port, ended, said: () => said, kill: (signal) => child.kill(signal) };
}

it('keeps what it acknowledged through kill -9, over TLS as main speaks it', async () => {
  const data = join(tempFolder(), 'data');
  const first = start({ ROLLCALL_SERVER_DATA: data });
  await first.port;
  first.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const store = await openStore({ sqliteFile: join(data, 'back-office.db') });
  const admin = createAdmin({ store, clock: systemClock, random: systemRandom });
  const shop = await admin.createStore(settings);
  const { till, code } = await admin.addTill(shop, '1');
  await store.close();

  const certificate = join(data, 'certificate.pem');
  const officeOn = async (program: Program) =>
    createBackOffice(
      { url: `https://localhost:${await program.port}`, certificate },
      systemClock,
      systemRandom,
    );
  const key = newKey();
  const wire = wireTill({ app: undefined as never, clock: undefined as never }, till, key);
  const newId = countingIds();
  const entries = wire.write(
    Array.from({ length: 300 }, (_, index) => cashSale(newId(), index + 1)),
  );

  let program = start({ ROLLCALL_SERVER_DATA: data });
  let office = await officeOn(program);
  await office(null).call('enrol', { code, publicKey: key.publicKey });
  const credentials = { till, privateKey: key.privateKey };
  let acknowledged = genesisHead;
  for (let from = 0; from < 300; from += 60) {
    // The next batch may be on its way while the program dies: only what was acknowledged must be there.
    const batch = entries.slice(from, from + 60);
    acknowledged = await office(credentials).call('push', { entries: batch });
    const lost = office(credentials).call('push', {
      entries: entries.slice(from + 60, from + 120),
    });
    lost.catch(() => undefined);
    program.kill('SIGKILL');
    await program.ended;
    await lost.catch(() => undefined);
    program = start({ ROLLCALL_SERVER_DATA: data });
    office = await officeOn(program);
    const head = await office(credentials).call('head', wire.head());
    expect(head.seq).toBeGreaterThanOrEqual(acknowledged.seq);
    expect(head.seq % 60).toBe(0);
  }
  const { digests } = await office(credentials).call('digests', { from: '2026-01-01' });
  expect(digests).toMatchObject([
    { entries: 300, sums: { 'sales.count': 300, 'sales.minor': 60_000 } },
  ]);
});

it('says where it listens, keeps its keys to itself, and shows the console key once', async () => {
  const data = join(tempFolder(), 'data');
  const first = start({ ROLLCALL_SERVER_DATA: data });
  const port = await first.port;
  expect(first.said()).toContain(
    `Back office ready on https://localhost:${port} (SQLite; certificate ${data}/certificate.pem)`,
  );
  const key = readFileSync(join(data, 'console-key'), 'utf8').trim();
  expect(first.said()).toContain(key);
  for (const file of ['console-key', 'certificate-key.pem']) {
    expect(statSync(join(data, file)).mode & 0o077).toBe(0);
  }
  expect(await get(port, '/setup', data)).toBe(200);
  expect(await get(port, '/', data)).toBe(303);
  first.kill('SIGTERM');
  await first.ended;
  const second = start({ ROLLCALL_SERVER_DATA: data });
  await second.port;
  expect(second.said()).not.toContain(key);
});

it('ends with a sentence when its port is taken', async () => {
  const folder = tempFolder();
  const port = await start({ ROLLCALL_SERVER_DATA: join(folder, 'a') }).port;
  const second = start({
    ROLLCALL_SERVER_DATA: join(folder, 'b'),
    ROLLCALL_SERVER_PORT: String(port),
  });
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`Port ${port} is already in use. Stop the other program`);
  expect(second.said()).not.toContain('    at ');
});

it('ends with a sentence when its environment, certificate or database cannot be used', async () => {
  const data = tempFolder();
  const folderAsFile = join(data, 'back-office.db');
  mkdirSync(folderAsFile);
  const cases: [Record<string, string>, string][] = [
    [{ ROLLCALL_SERVER_PORT: 'x' }, 'ROLLCALL_SERVER_PORT is not usable.'],
    [
      { ROLLCALL_SERVER_CERT: '/no/cert.pem', ROLLCALL_SERVER_KEY: '/no/key.pem' },
      'The certificate file /no/cert.pem cannot be read.',
    ],
    [{ DATABASE_URL: 'postgres://rollcall@127.0.0.1:1/x' }, 'The database cannot be reached'],
    [{ ROLLCALL_SERVER_DATA: data }, `The database ${folderAsFile} cannot be opened`],
  ];
  for (const [env, sentence] of cases) {
    const program = start({ ROLLCALL_SERVER_DATA: join(data, 'server'), ...env });
    expect(await program.ended).toBe(1);
    expect(program.said()).toContain(sentence);
    expect(program.said()).not.toContain('    at ');
  }
});

it('refuses a database of a newer version and leaves it as it is', async () => {
  const data = tempFolder();
  const sqliteFile = join(data, 'back-office.db');
  const store = await openStore({ sqliteFile });
  await store.db
    .insertInto('kysely_migration' as never)
    .values({ name: '9999-future', timestamp: '2030-01-01T00:00:00.000Z' } as never)
    .execute();
  await store.close();
  const program = start({ ROLLCALL_SERVER_DATA: data });
  expect(await program.ended).toBe(1);
  expect(program.said()).toContain('was made by a newer version of the server');
  expect(existsSync(sqliteFile)).toBe(true);
});

/** The status of a GET, by a client that believes only this server's certificate. */
function get(port: number, path: string, data: string): Promise<number | undefined> {
  const ca = readFileSync(join(data, 'certificate.pem'));
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port, path, ca, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    })
      .once('error', reject)
      .end();
  });
}
