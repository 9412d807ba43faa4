/**
 * Everything that is known of a protocol but its emulator, which has keys: `<family>/<protocol>/protocol.ts` says it,
 * protocols.ts lists it, and whoever asks for a driver, a question, a decoder or a USB number reads it there.
 */
import type { z } from 'zod';
import type { DeviceFamily } from '../domain/devices/register.ts';
import type { DeviceConfig, Protocol } from '../domain/devices/verbs.ts';
import type { CardReader } from './card-reader/port.ts';
import type { CustomerDisplay } from './customer-display/port.ts';
import type { Decoder } from './decode/decoded.ts';
import type { Probe, Question } from './detection/probe.ts';
import type { Driven, DriverPorts } from './driver.ts';
import { readOptions } from './options.ts';
import type { PaymentTerminal } from './payment-terminal/port.ts';
import type { PinPad } from './pin-pad/port.ts';
import type { Printer } from './printer/port.ts';
import type { Scale } from './scale/port.ts';
import type { Scanner } from './scanner/port.ts';
import type { UsbModel } from './usb-model.ts';

/** What devices of each family do for a till. */
type FamilyPorts = Readonly<{
  'pin-pad': PinPad;
  'card-reader': CardReader;
  'payment-terminal': PaymentTerminal;
  printer: Printer;
  scanner: Scanner;
  scale: Scale;
  'customer-display': CustomerDisplay;
}>;

/** Where the devices host finds it. */
const nameOfPort = {
  'pin-pad': 'pad',
  'card-reader': 'reader',
  'payment-terminal': 'terminal',
  printer: 'printer',
  scanner: 'scanner',
  scale: 'scale',
  'customer-display': 'display',
} as const satisfies Record<DeviceFamily, string>;

/** What every family can do, and what only some can. */
export type AnyPort = Pick<PinPad, 'identify' | 'health' | 'close'> &
  Readonly<{ [Family in DeviceFamily as (typeof nameOfPort)[Family]]?: FamilyPorts[Family] }>;

export type MakePorts = DriverPorts &
  Readonly<{
    config: DeviceConfig;
    /** A card came in clear that nobody waits for. */
    onCardDropped: () => void;
  }>;

type Parts<Id extends Protocol, Family extends DeviceFamily, Options extends z.ZodType> = Readonly<{
  id: Id;
  family: Family;
  /** On what its bytes travel; the usual one first, which its emulator speaks. */
  over: readonly ('serial' | 'tcp' | 'usb' | 'hid')[];
  /** Harmless questions to an unknown device; none where it cannot be asked. */
  questions?: readonly Question[];
  usb?: Readonly<{
    models?: readonly UsbModel[];
    /** HID usage page and usages of the class; the report descriptor is the device's own word. */
    hidClass?: Readonly<{ page: number; usages: readonly number[] }>;
    /** The class of USB printers. */
    isPrinterClass?: true;
  }>;
  /** By the names that a technician types; the same bytes may have one for each line they travel on. */
  decoders?: Readonly<Record<string, Decoder>>;
  /** What a configuration may say of one device. */
  options: Options;
  drive(ports: MakePorts, options: z.output<Options>): Driven<FamilyPorts[Family]>;
}>;

/** One line of protocols.ts. */
export type SpokenProtocol<Id extends Protocol = Protocol> = Readonly<{
  id: Id;
  family: DeviceFamily;
  over: Parts<Id, DeviceFamily, z.ZodType>['over'];
  probes: readonly Probe[];
  usb: NonNullable<Parts<Id, DeviceFamily, z.ZodType>['usb']>;
  decoders: Readonly<Record<string, Decoder>>;
  /** Throws `Problem` `config-unreadable` for options that the protocol does not know. */
  makeDriver(ports: MakePorts): Driven<AnyPort>;
}>;

export function protocol<
  Id extends Protocol,
  Family extends DeviceFamily,
  Options extends z.ZodType,
>(parts: Parts<Id, Family, Options>): SpokenProtocol<Id> {
  const { id, family, over, questions = [], usb = {}, decoders = {}, options, drive } = parts;
  return {
    id,
    family,
    over,
    probes: questions.map((question) => ({ ...question, family, protocol: id })),
    usb,
    decoders,
    makeDriver: (ports) => {
      const driver = drive(ports, readOptions(options, ports.config));
      return {
        identify: (signal) => driver.identify(signal),
        health: (level, signal) => driver.health(level, signal),
        close: () => driver.close(),
        gone: driver.gone,
        [nameOfPort[family]]: driver,
      };
    },
  };
}
