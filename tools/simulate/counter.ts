/** What stands on and under the counter: PIN pad, stripe reader, printer, and the acquirer at the end of the line. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { RegisteredDevice } from '../../domain/devices/register.ts';
import type { AcquirerConfig, DeviceConfig } from '../../domain/devices/verbs.ts';
import { type HostEmulator, startHostEmulator } from '../../drivers/acquirer/emulator.ts';
import { createReaderEmulator } from '../../drivers/card-reader/text-lines/emulator.ts';
import type {
  Fault,
  PadControl,
  PrinterControl,
  ReaderControl,
} from '../../drivers/emulators/control.ts';
import { testMasterKey } from '../../drivers/emulators/keys.ts';
import { createMemoryNetwork, type OpenTransport } from '../../drivers/index.ts';
import { PadEmulator } from '../../drivers/pin-pad/visa/emulator.ts';
import { PrinterEmulator } from '../../drivers/printer/escpos/emulator.ts';
import type { Transport } from '../../drivers/transports/transport.ts';

/** What a till asks of any counter, whatever stands on it. */
export type AnyCounter = Readonly<{
  open: OpenTransport;
  devices: DeviceConfig[];
  /** Null where a payment terminal talks to its own. */
  acquirer: AcquirerConfig | null;
  /** As the back office has registered them. */
  registered: readonly RegisteredDevice[];
  /** What the devices take money in; ISO 4217. */
  currency: string;
  /** The cable to the acquirer. */
  setReachable(reachable: boolean): Promise<void>;
  /** Forgets every misbehaviour that was planned. */
  behave(): void;
  close(): Promise<void>;
}>;

export type Counter = AnyCounter &
  Readonly<{
    pad: PadControl;
    reader: ReaderControl;
    printer: PrinterControl;
    host: HostEmulator;
  }>;

const padSerialNumber = 'VP5-0087123';
const terminal = { terminalId: '10000001', merchantId: '898110154110001' };

const registeredDevices: readonly RegisteredDevice[] = [
  registered('pin-pad', 'VP-5', padSerialNumber),
  registered('card-reader', 'MSR-90', null),
  registered('printer', 'TP-80', null),
];

const attached: DeviceConfig[] = [
  attachedBy('pin-pad', 'visa'),
  attachedBy('card-reader', 'text-lines'),
  attachedBy('printer', 'escpos'),
];

function attachedBy(
  device: DeviceConfig['device'] & DeviceConfig['family'],
  protocol: DeviceConfig['protocol'],
): DeviceConfig {
  const address = `memory://${device}`;
  return { device, family: device, protocol, address, masterKey: '0', options: {} };
}

/** How the lines of a counter misbehave; straight ones unless given. */
export type Wires = Readonly<{
  over(name: 'pin-pad' | 'acquirer', far: Transport): Transport;
  padFault(): Fault;
}>;

const straight: Wires = { over: (_, far) => far, padFault: () => 'none' };

/** Everything healthy and plugged in. */
export async function openCounter(
  clock: Clock,
  random: Random,
  wires: Wires = straight,
): Promise<Counter> {
  const network = createMemoryNetwork();
  const healthy = { clock, fault: () => 'none' as const };
  const pad = new PadEmulator({
    clock,
    fault: wires.padFault,
    masterKeys: { '0': testMasterKey },
    serialNumber: padSerialNumber,
  });
  const reader = createReaderEmulator(healthy);
  const printer = new PrinterEmulator(healthy);
  const unplug = [
    network.listen('pin-pad', (line) => pad.attach(wires.over('pin-pad', line))),
    network.listen('card-reader', (line) => reader.attach(line)),
    network.listen('printer', (line) => printer.attach(line)),
  ];
  const address = 'memory://acquirer';
  const host = await startHostEmulator({
    clock,
    random,
    ...terminal,
    tmk: testMasterKey,
    via: {
      address,
      listen: async (onConnect) => {
        const stop = network.listen('acquirer', (line) => onConnect(wires.over('acquirer', line)));
        return async () => stop();
      },
    },
  });
  return {
    open: network.open,
    devices: attached,
    acquirer: {
      address,
      tpdu: '6000030000',
      head: '603100000000',
      ...terminal,
      networkCode: '004',
      answerTimeoutMs: 30_000,
      reversalTriesMax: 3,
      refusesWithoutMac: false,
    },
    registered: registeredDevices,
    currency: 'CNY',
    setReachable: (reachable) => host.control.setReachable(reachable),
    behave: () => host.control.behave(),
    pad,
    reader: reader.control,
    printer,
    host,
    close: async () => {
      await host.close();
      for (const pull of unplug) pull();
    },
  };
}

export function registered(
  device: RegisteredDevice['device'] & RegisteredDevice['family'],
  model: string,
  serialNumber: string | null,
): RegisteredDevice {
  return {
    device,
    family: device,
    model,
    serialNumber,
    seals: device === 'printer' ? [] : [`S-${model}-1`, `S-${model}-2`],
    location: '1 号收银台',
    maintenanceDue: null,
  };
}
