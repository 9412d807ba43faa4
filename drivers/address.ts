/**
 * Addresses of devices and hosts: what a person types, and what a transport needs.
 *
 * ```
 * serial:///dev/ttyUSB0?baud=9600&frame=8N1   serial://COM3
 * serial://1d6b:0104/SERIAL?baud=115200       by vendor, product and serial number: the port's name may move
 * usb:///dev/usb/lp0   usb://04b8:0e15/SERIAL printer of the USB printer class
 * hid://0801:0011/SERIAL
 * tcp://10.0.0.31:9100
 * memory://pin-pad                            within one process, for simulations
 * ```
 */
import { holdsPan } from '../domain/basics/mask.ts';
import { Problem } from '../domain/words/problem.ts';

/** What stays the same wherever a USB device is plugged in. Without `serialNumber`, any such device is meant. */
export type UsbId = Readonly<{ vendorId: number; productId: number; serialNumber: string | null }>;

export type Address =
  | Readonly<{
      kind: 'serial';
      /** A path, or the USB device that is to be found. */
      port: string | UsbId;
      baudRate: number;
      dataBits: 7 | 8;
      parity: 'none' | 'even' | 'odd';
      stopBits: 1 | 2;
    }>
  | Readonly<{ kind: 'usb-printer'; port: string | UsbId }>
  | Readonly<{ kind: 'tcp'; host: string; port: number }>
  | Readonly<{ kind: 'hid' } & UsbId>
  | Readonly<{ kind: 'memory'; name: string }>;

/** 9600 8N1: what the pads, readers and printers of this house are delivered with. */
const defaultBaudRate = 9_600;
const defaultFrame = '8N1';
const parities = { N: 'none', E: 'even', O: 'odd' } as const;

/** Throws `Problem` `config-unreadable` for an address that names nothing. */
export function parseAddress(address: string): Address {
  const parsed =
    parseSerial(address) ??
    parseUsbPrinter(address) ??
    parseTcp(address) ??
    parseHid(address) ??
    parseMemory(address);
  if (!parsed) throw new Problem('config-unreadable', { file: address, where: 'devices' });
  return parsed;
}

function parseSerial(address: string): Address | null {
  const match = /^serial:\/\/([^?]+)(?:\?(.*))?$/.exec(address);
  if (!match?.[1]) return null;
  const settings = new URLSearchParams(match[2] ?? '');
  const baudRate = Number(settings.get('baud') ?? defaultBaudRate);
  const frame = /^([78])([NEO])([12])$/.exec(settings.get('frame') ?? defaultFrame);
  if (!Number.isInteger(baudRate) || baudRate <= 0 || !frame) return null;
  return {
    kind: 'serial',
    port: usbIdOf(match[1]) ?? match[1],
    baudRate,
    dataBits: frame[1] === '7' ? 7 : 8,
    parity: parities[frame[2] as keyof typeof parities],
    stopBits: frame[3] === '1' ? 1 : 2,
  };
}

function parseTcp(address: string): Address | null {
  const match = /^tcp:\/\/(?:\[([0-9a-fA-F:]+)\]|([^:/[\]]+)):(\d{1,5})$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (!host || port < 1 || port > 65_535) return null;
  return { kind: 'tcp', host, port };
}

function parseUsbPrinter(address: string): Address | null {
  const port = /^usb:\/\/(.+)$/.exec(address)?.[1];
  if (!port) return null;
  const usb = usbIdOf(port);
  if (usb) return { kind: 'usb-printer', port: usb };
  return port.startsWith('/') ? { kind: 'usb-printer', port } : null;
}

function parseHid(address: string): Address | null {
  const usb = usbIdOf(/^hid:\/\/(.+)$/.exec(address)?.[1] ?? '');
  return usb && { kind: 'hid', ...usb };
}

/** `0801:0011/SERIAL`, the serial number as in a URL. */
function usbIdOf(text: string): UsbId | null {
  const match = /^([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:\/(.+))?$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const serialNumber = match[3] ? decoded(match[3]) : null;
  if (match[3] && serialNumber === null) return null;
  return {
    vendorId: Number.parseInt(match[1], 16),
    productId: Number.parseInt(match[2], 16),
    serialNumber,
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** As `encodeURIComponent`; one that reads like a card's number has each third digit as `%3N`: entries may hold it so. */
function encoded(serialNumber: string): string {
  const text = encodeURIComponent(serialNumber);
  return holdsPan(text) ? text.replace(/(\d\d)(\d)/g, '$1%3$2') : text;
}

/** The address of a USB device, whatever port it is at. */
export function usbAddress(scheme: 'serial' | 'usb' | 'hid', id: UsbId): string {
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const serial = id.serialNumber === null ? '' : `/${encoded(id.serialNumber)}`;
  return `${scheme}://${hex(id.vendorId)}:${hex(id.productId)}${serial}`;
}

/** A serial address with other line settings, `8N1` for example. */
export function withLineSettings(
  address: string,
  { baudRate, frame }: Readonly<{ baudRate: number; frame: string }>,
): string {
  const [port = '', query] = address.split('?');
  const settings = new URLSearchParams(query ?? '');
  settings.set('baud', String(baudRate));
  settings.set('frame', frame);
  return `${port}?${settings}`;
}

function parseMemory(address: string): Address | null {
  const match = /^memory:\/\/([a-z0-9-]+)$/.exec(address);
  return match?.[1] ? { kind: 'memory', name: match[1] } : null;
}
