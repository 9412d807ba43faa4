/** What the operating system says about the machine: disk, memory, power. */
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, uptime } from 'node:os';
import { join } from 'node:path';
import type { Power } from '../../domain/sign-in/machine.ts';

const linuxPowerSupplies = '/sys/class/power_supply';
const linuxMemory = '/proc/meminfo';

/** Free for this user on the disk that holds `directory`, in bytes. */
export function diskFreeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** In ms; goes on while the machine sleeps (CLOCK_BOOTTIME on Linux, GetTickCount64 on Windows, by libuv). */
export function sinceBootMs(): number {
  return uptime() * 1_000;
}

/**
 * What programs can still get, in bytes. Linux counts what it would give back from its caches (`MemAvailable`); only
 * newer versions of Node ask for that by themselves.
 */
export function memoryFreeBytes(file = linuxMemory): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readOr(file, ''))?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1_024;
}

/**
 * Mains or battery, from the kernel's power supply class (Documentation/ABI/testing/sysfs-class-power). A machine
 * without a battery of its own hangs on the mains; batteries of mice and scanners (`scope` Device) are not the till's.
 * Null where the system has no such class.
 */
export function linuxPower(directory = linuxPowerSupplies): Power | null {
  const supplies = suppliesIn(directory);
  if (supplies === null) return null;
  const batteries = supplies.filter(
    ({ type, scope, present }) => type === 'Battery' && scope !== 'Device' && present !== '0',
  );
  const isOnline = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  // A laptop whose adapter is no supply of its own tells by its battery.
  const drains = batteries.some(({ status }) => status === 'Discharging');
  if (batteries.length === 0 || isOnline || !drains) return { kind: 'mains' };
  const levels = batteries.flatMap(({ capacity }) =>
    /^\d{1,3}$/.test(capacity) ? [Math.min(100, Number(capacity))] : [],
  );
  return { kind: 'battery', percent: levels.length === 0 ? null : Math.max(...levels) };
}

type Supply = Readonly<
  Record<'type' | 'scope' | 'present' | 'online' | 'status' | 'capacity', string>
>;

function suppliesIn(directory: string): Supply[] | null {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return null;
  }
  return names.map((name) => {
    const read = (what: string): string => readOr(join(directory, name, what), '').trim();
    return {
      type: read('type'),
      scope: read('scope'),
      present: read('present'),
      online: read('online'),
      status: read('status'),
      capacity: read('capacity'),
    };
  });
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
