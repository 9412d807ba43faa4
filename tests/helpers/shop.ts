/**
 * A shop for tests: the till's use cases over a real database file, real drivers talking TCP to emulated devices and an
 * emulated acquirer, and the real back office over real HTTPS. The plug of the till can be pulled at any append.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TillDatabase } from '../../db/till-database.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type {
  BasketView,
  Channel,
  ChannelInput,
  ChannelOutput,
  PaymentView,
  SaleView,
  SignInView,
  TillState,
} from '../../domain/contract/ipc.ts';
import type { SyncRoute } from '../../domain/contract/sync.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import type { DeviceConfig, Devices, DeviceVerb, WrappedKeys } from '../../domain/devices/verbs.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import { Problem, type ProblemData, type ProblemKind } from '../../domain/words/problem.ts';
import { testCards } from '../../drivers/acquirer/emulator.ts';
import { type Emulators, startEmulators } from '../../drivers/emulators/index.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';
import { pageOrigin } from '../../main/electron/page-origin.ts';
import { createBackOffice } from '../../main/machine/back-office.ts';
import { createNewId, systemClock, systemRandom } from '../../main/machine/clock.ts';
import { type TillConfig, tillConfigSchema } from '../../main/machine/config.ts';
import { createHashing } from '../../main/machine/hashing.ts';
import { exchange } from '../../main/machine/https-exchange.ts';
import { createKeyStore } from '../../main/machine/key-store.ts';
import { createLogTo } from '../../main/machine/log.ts';
import { loadKey } from '../../main/machine/till-key.ts';
import { createTill, type Till, type TillPorts } from '../../main/program/app.ts';
import { withSealedSecrets } from '../../main/till/sealed-secrets.ts';
import { reportFont, root } from '../../tools/paths.ts';
import { type Allows, askAllowed } from '../../tools/simulate/allowed.ts';
import type { Life } from './life.ts';
import { type MachineState, machineOf } from './machine.ts';
import { codes, type Office, type OfficeOptions, openOffice, people } from './office.ts';
import { pluggedDatabase } from './plug.ts';
import { until } from './until.ts';

export { codes, people } from './office.ts';

export type ShopOptions = OfficeOptions &
  Readonly<{
    /** Changes what the configuration of the till says. */
    config?: (config: TillConfig) => TillConfig;
    /** How the machine is; a test may change it while the till runs. */
    system?: MachineState;
    /** How long the acquirer may take to answer, in ms. */
    answerTimeoutMs?: number;
    /** What the till waits for comes so many times sooner; what it measures is measured as ever. */
    haste?: number;
  }>;

/** What changes what lies on the counter. */
type BasketAct = Exclude<Extract<Channel, `basket.${string}`>, 'basket.view' | 'basket.weigh'>;

/** Its file holds no hash of a PIN that can be read. */
const asTheTillReads = new WeakMap<TillDatabase, TillDatabase>();

export class Shop {
  /** The till's own, within the shop's. */
  readonly directory: string;
  readonly events: TillEvent[] = [];
  /** What a technician attached, as it is kept for the next start. */
  savedDevices: readonly DeviceConfig[] | null = null;
  /** What a person was asked to keep. */
  readonly saved: { name: string; bytes: Uint8Array }[] = [];
  /** Lines of the log, finer than any till keeps it. */
  readonly logged: string[] = [];
  readonly emulators: Emulators;
  readonly office: Office;
  readonly #options: ShopOptions;
  #life: Life | null = null;
  /** Moves the till's clock against the real one. */
  shiftMs = 0;
  /** The disk has failed at the last commit, and still does; or it works again since, and nobody has been told. */
  lastCommit: 'known' | 'unknown' | 'undone' = 'known';
  /** The plug is pulled right after this append of a life, counted from 1. */
  pullAfter: number | null = null;

  readonly #whole: string;

  constructor(whole: string, options: ShopOptions, emulators: Emulators, office: Office) {
    this.#whole = whole;
    this.directory = join(whole, 'till');
    this.#options = options;
    this.emulators = emulators;
    this.office = office;
  }

  get #alive(): Life {
    if (!this.#life) throw new Error('the till is not running');
    return this.#life;
  }

  /** Hears of the working keys as they come. */
  onSignOn: (keys: WrappedKeys) => unknown = () => {};

  /** Per cent, by address, of the devices that have a battery. */
  readonly deviceBatteries = new Map<string, number>();

  /** Hear what the till asks, before anybody is asked; what they throw is the answer. */
  onDevicesAsked: (verb: DeviceVerb, input: unknown) => void = () => {};
  onServerAsked: (route: SyncRoute) => void = () => {};
  /** What the back office says, before the till reads it; as one of another version would say it. */
  changeAnswer: (path: string, body: unknown) => unknown = (_path, body) => body;
  /** How long the way to the back office takes. */
  delayServer: () => Promise<void> = async () => {};

  /** Asks the devices behind the till's back, as a debugger could. */
  askDevices: Devices['request'] = (verb, input) => this.#alive.devices.request(verb, input);

  /** Starts the program; what stops it is the answer. */
  async boot(): Promise<ProblemData | null> {
    const life: Life = {
      devices: this.#createDevices(),
      listeners: new Set(),
      db: null,
      dead: false,
      appends: 0,
      dying: null,
      till: undefined as unknown as Till,
    };
    const clock = this.#clockOf(life);
    const config = this.#config();
    life.till = createTill({
      dataDirectory: this.directory,
      config,
      clock,
      random: systemRandom,
      newId: createNewId(clock, systemRandom),
      devices: this.#devicesOf(life),
      backOffice: this.#backOfficeOf(
        createBackOffice(config.server, clock, systemRandom, async (out) => {
          const { status, body } = await exchange(config.server, clock, out);
          const said = this.changeAnswer(out.path, JSON.parse(body));
          return { status, body: JSON.stringify(said) };
        }),
      ),
      hashing: createHashing(systemRandom),
      keyStore: createKeyStore(this.directory, null),
      page: pageOrigin,
      system: machineOf(this.#options.system ?? {}),
      saveDevices: (devices) => {
        this.savedDevices = devices;
      },
      reportFont: () => readFile(join(root, reportFont)),
      saveFile: async (name, bytes) => {
        this.saved.push({ name, bytes });
        return join(this.directory, name);
      },
      log: createLogTo({ write: (line) => this.logged.push(line) }, 'trace'),
      openDatabase: (file) => pluggedDatabase(file, life, this),
    });
    life.till.onEvent((event) => {
      if (!life.dead) this.events.push(event);
    });
    this.#hear(life);
    this.#life = life;
    await life.till.start();
    return (await this.call('startup.view', {})).problem;
  }

  /** The plug is out: nothing more is written, nobody is answered. */
  async unplugTill(): Promise<void> {
    const life = this.#alive;
    life.dead = true;
    await life.devices.close();
    life.db?.close();
    this.#life = null;
    this.pullAfter = null;
  }

  /** The devices process dies; another one takes its place, with the same devices but without keys. */
  async restartDevices(): Promise<void> {
    const life = this.#alive;
    life.dying?.(new Problem('devices-restarting'));
    await life.devices.close();
    life.devices = this.#createDevices();
    this.#hear(life);
    const { devices, acquirer, wallet } = this.#config();
    await life.devices.request('configure', { devices, acquirer, wallet, keys: null });
  }

  async closeTill(): Promise<void> {
    const { till, devices } = this.#alive;
    await till.close();
    await devices.close();
    this.#life = null;
  }

  async close(): Promise<void> {
    if (this.#life?.dead) await this.unplugTill();
    else if (this.#life) await this.closeTill();
    await this.emulators.close();
    await this.office.close();
    rmSync(this.#whole, { recursive: true, force: true });
  }

  /** `by`: who allows it where somebody must. Throws `Problem` where the till refuses. */
  async call<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<ChannelOutput<Name>> {
    const envelope = await askAllowed(this.#alive.till.handle, channel, input, by);
    if (envelope.ok) return envelope.value as ChannelOutput<Name>;
    throw new Problem(envelope.problem.kind, envelope.problem.params, channel);
  }

  /** What the till refuses with; null when it does not. */
  async refusal(channel: string, input: unknown, by?: Allows): Promise<ProblemKind | null> {
    const envelope = await askAllowed(this.#alive.till.handle, channel, input, by);
    return envelope.ok ? null : envelope.problem.kind;
  }

  /** The same for a call that brings a grant. */
  async granted(channel: string, input: unknown, grant: string): Promise<ProblemKind | null> {
    const envelope = await this.#alive.till.handle(channel, input, grant);
    return envelope.ok ? null : envelope.problem.kind;
  }

  /** False once the plug is out. */
  get running(): boolean {
    return this.#life !== null;
  }

  get dead(): boolean {
    return this.#alive.dead;
  }

  get db(): TillDatabase {
    const { db } = this.#alive;
    if (!db) throw new Error('the database is not open');
    const key = loadKey(createKeyStore(this.directory, null));
    if (!key) return db;
    const known = asTheTillReads.get(db) ?? withSealedSecrets(db, key, systemRandom);
    asTheTillReads.set(db, known);
    return known;
  }

  journal(): ExportedEntry[] {
    return this.db.journal.read(0, 1_000_000);
  }

  kinds(): string[] {
    return this.journal().map(({ kind }) => kind);
  }

  state(): Promise<TillState> {
    return this.call('till.state', {});
  }

  /** The state put together of the parts that the page has heard since. */
  stateTold(from = 0): Partial<TillState> {
    const told = this.events
      .slice(from)
      .flatMap((event) => (event.kind === 'state' ? [event.part] : []));
    return Object.assign({}, ...told);
  }

  signInView(): Promise<SignInView> {
    return this.call('signIn.view', {});
  }

  /** What the page shows after that act of the sign-in. */
  async signInAfter<Name extends 'signIn.begin' | 'signIn.changeSecret'>(
    channel: Name,
    input: ChannelInput<Name>,
  ): Promise<SignInView> {
    await this.call(channel, input);
    return this.signInView();
  }

  /** Begins a sign-in and answers every question it asks; ends when it may open or is blocked. */
  async signIn(who: keyof typeof people = 'cashier'): Promise<SignInView> {
    const { number, pin } = people[who];
    const from = this.events.length;
    await this.call('signIn.begin', { number, pin });
    return this.finishSignIn(from);
  }

  /** Ends also with a question that only a test can answer. */
  async finishSignIn(from = 0): Promise<SignInView> {
    for (;;) {
      let view: SignInView | undefined;
      await until(() => {
        view = this.views(from).at(-1);
        return view !== undefined && (view.waitsFor !== 'nothing' || view.verdict !== 'running');
      }, 'the sign-in asks or ends');
      if (!view) throw new Error('no view');
      if (view.verdict !== 'running') return view;
      if (view.waitsFor === 'seals') await this.call('signIn.confirmSeals', { intact: true });
      else if (view.waitsFor === 'float') {
        await this.call('signIn.countFloat', { denominations: { 10000: 5 } });
      } else return view;
    }
  }

  /** Runs what failed once more. */
  async retrySignIn(): Promise<SignInView> {
    const from = this.events.length;
    await this.call('signIn.retry', {});
    return this.finishSignIn(from);
  }

  views(from = 0): SignInView[] {
    return this.events
      .slice(from)
      .flatMap((event) => (event.kind === 'sign-in' ? [event.view] : []));
  }

  notices(): ProblemKind[] {
    return this.events.flatMap((event) => (event.kind === 'notice' ? [event.problem.kind] : []));
  }

  /** A bottle of water and 865 g of apples: 3.50 and 9.50. */
  async fill(): Promise<number> {
    await this.call('basket.scan', { code: codes.water });
    const view = await this.onCounter('basket.scan', { code: codes.apples });
    return view.totals.dueMinor;
  }

  /** What lies on the counter after that act. Throws `Problem` where the till refuses. */
  async onCounter<Name extends BasketAct>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<BasketView> {
    await this.call(channel, input, by);
    return this.call('basket.view', {});
  }

  /** The sale at hand and what it comes to, as the page names them; in cash where coins are rounded. */
  async named(how: 'card' | 'cash' = 'card'): Promise<{ saleId: string; amountMinor: number }> {
    const envelope = await this.#alive.till.handle('basket.view', {});
    if (!envelope.ok) return { saleId: randomUUID(), amountMinor: 0 };
    const { id: saleId, owedMinor, cashDueMinor } = envelope.value as BasketView;
    return { saleId, amountMinor: how === 'cash' ? cashDueMinor : owedMinor };
  }

  /** The last payment that was begun, as the page has heard. */
  paymentTold(): PaymentView {
    const told = this.events.findLast((event) => event.kind === 'payment');
    if (!told) throw new Error('no payment was begun');
    return told.view;
  }

  attemptId(): string {
    return this.paymentTold().attemptId;
  }

  /** Hands over so much for the sale at hand. */
  async payCash(tenderedMinor: number): Promise<SaleView> {
    return this.call('sale.payCash', await this.cash(tenderedMinor));
  }

  async cash(tenderedMinor: number): Promise<ChannelInput<'sale.payCash'>> {
    return { ...(await this.named('cash')), tenderedMinor };
  }

  /** Pays by card, all that is owed or a part: the customer swipes and types the PIN when asked. Undefined when the plug was pulled meanwhile. */
  async payCard(name = 'good', typed?: string, partMinor?: number) {
    const card = testCards.find((known) => known.name === name);
    if (!card) throw new Error(`no card ${name}`);
    const from = this.events.length;
    const { pad, reader } = this.emulators.control;
    let view: PaymentView | undefined;
    let ended = false;
    const paying = this.call('sale.payCard', { ...(await this.named()), partMinor }).then(
      () => {
        view = this.paymentTold();
        ended = true;
      },
      (thrown) => {
        ended = true;
        if (!this.#life?.dead) throw thrown;
      },
    );
    const over = () => ended || this.dead;
    await until(() => over() || this.stages(from).includes('swipe-card'), 'asked to swipe');
    if (!over()) reader.swipe('', card.track2);
    await until(() => over() || pad.wantsPin(), 'asked for the PIN');
    if (!over()) {
      const pin = typed ?? card.pin;
      if (pin !== null) pad.typePin(pin);
      pad.pressEnter();
    }
    await until(over, 'the payment ended');
    if (this.dead) return undefined;
    await paying;
    return view;
  }

  stages(from = 0): string[] {
    return this.events
      .slice(from)
      .flatMap((event) => (event.kind === 'payment' ? [event.view.stage] : []));
  }

  #config(): TillConfig {
    const { devices, acquirer, wallet } = this.emulators;
    const config = tillConfigSchema.parse({
      server: { url: this.office.url, certificate: this.office.certificateFile },
      enrolmentCode: this.office.code,
      devices,
      acquirer: { ...acquirer, answerTimeoutMs: this.#options.answerTimeoutMs ?? 5_000 },
      wallet: { ...wallet, answerTimeoutMs: this.#options.answerTimeoutMs ?? 5_000 },
      locale: 'zh-CN',
    });
    return this.#options.config?.(config) ?? config;
  }

  #backOfficeOf(connect: TillPorts['backOffice']): TillPorts['backOffice'] {
    return (credentials) => {
      const office = connect(credentials);
      return {
        call: async (route, input) => {
          this.onServerAsked(route);
          await this.delayServer();
          return office.call(route, input);
        },
      };
    };
  }

  #createDevices(): DevicesHost {
    const missingModules = async () => [...(this.#options.system?.missingDeviceModules ?? [])];
    const batteryOf = (address: string) => this.deviceBatteries.get(address) ?? null;
    return createDevices({ clock: systemClock, missingModules, batteryOf });
  }

  /** Whoever listens to the devices hears also those that take the place of others. */
  #hear(life: Life): void {
    life.devices.onEvent((event) => {
      for (const listener of life.listeners) listener(event);
    });
  }

  #clockOf(life: Life): Clock {
    return {
      now: () => systemClock.now() + this.shiftMs,
      monotonic: () => systemClock.monotonic(),
      after: (delayMs, run) =>
        systemClock.after(delayMs / (this.#options.haste ?? 1), () => {
          if (!life.dead) run();
        }),
    };
  }

  /** A process that is gone hears no answers any more. */
  #devicesOf(life: Life): Devices {
    const never = new Promise<never>(() => {});
    return {
      request: async (verb, input) => {
        if (life.dead) return never;
        this.onDevicesAsked(verb, input);
        try {
          const death = new Promise<never>((_, reject) => {
            life.dying = reject;
          });
          const output = await Promise.race([life.devices.request(verb, input), death]);
          if ('keys' in output) this.onSignOn(output.keys);
          return life.dead ? never : output;
        } catch (thrown) {
          if (life.dead) return never;
          throw thrown;
        }
      },
      onEvent: (listener) => {
        life.listeners.add(listener);
        return () => life.listeners.delete(listener);
      },
    };
  }

  /** Appends of this life so far. */
  get appends(): number {
    return this.#alive.appends;
  }
}

/** A shop with everything healthy and plugged in; the till is not started yet. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-shop-'));
  for (const part of ['office', 'till']) mkdirSync(join(directory, part));
  const emulators = await startEmulators({ directory, pty: false, clock: systemClock });
  const office = await openOffice(join(directory, 'office'), options);
  return new Shop(directory, options, emulators, office);
}
