/** A host that listens, a till's acquirer client, and the pad between them. */

import type {
  AcquirerConfig,
  Authorisation,
  HostSignOn,
  WrappedKeys,
} from '../../domain/devices/verbs.ts';
import {
  type HostEmulator,
  type HostEmulatorOptions,
  startHostEmulator,
  type TestCard,
  testCards,
} from '../../drivers/acquirer/emulator.ts';
import type { HostRequestKind } from '../../drivers/acquirer/emulator-control.ts';
import { createAcquirer } from '../../drivers/acquirer/index.ts';
import type { Acquirer, LateAnswer } from '../../drivers/acquirer/port.ts';
import type { ClearCard } from '../../drivers/card-reader/port.ts';
import type { PinPad } from '../../drivers/pin-pad/port.ts';
import { createTap, type Tap } from '../../drivers/tap.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import type { OpenTransport } from '../../drivers/transports/transport.ts';
import { emulatedPad } from './emulated-pad.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { seededRandom } from './seeded-random.ts';
import { until } from './until.ts';

export const tmk = '0123456789ABCDEFFEDCBA9876543210';
export const terminalId = '10000001';
export const merchantId = '123456789012345';

export type Bench = Readonly<{
  clock: HandClock;
  host: HostEmulator;
  acquirer: Acquirer;
  tap: Tap;
  late: LateAnswer[];
  config: AcquirerConfig;
  /** Signs on with the next STAN and keeps the keys for the calls below. */
  signOn(signal?: AbortSignal): Promise<HostSignOn>;
  keys(): WrappedKeys;
  /** A sale of `amountMinor` with the card of that name. */
  sell(stan: string, card?: string, options?: SaleOptions): Promise<Authorisation>;
  reverse(stan: string, reason: '98' | 'A0' | '06', amountMinor?: number): Promise<string>;
  /** STANs of what the customers have paid and not got back. */
  chargedStans(): string[];
  /** Lets the answer time of the exchange under way run out once the host has `count` requests of its kind. */
  runOut(kind: HostRequestKind, count?: number): Promise<void>;
  close(): Promise<void>;
}>;

type SaleOptions = Readonly<{
  amountMinor?: number;
  /** What the customer types; the card's own unless given, null for nothing. */
  pin?: string | null;
  signal?: AbortSignal;
}>;

export type BenchOptions = Readonly<{
  clock?: HandClock;
  /** Instead of the emulated pad, where a test is about a pad that fails. */
  replacePad?: (pad: PinPad) => PinPad;
  padMasterKey?: string;
  config?: Partial<AcquirerConfig>;
  host?: Partial<HostEmulatorOptions>;
  open?: OpenTransport;
}>;

const never = new AbortController().signal;

export function cardNamed(name: string): TestCard {
  const card = testCards.find((known) => known.name === name);
  if (!card) throw new Error(`no test card ${name}`);
  return card;
}

export async function acquirerBench(options: BenchOptions = {}): Promise<Bench> {
  const clock = options.clock ?? handClock();
  const random = seededRandom('host');
  const host = await startHostEmulator({
    clock,
    random,
    tmk,
    terminalId,
    merchantId,
    ...options.host,
  });
  const config: AcquirerConfig = {
    address: host.address,
    tpdu: '6000030000',
    head: '603100000000',
    terminalId,
    merchantId,
    networkCode: '004',
    answerTimeoutMs: 30_000,
    reversalTriesMax: 3,
    refusesWithoutMac: false,
    ...options.config,
  };
  const tap = createTap(clock);
  const late: LateAnswer[] = [];
  const emulated = await emulatedPad(clock, options.padMasterKey ?? tmk);
  const pad = options.replacePad?.(emulated.pad) ?? emulated.pad;
  const open = options.open ?? openTransport;
  const onLateAnswer = (answer: LateAnswer): void => void late.push(answer);
  const acquirer = createAcquirer(config, { clock, open, tap, pad: () => pad, onLateAnswer });
  let signedOn: HostSignOn | null = null;
  const given = (): HostSignOn => {
    if (!signedOn) throw new Error('not signed on');
    return signedOn;
  };

  return {
    clock,
    host,
    acquirer,
    tap,
    late,
    config,
    signOn: async (signal = never) => {
      const input = { stan: '000001', batch: '000001', operator: '01' };
      signedOn = await acquirer.signOn(input, signal);
      return signedOn;
    },
    keys: () => given().keys,
    sell: async (stan, name = 'good', options = {}) => {
      const { amountMinor = 12_345, signal = never } = options;
      const { keys, batch } = given();
      const known = cardNamed(name);
      const card: ClearCard = {
        pan: known.pan,
        track2: known.track2,
        expiry: known.track2.slice(known.pan.length + 1).slice(0, 4),
      };
      const typed = options.pin === undefined ? known.pin : options.pin;
      const pin = await emulated.enterPin(known.pan, keys.pik, typed);
      const sale = { attemptId: `attempt-${stan}`, stan, batch, amountMinor, operator: '01' };
      return acquirer.authorise({ ...sale, card, pin }, keys, signal);
    },
    reverse: async (stan, reason, amountMinor = 12_345) => {
      const { keys, batch } = given();
      const original = { attemptId: `attempt-${stan}`, stan, batch, amountMinor };
      const input = { ...original, entryMode: '021', authorisationCode: null, reason };
      return (await acquirer.reverse(input, keys, never)).responseCode;
    },
    chargedStans: () => host.books.charged().map(({ stan }) => stan),
    runOut: async (kind, count = 1) => {
      await until(() => host.control.received(kind) >= count, `the host has ${count} × ${kind}`);
      clock.advance(config.answerTimeoutMs);
    },
    close: async () => {
      await acquirer.close();
      await host.close();
      await emulated.close();
    },
  };
}
