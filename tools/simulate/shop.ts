/**
 * A whole shop in one process on virtual time: the till with its real use cases and drivers, its devices and acquirer
 * emulated behind pipes in memory, the real back office behind the same requests a till sends, a real database file.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { assert } from '../../domain/basics/assert.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type {
  BasketView,
  Channel,
  ChannelInput,
  ChannelOutput,
  Envelope,
  PaymentView,
} from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import type { ChainHead, ExportedEntry } from '../../domain/journal/chain.ts';
import { type DayDigest, readDigest } from '../../domain/office/reconcile.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';
import { pageOrigin } from '../../main/electron/page-origin.ts';
import { createBackOffice } from '../../main/machine/back-office.ts';
import { createNewId } from '../../main/machine/clock.ts';
import { type TillConfig, tillConfigSchema } from '../../main/machine/config.ts';
import { createHashing } from '../../main/machine/hashing.ts';
import { createKeyStore } from '../../main/machine/key-store.ts';
import { loadKey } from '../../main/machine/till-key.ts';
import { createTill, databaseName, type Till, type TillPorts } from '../../main/program/app.ts';
import { reportFont, root } from '../paths.ts';
import { type Allows, askAllowed } from './allowed.ts';
import { createVirtualClock, mortal, type VirtualClock } from './clock.ts';
import type { AnyCounter, Counter } from './counter.ts';
import { type HeadOffice, openHeadOffice } from './head-office.ts';
import { type CutPlan, createPlug, type Plug, PowerCut } from './power-cut.ts';
import { createSeededRandom } from './random.ts';

export type ShopOptions<Own extends AnyCounter> = Readonly<{
  seed: number;
  /** Holds the till's data folder and the back office's file: empty, or with those of a shop that stands already. */
  directory: string;
  /** The till's own; made for the counter unless given. */
  config?: TillConfig;
  startMs: number;
  cut: CutPlan | null;
  counter: (clock: Clock, random: Random) => Promise<Own>;
  /** A fault of the till's own, put in to see that the auditor finds it. */
  plant?: Plant;
}>;

/** What lies between the till and its devices and numbers, as a fault would have it. */
export type Plant = Readonly<{
  devices(devices: DevicesHost): DevicesHost;
  database(db: TillDatabase): TillDatabase;
}>;

/** What changes what lies on the counter. */
export type BasketAct = Exclude<
  Extract<Channel, `basket.${string}`>,
  'basket.view' | 'basket.weigh'
>;

export type Shop<Own extends AnyCounter = Counter> = Readonly<{
  clock: VirtualClock;
  counter: Own;
  office: HeadOffice;
  /** Asks the till and lets time pass until it answers; `by` allows it where somebody must. Throws `Problem`, or `PowerCut` when the plug was pulled. */
  call<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<ChannelOutput<Name>>;
  /** What lies on the counter after that act. Throws as `call`. */
  onCounter<Name extends BasketAct>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<BasketView>;
  /** The last payment that was begun, as the page has heard. */
  paymentTold(): PaymentView;
  /** What the till refuses with; null when it does not. */
  refusal<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<ProblemKind | null>;
  /** Asks without waiting for the answer. */
  tell<Name extends Channel>(channel: Name, input: ChannelInput<Name>): void;
  onEvent(listener: (event: TillEvent) => void): () => void;
  /** Lets `ms` pass. Throws `PowerCut` when the plug was pulled meanwhile. */
  pass(ms: number): Promise<void>;
  /** The cable to the outside: back office and acquirer. */
  setNetwork(up: boolean): Promise<void>;
  /** Entries after that number; all without one. */
  journal(afterSeq?: number): ExportedEntry[];
  headSeq(): number;
  books(businessDate: string): DayTotals;
  /** What the back office says it holds of this till's journal. */
  officeBooks(): Promise<Readonly<{ head: ChainHead; digests: DayDigest[] }>>;
  /** Appends of the journal so far: where the plug could have been pulled. */
  appends(): number;
  /** Pulls the plug at an append to come, counted from now; null calls it off. */
  cutLater(plan: CutPlan | null): void;
  powerCuts(): number;
  /** The back office alone is there, or not. */
  setOfficeReachable(up: boolean): void;
  /** Copies the till's file as it is now, for `restart` to put back. */
  keepCopy(): void;
  /** Opens the till again after the plug was pulled; the cable is in. */
  restart(after?: Restart): Promise<void>;
  /** Closes the till, as at the end of a day. */
  close(): Promise<void>;
}>;

export type Restart = Readonly<{
  /** Somebody has put the file that `keepCopy` kept in the place of the till's. */
  putBack?: boolean;
  /** The back office is not there yet. */
  officeAway?: boolean;
}>;

const nothingPlanted: Plant = { devices: (devices) => devices, database: (db) => db };

/** A till between its start and its end. */
type Life = Readonly<{
  till: Till;
  db: () => TillDatabase;
  devices: DevicesHost;
  plug: Plug;
  die: () => void;
}>;

/** What an answer of the back office and a look at a PIN take, as in a shop. */
const officeLatencyMs = 40;
const pinLatencyMs = 150;
const bootMs = 20_000;
/** The back office's file in the shop's directory. */
export const officeName = 'office.db';
const officeUrl = 'https://office.simulated';

function configFor(counter: AnyCounter, office: HeadOffice): TillConfig {
  return tillConfigSchema.parse({
    server: { url: officeUrl },
    enrolmentCode: office.enrolmentCode ?? undefined,
    devices: counter.devices,
    acquirer: counter.acquirer,
    locale: 'zh-CN',
  });
}

/** Mains, a whole programme, room enough. */
function healthyMachine(clock: VirtualClock): TillPorts['system'] {
  return {
    diskFreeBytes: () => 64_000_000_000,
    sinceBootMs: () => clock.sinceBootMs(),
    memoryFreeBytes: () => 4_000_000_000,
    power: () => ({ kind: 'mains' }),
    missingModules: async () => [],
    appVersion: '0.1.0',
    integrity: async () => true,
  };
}

/** The file with what has not been brought into it yet; nobody writes to it meanwhile. */
function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to);
  rmSync(`${to}-shm`, { force: true });
  rmSync(`${to}-wal`, { force: true });
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

/** Whoever sets the till's clock has not set this one. */
function officeClock(clock: VirtualClock, startMs: number): Clock {
  return { ...clock, now: () => Math.floor(startMs + clock.sinceBootMs()) };
}

/** What asks the till, and hears what it says of it. */
function asking(
  handle: (channel: string, input: unknown, grant?: string) => Promise<Envelope<unknown>>,
  listeners: Set<(event: TillEvent) => void>,
): Pick<Shop, 'call' | 'onCounter' | 'paymentTold'> {
  let lastPayment: PaymentView | null = null;
  listeners.add((event) => {
    if (event.kind === 'payment') lastPayment = event.view;
  });
  const call: Shop['call'] = async (channel, input, by) => {
    const envelope = await askAllowed(handle, channel, input, by);
    if (!envelope.ok) throw new Problem(envelope.problem.kind, envelope.problem.params, channel);
    return envelope.value as ChannelOutput<typeof channel>;
  };
  return {
    call,
    onCounter: async (channel, input, by) => {
      await call(channel, input, by);
      return call('basket.view', {});
    },
    paymentTold: () => {
      assert(lastPayment, 'a payment was begun');
      return lastPayment;
    },
  };
}

export async function openShop<Own extends AnyCounter>(
  options: ShopOptions<Own>,
): Promise<Shop<Own>> {
  const { seed, directory, startMs, plant = nothingPlanted } = options;
  const clock = createVirtualClock(startMs);
  const streams = (name: string) => createSeededRandom(seed, name);
  const counter = await clock.until(options.counter(clock, streams('counter')));
  const office = await openHeadOffice(
    officeClock(clock, startMs),
    streams('office'),
    join(directory, officeName),
    counter,
  );
  const random = streams('till');
  // Of its own, and the same one through every restart: a nonce is good once.
  const nonces = streams('nonces');
  const newId = createNewId(clock, random);
  const hashing = createHashing(random);
  const listeners = new Set<(event: TillEvent) => void>();
  const keyStore = createKeyStore(directory, null);
  const file = join(directory, databaseName);
  const copy = join(directory, 'kept.db');
  let officeUp = true;
  let powerCuts = 0;
  let life: Life;

  const config = options.config ?? configFor(counter, office);
  /** The back office as whoever lives on `time` reaches it. */
  const officeFor = (time: VirtualClock): TillPorts['backOffice'] =>
    createBackOffice(config.server, time, nonces, (out) =>
      time.outside(officeLatencyMs, async () => {
        if (!officeUp) throw new Problem('server-unreachable', { host: config.server.url });
        return office.answer(out);
      }),
    );

  const live = (appendsBefore: number): Life => {
    const plug = createPlug(options.cut, appendsBefore);
    const time = mortal(clock);
    const devices = plant.devices(
      createDevices({ clock, open: counter.open, missingModules: async () => [] }),
    );
    let opened: TillDatabase | null = null;
    const till = createTill({
      dataDirectory: directory,
      config,
      clock: time.clock,
      random,
      newId,
      devices,
      backOffice: officeFor(time.clock),
      hashing: {
        ...hashing,
        verify: (phc, pin) => time.clock.outside(pinLatencyMs, () => hashing.verify(phc, pin)),
      },
      keyStore,
      page: pageOrigin,
      system: healthyMachine(clock),
      saveDevices: () => {},
      saveFile: async () => null,
      reportFont: () => readFile(join(root, reportFont)),
      log: { info: () => {}, warn: () => {}, error: () => {} },
      openDatabase: (file) => {
        opened = openTillDatabase(file);
        return plug.on(plant.database(opened));
      },
    });
    till.onEvent((event) => {
      for (const listener of listeners) listener(event);
    });
    const db = (): TillDatabase => {
      assert(opened, 'the till has opened its database');
      return opened;
    };
    return { till, db, devices, plug, die: time.die };
  };

  /** Whatever ends first: the work, or the power. */
  const powered = async <Value>(work: Promise<Value>): Promise<Value> => {
    if (life.plug.pulled()) throw new PowerCut();
    return clock.until(Promise.race([work, life.plug.gone]));
  };

  const start = async (appendsBefore: number): Promise<void> => {
    life = live(appendsBefore);
    await powered(life.till.start());
    const envelope = await powered(life.till.handle('startup.view', {}));
    const view = envelope.ok ? (envelope.value as ChannelOutput<'startup.view'>) : envelope;
    if (view.problem) throw new Problem(view.problem.kind, view.problem.params);
    await clock.pass(bootMs);
  };

  const setNetwork = async (up: boolean): Promise<void> => {
    officeUp = up;
    await clock.until(counter.setReachable(up));
  };

  const handle = (channel: string, input: unknown, grant?: string) =>
    powered(life.till.handle(channel, input, grant));
  const shop: Shop<Own> = {
    clock,
    counter,
    office,
    ...asking(handle, listeners),
    refusal: async (channel, input, by) => {
      const envelope = await askAllowed(handle, channel, input, by);
      return envelope.ok ? null : envelope.problem.kind;
    },
    tell: (channel, input) => {
      void life.till.handle(channel, input);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pass: (ms) => powered(clock.pass(ms)),
    setNetwork,
    journal: (afterSeq = 0) => life.db().journal.read(afterSeq, Number.MAX_SAFE_INTEGER),
    headSeq: () => life.db().journal.head().seq,
    books: (businessDate) => life.db().totals(businessDate),
    officeBooks: async () => {
      const key = loadKey(keyStore);
      assert(key, 'the till has a key');
      const { privateKey } = key;
      const till = life.db().identity()?.till ?? '';
      const asked = officeFor(clock)({ till, privateKey });
      const { digests } = await clock.until(asked.call('digests', { from: '2000-01-01' }));
      return {
        head: await clock.until(asked.call('head', life.db().journal.head())),
        digests: digests.map(readDigest),
      };
    },
    appends: () => life.plug.appends(),
    cutLater: (plan) => life.plug.arm(plan),
    powerCuts: () => powerCuts,
    setOfficeReachable: (up) => {
      officeUp = up;
    },
    keepCopy: () => copyDatabase(file, copy),
    restart: async ({ putBack = false, officeAway = false } = {}) => {
      const { plug, die, devices, db } = life;
      powerCuts += 1;
      die();
      await clock.until(devices.close());
      await clock.pass(60_000);
      db().close();
      if (putBack) copyDatabase(copy, file);
      counter.behave();
      await setNetwork(true);
      officeUp = !officeAway;
      await start(plug.appends());
    },
    close: async () => {
      await clock.until(life.till.close());
      await clock.until(life.devices.close());
      await clock.until(counter.close());
      await office.close();
    },
  };
  try {
    await start(0);
  } catch (thrown) {
    if (!(thrown instanceof PowerCut)) throw thrown;
    await shop.restart();
  }
  return shop;
}
