/**
 * Starts the emulated devices of a till and its acquirer: over ptys where `pty` is set (Linux, `socat`), else over TCP.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { AcquirerConfig, DeviceConfig } from '../../domain/devices/verbs.ts';
import { walletConfigSchema } from '../../domain/devices/wallet-verbs.ts';
import { startHostEmulator } from '../acquirer/emulator.ts';
import { createReaderEmulator } from '../card-reader/text-lines/emulator.ts';
import { PadEmulator } from '../pin-pad/visa/emulator.ts';
import { PrinterEmulator } from '../printer/escpos/emulator.ts';
import type { Transport } from '../transports/transport.ts';
import { emulatedWallet, WalletEmulator } from '../wallet/emulator.ts';
import {
  type EmulatedDevice,
  type EmulatorControl,
  type Emulators,
  emulatedDevices,
  type Fault,
} from './control.ts';
import { counterDevices } from './counter.ts';
import { initialKeys, testBaseKey } from './dukpt.ts';
import { testMasterKey } from './keys.ts';
import { type Plug, ptyPlug, tcpPlug } from './plug.ts';

export type { Emulators } from './control.ts';

export type EmulatorsOptions = Readonly<{
  /** Holds the ptys, each under its device's name. */
  directory: string;
  pty: boolean;
  clock: Clock;
  /** For the host's working keys and numbers; the system's unless given. */
  random?: Random;
}>;

/** As the demonstration's device register lists them. */
export const emulatedSerialNumber = 'VP5-0087123';
/** Before its first transaction, X9.24-1 Annex A. */
const emulatedKsn = 'FFFF9876543210E00000';
const terminal = { terminalId: '10000001', merchantId: '898110154110001' } as const;
const masterKeySlot = '0';

export async function startEmulators(options: EmulatorsOptions): Promise<Emulators> {
  const { clock } = options;
  const random = options.random ?? { bytes: (count: number) => randomBytes(count) };
  const faults = Object.fromEntries(emulatedDevices.map((device) => [device, 'none'])) as Record<
    EmulatedDevice,
    Fault
  >;
  const pad = new PadEmulator({
    clock,
    masterKeys: { [masterKeySlot]: testMasterKey },
    dukpt: initialKeys(testBaseKey, emulatedKsn),
    serialNumber: emulatedSerialNumber,
    fault: () => faults['pin-pad'],
  });
  const reader = createReaderEmulator({ clock, fault: () => faults['card-reader'] });
  const printer = new PrinterEmulator({ clock, fault: () => faults.printer });
  const counter = counterDevices({ clock, random }, faults);
  const wallet = new WalletEmulator({ clock, random });
  const [plugs, host, walletPlug] = await Promise.all([
    plugAllIn(options, {
      'pin-pad': pad,
      'card-reader': reader,
      printer,
      scanner: counter.scanner,
      scale: counter.scale,
      'customer-display': counter.display,
    }),
    startHostEmulator({ clock, random, ...terminal, tmk: testMasterKey }),
    tcpPlug((line) => wallet.attach(line)),
  ]);
  const control: EmulatorControl = {
    pad,
    reader: reader.control,
    printer,
    ...counter.control,
    host,
    wallet,
    unplug: (device) => plugs[device].pull(),
    replug: (device) => plugs[device].push(),
    plugged: (device) => plugs[device].plugged(),
    misbehave: (device, fault) => {
      faults[device] = fault;
    },
    fault: (device) => faults[device],
  };
  return {
    devices: configuration(plugs),
    acquirer: acquirerAt(host.address),
    wallet: walletConfigSchema.parse({ address: walletPlug.address, ...emulatedWallet }),
    control,
    close: async () => {
      await host.close();
      await walletPlug.pull();
      await Promise.all(Object.values(plugs).map((plug) => plug.pull()));
    },
  };
}

type Plugs = Readonly<Record<EmulatedDevice, Plug>>;

/** All at once: each pty is a process to wait for. Printers hang on the network. */
async function plugAllIn(
  { directory, pty }: EmulatorsOptions,
  emulated: Readonly<Record<EmulatedDevice, Readonly<{ attach(line: Transport): void }>>>,
): Promise<Plugs> {
  const plugIn = async (name: EmulatedDevice): Promise<[EmulatedDevice, Plug]> => {
    const attach = (line: Transport): void => emulated[name].attach(line);
    const wired = pty && name !== 'printer';
    return [name, wired ? await ptyPlug(join(directory, name), attach) : await tcpPlug(attach)];
  };
  return Object.fromEntries(await Promise.all(emulatedDevices.map(plugIn))) as Plugs;
}

function configuration(plugs: Plugs): DeviceConfig[] {
  const device = (
    name: EmulatedDevice,
    protocol: DeviceConfig['protocol'],
    options: DeviceConfig['options'] = {},
  ): DeviceConfig => ({
    device: name,
    family: name,
    protocol,
    address: plugs[name].address,
    masterKey: masterKeySlot,
    options,
  });
  return [
    device('pin-pad', 'visa'),
    device('card-reader', 'text-lines'),
    device('printer', 'escpos'),
    device('scanner', 'serial-scanner'),
    device('scale', 'toledo-scale'),
    device('customer-display', 'cd5220', { charset: 'gb18030' }),
  ];
}

function acquirerAt(address: string): AcquirerConfig {
  return {
    address,
    tpdu: '6000030000',
    head: '603100000000',
    ...terminal,
    // With a track key: the stripe never leaves the till in clear.
    networkCode: '004',
    answerTimeoutMs: 30_000,
    reversalTriesMax: 3,
    refusesWithoutMac: false,
  };
}
