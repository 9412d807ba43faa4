/**
 * A till without window and devices, and its back office over TLS, in one process: the use cases, the database and the
 * wire are the real ones. Both live on a clock that can be moved, so that many days fit into a benchmark.
 */
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { assert } from '../../domain/basics/assert.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Channel, ChannelInput, ChannelOutput } from '../../domain/contract/ipc.ts';
import type { BackOffice } from '../../domain/contract/sync.ts';
import { Problem } from '../../domain/words/problem.ts';
import { createDevices } from '../../drivers/index.ts';
import { pageOrigin } from '../../main/electron/page-origin.ts';
import { createBackOffice as connect } from '../../main/machine/back-office.ts';
import { createNewId, systemClock, systemRandom } from '../../main/machine/clock.ts';
import { createHashing } from '../../main/machine/hashing.ts';
import { createKeyStore } from '../../main/machine/key-store.ts';
import { createTill } from '../../main/program/app.ts';
import type { TillPorts } from '../../main/till/ports.ts';
import { createAdmin } from '../../server/admin.ts';
import { createBackOffice } from '../../server/program/app.ts';
import { ownCertificate } from '../../server/program/certificate.ts';
import { type Listening, listenBackOffice } from '../../server/program/listen.ts';
import { openStore, type Store } from '../../server/store/open.ts';
import { demoSettings, seedStore } from '../demo/seed.ts';

export type HeadlessTill = Readonly<{
  db: TillDatabase;
  hashing: TillPorts['hashing'];
  /** The till's own end of the wire. */
  wire(): BackOffice;
  now(): number;
  /** The machine sleeps for `ms`; its back office, too. */
  sleep(ms: number): void;
  call<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
  ): Promise<ChannelOutput<Name>>;
  /** In ms, from the PIN typed to the gate open. Throws `Problem` where it stays shut. */
  signIn(number: string, pin: string): Promise<number>;
  close(): Promise<void>;
}>;

/** In an empty folder. Nobody is asked anything at sign-in: the steps that need devices or hands are skipped. */
export async function openHeadlessTill(folder: string): Promise<HeadlessTill> {
  const { clock, sleep } = movableClock();
  const store = await openStore({ sqliteFile: join(folder, 'back-office.db') });
  const office = await openOffice(store, folder, clock);
  const config = {
    server: { url: `https://127.0.0.1:${office.listening.port}`, certificate: office.certificate },
    enrolmentCode: office.code,
    devices: [],
    acquirer: null,
    wallet: null,
    locale: 'zh-CN' as const,
  };
  const hashing = createHashing(systemRandom);
  let db: TillDatabase | null = null;
  let wire: BackOffice | null = null;
  const connected = connect(config.server, clock, systemRandom);
  const devices = createDevices({
    clock,
    open: async () => {
      throw new Error('this till has no devices');
    },
    missingModules: async () => [],
  });
  const till = createTill({
    dataDirectory: folder,
    config,
    clock,
    random: systemRandom,
    newId: createNewId(clock, systemRandom),
    devices,
    backOffice: (credentials) => {
      const end = connected(credentials);
      if (credentials) wire = end;
      return end;
    },
    hashing,
    keyStore: createKeyStore(folder, null),
    page: pageOrigin,
    ...surroundings(clock),
    openDatabase: (file) => {
      db = openTillDatabase(file);
      return db;
    },
  });
  const call: HeadlessTill['call'] = async (channel, input) => {
    const envelope = await till.handle(channel, input);
    if (!envelope.ok) throw new Problem(envelope.problem.kind, envelope.problem.params);
    return envelope.value as never;
  };
  await till.start();
  const { problem } = await call('startup.view', {});
  if (problem) throw new Problem(problem.kind, problem.params);
  assert(db, 'the till has opened its database');
  return {
    db,
    hashing,
    wire: () => {
      assert(wire, 'the till has joined');
      return wire;
    },
    now: () => clock.now(),
    sleep,
    call,
    signIn: async (number, pin) => {
      const begun = performance.now();
      const ended = new Promise<void>((resolve, reject) => {
        const stop = till.onEvent((event) => {
          if (event.kind !== 'sign-in' || event.view.verdict === 'running') return;
          stop();
          if (event.view.verdict === 'may-open') resolve();
          else reject(new Error(`blocked: ${JSON.stringify(event.view.steps)}`));
        });
      });
      await call('signIn.begin', { number, pin });
      await ended;
      return performance.now() - begun;
    },
    close: async () => {
      await till.close();
      await devices.close();
      await office.listening.close();
      await store.close();
    },
  };
}

type Office = Readonly<{ listening: Listening; certificate: string; code: string }>;

async function openOffice(store: Store, folder: string, clock: Clock): Promise<Office> {
  const admin = createAdmin({ store, clock, random: systemRandom });
  const id = await seedStore(admin);
  const { signInPolicy: policy } = demoSettings;
  await admin.putSettings(id, {
    ...demoSettings,
    signInPolicy: { ...policy, devices: 'skip', 'host-sign-on': 'skip', float: 'skip' },
  });
  const { code } = await admin.addTill(id, '1');
  const certificate = await ownCertificate(folder, clock);
  const app = createBackOffice({ store, clock, random: systemRandom });
  const host = '127.0.0.1';
  const listening = await listenBackOffice({ app, clock, certificate, port: 0, host });
  return { listening, certificate: certificate.file, code };
}

function movableClock(): Readonly<{ clock: Clock; sleep(ms: number): void }> {
  let sleptMs = 0;
  return {
    clock: {
      now: () => systemClock.now() + sleptMs,
      monotonic: () => systemClock.monotonic() + sleptMs,
      after: systemClock.after,
    },
    sleep: (ms) => {
      sleptMs += ms;
    },
  };
}

function surroundings(
  clock: Clock,
): Pick<TillPorts, 'system' | 'saveDevices' | 'saveFile' | 'reportFont' | 'log'> {
  return {
    system: {
      diskFreeBytes: () => 64_000_000_000,
      sinceBootMs: () => clock.monotonic(),
      memoryFreeBytes: () => 4_000_000_000,
      power: () => ({ kind: 'mains' }),
      missingModules: async () => [],
      appVersion: '0.1.0',
      integrity: async () => true,
    },
    saveDevices: () => undefined,
    saveFile: async () => null,
    reportFont: async () => new Uint8Array(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
}
