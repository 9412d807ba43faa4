/**
 * The devices host: every configured device kept open, the acquirer, and the verbs of domain/devices/verbs.ts.
 *
 * Runs wherever it is created: in the devices process of a till, in a test, in a simulation.
 */
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { PortInfo } from '../../domain/devices/bench.ts';
import { missingModules } from '../../domain/devices/native-modules.ts';
import { deviceFor } from '../../domain/devices/roles.ts';
import {
  type AcquirerConfig,
  type DeviceConfig,
  type DeviceEvent,
  type Devices,
  type DeviceVerb,
  deviceVerbs,
  type HealthLevel,
  type VerbInput,
  type VerbOutput,
  type WrappedKeys,
} from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { createAcquirer } from '../acquirer/index.ts';
import type { Acquirer } from '../acquirer/port.ts';
import type { CardReader } from '../card-reader/port.ts';
import type { PinPad } from '../pin-pad/port.ts';
import { hidBattery } from '../ports/hid-battery.ts';
import { listPorts } from '../ports/list.ts';
import type { AnyPort } from '../protocol.ts';
import { makeDriver } from '../protocols.ts';
import { createTap, type Tap } from '../tap.ts';
import { nativeTransports, openTransport } from '../transports/open.ts';
import type { OpenTransport } from '../transports/transport.ts';
import { BenchDesk, type Slot } from './bench-desk.ts';
import { CardDesk } from './card-desk.ts';
import { SupervisedDevice } from './supervised-device.ts';
import { TerminalDesk } from './terminal-desk.ts';
import { WalletDesk } from './wallet-desk.ts';

export type DevicesOptions = Readonly<{
  clock: Clock;
  /** Opens addresses; real serial, HID and TCP unless given. */
  open?: OpenTransport;
  /** Lists what is plugged in; this machine's ports unless given. */
  listPorts?: () => Promise<PortInfo[]>;
  /** Names what cannot be loaded of the native modules; tries each unless given. */
  missingModules?: () => Promise<string[]>;
  /** Per cent of the battery of the device there, null where it has none; asks the system unless given. */
  batteryOf?: (address: string) => number | null;
}>;
export type DevicesHost = Devices & Readonly<{ close(): Promise<void> }>;

export function createDevices(options: DevicesOptions): DevicesHost {
  return new Host(options);
}

type Parsed<Verb extends DeviceVerb> = z.output<(typeof deviceVerbs)[Verb]['input']>;
type Verbs = Readonly<{ [Verb in DeviceVerb]: (input: Parsed<Verb>) => Promise<VerbOutput<Verb>> }>;

/** The acquirer's line has a trace and statistics too, under this name. */
const acquirerName = 'acquirer';
/** The wallets' line likewise. */
const walletName = 'wallet';

/** A cordless scanner with less may not last the morning. */
const batteryLowPercent = 20;

class Host implements DevicesHost {
  readonly #clock: Clock;
  readonly #open: OpenTransport;
  readonly #missingModules: () => Promise<string[]>;
  readonly #batteryOf: (address: string) => number | null;
  readonly #listeners = new Set<(event: DeviceEvent) => void>();
  readonly #slots = new Map<string, Slot>();
  readonly #closing = new AbortController();
  readonly #desk: CardDesk;
  readonly #terminals: TerminalDesk;
  readonly #wallets: WalletDesk;
  readonly #bench: BenchDesk;
  readonly #acquirerTap: Tap;
  readonly #walletTap: Tap;
  #acquirer: Readonly<{ config: AcquirerConfig; client: Acquirer }> | null = null;
  #keys: WrappedKeys | null = null;

  constructor(options: DevicesOptions) {
    this.#clock = options.clock;
    this.#open = options.open ?? openTransport;
    this.#batteryOf = options.batteryOf ?? hidBattery;
    this.#missingModules = options.missingModules ?? (() => missingModules(nativeTransports));
    this.#acquirerTap = createTap(options.clock);
    this.#walletTap = createTap(options.clock);
    this.#desk = new CardDesk({
      clock: options.clock,
      pad: this.#pad,
      reader: this.#reader,
      emit: (event) => this.#emit(event),
    });
    this.#terminals = new TerminalDesk({
      use: (device, run, again, signal) =>
        this.#use(device, (driver) => run(only(driver.terminal, device)), again, signal),
      emit: (event) => this.#emit(event),
    });
    this.#wallets = new WalletDesk({
      clock: options.clock,
      open: this.#open,
      tap: this.#walletTap,
      emit: (event) => this.#emit(event),
    });
    this.#bench = new BenchDesk({
      clock: options.clock,
      open: this.#open,
      list: options.listPorts ?? listPorts,
      slots: this.#slots,
      emit: (event) => this.#emit(event),
    });
  }

  async request<Verb extends DeviceVerb>(
    verb: Verb,
    input: VerbInput<Verb>,
  ): Promise<VerbOutput<Verb>> {
    const parsed = deviceVerbs[verb].input.safeParse(input);
    if (!parsed.success) throw new Problem('bad-request', { verb }, parsed.error);
    if (this.#closing.signal.aborted) throw new Problem('devices-restarting');
    const output = await this.#verbs[verb](parsed.data as Parsed<Verb>);
    return deviceVerbs[verb].output.parse(output) as VerbOutput<Verb>;
  }

  onEvent(listener: (event: DeviceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#desk.close();
    this.#terminals.close();
    this.#wallets.close();
    this.#bench.close();
    await this.#acquirer?.client.close();
    await Promise.all(Array.from(this.#slots.values(), ({ supervised }) => supervised.close()));
  }

  readonly #verbs: Verbs = {
    configure: (input) => this.#configure(input),
    ping: async () => ({}),
    missingModules: async () => ({ modules: await this.#missingModules() }),
    identify: ({ device }) => this.#use(device, (driver) => driver.identify(this.#signal)),
    health: ({ device, level }) => this.#health(device, level),
    statistics: async ({ device }) => this.#tap(device).statistics(),
    trace: async ({ device, after }) => ({ lines: this.#tap(device).lines(after) }),
    showText: async ({ device, lines }) => {
      await this.#use(device, (driver) =>
        only(driver.pad, device).showText(lines.length > 0 ? lines : [''], this.#signal),
      );
      return {};
    },
    hostSignOn: async (input) => {
      const signedOn = await this.#host().signOn(input, this.#signal);
      this.#keys = signedOn.keys;
      return signedOn;
    },
    hostEcho: () => this.#host().echo(this.#keys, this.#signal),
    collect: (input) => this.#desk.collect(input, this.#wrappedKeys().pik),
    authorise: (input) => this.#authorise(input),
    reverse: (input) => this.#reverse(input),
    terminalMark: (input) => this.#terminals.mark(input),
    terminalPay: (input) => this.#terminals.pay(input),
    terminalFind: (input) => this.#terminals.find(input),
    terminalReverse: (input) => this.#terminals.reverse(input),
    terminalEndOfDay: (input) => this.#terminals.endOfDay(input),
    walletPay: (input) => this.#wallets.pay(input),
    walletAsk: async ({ attemptId }) => {
      this.#wallets.askNow(attemptId);
      return {};
    },
    walletFind: (input) => this.#wallets.find(input),
    walletCancel: (input) => this.#wallets.takeBack(input),
    walletRefund: (input) => this.#wallets.refund(input),
    cancel: async ({ attemptId }) => {
      this.#desk.cancel(attemptId);
      this.#terminals.cancel(attemptId);
      this.#wallets.cancel(attemptId);
      return {};
    },
    farewell: async ({ lines }) => {
      await this.#desk.farewell(lines, this.#signal);
      return {};
    },
    print: async ({ device, paper, openDrawer }) => {
      // Begun again it could print twice; a person looks at the paper and decides.
      return this.#use(
        device,
        (driver) => only(driver.printer, device).print({ paper, openDrawer }, this.#signal),
        false,
      );
    },
    openDrawer: async ({ device }) => {
      await this.#use(device, (driver) => only(driver.printer, device).openDrawer(this.#signal));
      return {};
    },
    showCustomer: async ({ device, lines }) => {
      await this.#use(device, (driver) => only(driver.display, device).show(lines, this.#signal));
      return {};
    },
    weigh: ({ device }) =>
      this.#use(device, (driver) => only(driver.scale, device).weigh(this.#signal)),
    ports: () => this.#bench.ports(),
    detect: (input) => this.#bench.detect(input),
    test: (input) => this.#bench.test(input),
    stopTest: async (input) => {
      this.#bench.stopTest(input);
      return {};
    },
  };

  get #signal(): AbortSignal {
    return this.#closing.signal;
  }

  async #configure(input: Parsed<'configure'>): Promise<VerbOutput<'configure'>> {
    const wanted = new Map(input.devices.map((config) => [config.device, config]));
    for (const [device, slot] of this.#slots) {
      if (same(slot.config, wanted.get(device))) continue;
      this.#slots.delete(device);
      await slot.supervised.close();
    }
    // Whoever configures may know nothing of before: a till that starts again on a new journal does not.
    for (const { supervised } of this.#slots.values()) supervised.tellAgain();
    const opened = input.devices
      .filter(({ device }) => !this.#slots.has(device))
      .map((config) => this.#openSlot(config));
    await this.#configureAcquirer(input.acquirer);
    this.#wallets.configure(input.wallet);
    this.#keys = input.keys ?? this.#keys;
    await Promise.all(opened.map(({ supervised }) => supervised.settled));
    return {};
  }

  async #configureAcquirer(config: AcquirerConfig | null): Promise<void> {
    if (same(this.#acquirer?.config ?? null, config)) return;
    await this.#acquirer?.client.close();
    this.#keys = null;
    this.#acquirer = config && {
      config,
      client: createAcquirer(config, {
        clock: this.#clock,
        open: this.#open,
        pad: () => this.#pad,
        tap: this.#acquirerTap,
      }),
    };
  }

  async #health(device: string, level: HealthLevel): Promise<VerbOutput<'health'>> {
    const health = await this.#use(device, (driver) => driver.health(level, this.#signal));
    const percent = this.#batteryOf(this.#slots.get(device)?.config.address ?? '');
    if (percent === null) return health;
    const facts = { ...health.facts, battery: `${percent} %` };
    if (percent >= batteryLowPercent) return { ...health, facts };
    const low = new Problem('device-battery-low', { device, percent }).toData();
    const state = health.state === 'healthy' ? 'needs-look' : health.state;
    return { ...health, facts, state, problems: [...health.problems, low] };
  }

  #openSlot(config: DeviceConfig): Slot {
    const { device, address } = config;
    const clock = this.#clock;
    const tap = createTap(clock);
    const onCardDropped = (): void => this.#emit({ kind: 'card-dropped', device });
    const supervised = new SupervisedDevice({
      device,
      address,
      clock,
      open: this.#open,
      tap,
      make: (transport) => {
        const driver = makeDriver({ config, transport, clock, tap, onCardDropped });
        driver.reader?.onStoreCard((number) => this.#emit({ kind: 'store-card', device, number }));
        driver.scanner?.onScan((scan) => this.#emit({ kind: 'scanned', device, ...scan }));
        return driver;
      },
      onStatus: (online, problem) =>
        this.#emit({
          kind: 'device-status',
          device,
          online,
          problem: problem?.toData() ?? null,
        }),
    });
    const slot = { config, tap, supervised };
    this.#slots.set(device, slot);
    return slot;
  }

  async #authorise(input: Parsed<'authorise'>): Promise<VerbOutput<'authorise'>> {
    const host = this.#host();
    const keys = this.#wrappedKeys();
    const { card, pin, maskedPan } = this.#desk.take(input.attemptId);
    const { attemptId } = input;
    this.#emit({ kind: 'payment-stage', attemptId, stage: 'contacting-host', maskedPan });
    return host.authorise({ ...input, card, pin }, keys, this.#signal);
  }

  async #reverse(input: Parsed<'reverse'>): Promise<VerbOutput<'reverse'>> {
    const host = this.#host();
    const keys = this.#wrappedKeys();
    const { attemptId } = input;
    this.#emit({ kind: 'payment-stage', attemptId, stage: 'reversing', maskedPan: null });
    return host.reverse(input, keys, this.#signal);
  }

  /** The pad of the till, wherever its cable is at the moment. */
  readonly #pad: PinPad = {
    identify: (signal) => this.#usePad((pad) => pad.identify(signal), signal),
    health: (level, signal) => this.#usePad((pad) => pad.health(level, signal), signal),
    rest: (signal) => this.#usePad((pad) => pad.rest(signal), signal),
    showText: (lines, signal) => this.#usePad((pad) => pad.showText(lines, signal), signal),
    enterPin: (request, signal) => this.#usePad((pad) => pad.enterPin(request, signal), signal),
    mac: (request, signal) => this.#usePad((pad) => pad.mac(request, signal), signal),
    askKey: (request, signal) => this.#usePad((pad) => pad.askKey(request, signal), signal),
    askDigits: (request, signal) => this.#usePad((pad) => pad.askDigits(request, signal), signal),
    keySlots: (signal) => this.#usePad((pad) => pad.keySlots(signal), signal),
    enterDukptPin: (request, signal) =>
      this.#usePad((pad) => pad.enterDukptPin(request, signal), signal),
    close: async () => {},
  };

  readonly #reader: Pick<CardReader, 'waitForCard'> = {
    waitForCard: async (signal) => {
      const device = this.#deviceFor('card-reader');
      return this.#use(
        device,
        (driver) => only(driver.reader, device).waitForCard(signal),
        true,
        signal,
      );
    },
  };

  async #usePad<T>(run: (pad: PinPad) => Promise<T>, signal: AbortSignal): Promise<T> {
    const device = this.#deviceFor('pin-pad');
    return this.#use(device, (driver) => run(only(driver.pad, device)), true, signal);
  }

  async #use<T>(
    device: string,
    run: (driver: AnyPort) => Promise<T>,
    again = true,
    signal = this.#signal,
  ): Promise<T> {
    const slot = this.#slots.get(device);
    if (!slot) throw new Problem('device-not-configured', { device });
    return slot.supervised.use(run, signal, again);
  }

  #deviceFor(role: 'pin-pad' | 'card-reader'): string {
    const config = deviceFor(
      role,
      Array.from(this.#slots.values(), (slot) => slot.config),
    );
    if (!config) throw new Problem('device-not-configured', { device: role });
    return config.device;
  }

  #tap(device: string): Tap {
    const lines: Readonly<Record<string, Tap>> = {
      [acquirerName]: this.#acquirerTap,
      [walletName]: this.#walletTap,
    };
    const tap = lines[device] ?? this.#slots.get(device)?.tap;
    if (!tap) throw new Problem('device-not-configured', { device });
    return tap;
  }

  #host(): Acquirer {
    if (!this.#acquirer) throw new Problem('device-not-configured', { device: acquirerName });
    return this.#acquirer.client;
  }

  #wrappedKeys(): WrappedKeys {
    if (!this.#keys) throw new Problem('host-sign-on-needed');
    return this.#keys;
  }

  #emit(event: DeviceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** The verbs of one family, asked of a device that may be of another. */
function only<Port>(port: Port | undefined, device: string): Port {
  if (!port) throw new Problem('device-not-configured', { device });
  return port;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
