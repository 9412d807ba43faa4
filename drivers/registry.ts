/** Family and protocol → the driver that speaks it. A new protocol is one line here and one folder. */
import type { Clock } from '../domain/clock.ts';
import type { DeviceConfig } from '../domain/contract/devices.ts';
import { Problem } from '../domain/problems.ts';
import type { CardReader } from './card-reader/port.ts';
import { createTextLineReader } from './card-reader/text-lines/driver.ts';
import { optionsSchema as textLineOptionsSchema } from './card-reader/text-lines/spec.ts';
import type { CustomerDisplay } from './customer-display/port.ts';
import type { Driven } from './driver.ts';
import { readOptions } from './options.ts';
import type { PaymentTerminal } from './payment-terminal/port.ts';
import type { PinPad } from './pin-pad/port.ts';
import { createVisaPad } from './pin-pad/visa/driver.ts';
import { optionsSchema as visaOptionsSchema } from './pin-pad/visa/spec.ts';
import { createEscposPrinter } from './printer/escpos/driver.ts';
import type { Printer } from './printer/port.ts';
import type { Scale } from './scale/port.ts';
import type { Scanner } from './scanner/port.ts';
import type { Tap } from './tap.ts';
import type { Transport } from './transports/transport.ts';

/** What every family can do, and what only some can. */
export type AnyPort = Pick<PinPad, 'identify' | 'health' | 'close'> &
  Readonly<{
    pad?: PinPad;
    reader?: CardReader;
    terminal?: PaymentTerminal;
    printer?: Printer;
    scanner?: Scanner;
    scale?: Scale;
    display?: CustomerDisplay;
  }>;

export type MakePorts = Readonly<{
  config: DeviceConfig;
  transport: Transport;
  clock: Clock;
  tap: Tap;
  onCardDropped: () => void;
}>;

/** Throws `Problem` `config-unreadable` for a protocol that is not of that family. */
export function makeDriver(ports: MakePorts): Driven<AnyPort> {
  const { config, transport, clock, tap, onCardDropped } = ports;
  const { device, family, protocol, masterKey } = config;
  const driverPorts = { device, transport, clock, tap };
  switch (`${family}/${protocol}`) {
    case 'pin-pad/visa': {
      const options = readOptions(visaOptionsSchema, config);
      const pad = createVisaPad(driverPorts, masterKey, options);
      return face(pad, { pad });
    }
    case 'card-reader/text-lines': {
      const options = readOptions(textLineOptionsSchema, config);
      const reader = createTextLineReader({ ...driverPorts, options, onDropped: onCardDropped });
      return face(reader, { reader });
    }
    case 'printer/escpos': {
      const printer = createEscposPrinter(driverPorts);
      return face(printer, { printer });
    }
    default:
      throw new Problem('config-unreadable', { file: `${family}/${protocol}`, where: device });
  }
}

function face(
  driver: Driven<Pick<PinPad, 'identify' | 'health' | 'close'>>,
  only: Omit<AnyPort, 'identify' | 'health' | 'close'>,
): Driven<AnyPort> {
  return {
    identify: (signal) => driver.identify(signal),
    health: (level, signal) => driver.health(level, signal),
    close: () => driver.close(),
    gone: driver.gone,
    ...only,
  };
}
