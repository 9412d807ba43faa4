/** Family and protocol → the driver that speaks it. A new protocol is one line here and one folder. */
import type { Clock } from '../domain/basics/clock.ts';
import type { DeviceConfig, Protocol } from '../domain/devices/verbs.ts';
import { Problem } from '../domain/words/problem.ts';
import { createNeo2Reader } from './card-reader/idtech-neo2/driver.ts';
import { createSecureMagReader } from './card-reader/idtech-securemag/driver.ts';
import { createMagneSafeReader } from './card-reader/magtek-magnesafe/driver.ts';
import { createSureSwipeReader } from './card-reader/magtek-sureswipe/driver.ts';
import { readerOptionsSchema } from './card-reader/options.ts';
import type { CardReader } from './card-reader/port.ts';
import type { ReaderPorts } from './card-reader/reader.ts';
import { createTextLineReader } from './card-reader/text-lines/driver.ts';
import { createCd5220 } from './customer-display/cd5220/driver.ts';
import { optionsSchema as cd5220OptionsSchema } from './customer-display/cd5220/spec.ts';
import type { CustomerDisplay } from './customer-display/port.ts';
import type { Driven } from './driver.ts';
import { readOptions } from './options.ts';
import type { PaymentTerminal } from './payment-terminal/port.ts';
import { createTransbankTerminal } from './payment-terminal/transbank/driver.ts';
import { optionsSchema as transbankOptionsSchema } from './payment-terminal/transbank/spec.ts';
import { createZvtTerminal } from './payment-terminal/zvt/driver.ts';
import { framingOf, optionsSchema as zvtOptionsSchema } from './payment-terminal/zvt/options.ts';
import type { PinPad } from './pin-pad/port.ts';
import { createVisaPad } from './pin-pad/visa/driver.ts';
import { optionsSchema as visaOptionsSchema } from './pin-pad/visa/spec.ts';
import { createEscposPrinter } from './printer/escpos/driver.ts';
import { optionsSchema as escposOptionsSchema } from './printer/escpos/spec.ts';
import type { Printer } from './printer/port.ts';
import { createHidScale } from './scale/hid/driver.ts';
import { optionsSchema as hidScaleOptionsSchema } from './scale/hid/spec.ts';
import type { Scale } from './scale/port.ts';
import { createToledoScale } from './scale/toledo/driver.ts';
import { optionsSchema as toledoOptionsSchema } from './scale/toledo/spec.ts';
import { createHidposScanner } from './scanner/hidpos/driver.ts';
import { optionsSchema as hidposOptionsSchema } from './scanner/hidpos/spec.ts';
import type { Scanner } from './scanner/port.ts';
import { createSerialScanner } from './scanner/serial/driver.ts';
import { optionsSchema as serialScannerOptionsSchema } from './scanner/serial/spec.ts';
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
  const makeReader = family === 'card-reader' ? readers[protocol] : undefined;
  if (makeReader) {
    const options = readOptions(readerOptionsSchema, config);
    const reader = makeReader({ ...driverPorts, options, onDropped: onCardDropped });
    return face(reader, { reader });
  }
  switch (`${family}/${protocol}`) {
    case 'pin-pad/visa': {
      const options = readOptions(visaOptionsSchema, config);
      const pad = createVisaPad(driverPorts, masterKey, options);
      return face(pad, { pad });
    }
    case 'printer/escpos': {
      const printer = createEscposPrinter(driverPorts, readOptions(escposOptionsSchema, config));
      return face(printer, { printer });
    }
    default:
      return makeGoodsDriver(ports);
  }
}

/** Card readers differ in what they say, not in what a till asks of them. */
const readers: Readonly<Partial<Record<Protocol, (ports: ReaderPorts) => Driven<CardReader>>>> = {
  'text-lines': createTextLineReader,
  'magtek-sureswipe': createSureSwipeReader,
  'magtek-magnesafe': createMagneSafeReader,
  'idtech-securemag': createSecureMagReader,
  'idtech-neo2': createNeo2Reader,
};

/** What has to do with goods and what the customer sees, not with cards. */
function makeGoodsDriver({
  config,
  transport,
  clock,
  tap,
  onCardDropped,
}: MakePorts): Driven<AnyPort> {
  const { device, family, protocol } = config;
  const driverPorts = { device, transport, clock, tap };
  const scannerPorts = { ...driverPorts, onCardDropped };
  switch (`${family}/${protocol}`) {
    case 'scanner/hidpos-scanner': {
      const scanner = createHidposScanner(scannerPorts, readOptions(hidposOptionsSchema, config));
      return face(scanner, { scanner });
    }
    case 'scanner/serial-scanner': {
      const options = readOptions(serialScannerOptionsSchema, config);
      const scanner = createSerialScanner(scannerPorts, options);
      return face(scanner, { scanner });
    }
    case 'scale/hid-scale': {
      const scale = createHidScale(driverPorts, readOptions(hidScaleOptionsSchema, config));
      return face(scale, { scale });
    }
    case 'scale/toledo-scale': {
      const scale = createToledoScale(driverPorts, readOptions(toledoOptionsSchema, config));
      return face(scale, { scale });
    }
    case 'customer-display/cd5220': {
      const display = createCd5220(driverPorts, readOptions(cd5220OptionsSchema, config));
      return face(display, { display });
    }
    case 'payment-terminal/transbank': {
      const options = readOptions(transbankOptionsSchema, config);
      const terminal = createTransbankTerminal(driverPorts, options);
      return face(terminal, { terminal });
    }
    case 'payment-terminal/zvt': {
      const options = readOptions(zvtOptionsSchema, config);
      const framing = framingOf(options, config.address);
      const terminal = createZvtTerminal(driverPorts, options, framing);
      return face(terminal, { terminal });
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
