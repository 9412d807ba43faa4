/**
 * Addresses of devices and hosts: what a person types, and what a transport needs.
 *
 * `serial:///dev/ttyUSB0?baud=9600&frame=8N1` · `serial://COM3` · `tcp://10.0.0.31:9100` · `hid://0801:0011/SERIAL` ·
 * `memory://pin-pad` (within one process, for simulations).
 */
import { Problem } from '../domain/problems.ts';

export type Address =
  | Readonly<{
      kind: 'serial';
      path: string;
      baudRate: number;
      dataBits: 7 | 8;
      parity: 'none' | 'even' | 'odd';
      stopBits: 1 | 2;
    }>
  | Readonly<{ kind: 'tcp'; host: string; port: number }>
  | Readonly<{ kind: 'hid'; vendorId: number; productId: number; serialNumber: string | null }>
  | Readonly<{ kind: 'memory'; name: string }>;

/** 9600 8N1: what the pads, readers and printers of this house are delivered with. */
const defaultBaudRate = 9_600;
const defaultFrame = '8N1';
const parities = { N: 'none', E: 'even', O: 'odd' } as const;

/** Throws `Problem` `config-unreadable` for an address that names nothing. */
export function parseAddress(address: string): Address {
  const parsed =
    parseSerial(address) ?? parseTcp(address) ?? parseHid(address) ?? parseMemory(address);
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
    path: match[1],
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

function parseHid(address: string): Address | null {
  const match = /^hid:\/\/([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:\/(.+))?$/.exec(address);
  if (!match?.[1] || !match[2]) return null;
  return {
    kind: 'hid',
    vendorId: Number.parseInt(match[1], 16),
    productId: Number.parseInt(match[2], 16),
    serialNumber: match[3] ? decodeURIComponent(match[3]) : null,
  };
}

function parseMemory(address: string): Address | null {
  const match = /^memory:\/\/([a-z0-9-]+)$/.exec(address);
  return match?.[1] ? { kind: 'memory', name: match[1] } : null;
}
