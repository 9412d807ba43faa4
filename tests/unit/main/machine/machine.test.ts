import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingModules } from '../../../../domain/devices/native-modules.ts';
import { judgeDisk, judgeMemory, judgePower } from '../../../../domain/sign-in/machine.ts';
import { diskFreeBytes, linuxPower, memoryFreeBytes } from '../../../../main/machine/machine.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

/** A folder like `/sys/class/power_supply`. */
function supplies(all: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const directory = temporaryDirectory('power');
  for (const [name, files] of Object.entries(all)) {
    mkdirSync(join(directory, name));
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(directory, name, file), `${text}\n`);
    }
  }
  return directory;
}

describe('the power of the machine', () => {
  const adapter = { type: 'Mains', online: '0' };
  const battery = { type: 'Battery', status: 'Discharging', capacity: '42', present: '1' };

  it('is the mains where there is no battery at all', () => {
    expect(linuxPower(supplies({}))).toEqual({ kind: 'mains' });
    expect(linuxPower(supplies({ AC: adapter }))).toEqual({ kind: 'mains' });
  });
  it('is the battery once the adapter is out, with its level', () => {
    expect(linuxPower(supplies({ AC: adapter, BAT0: battery }))).toEqual({
      kind: 'battery',
      percent: 42,
    });
  });
  it('is the mains while the adapter is in, whatever the battery does', () => {
    const plugged = supplies({ AC: { ...adapter, online: '1' }, BAT0: battery });
    expect(linuxPower(plugged)).toEqual({ kind: 'mains' });
    const charging = supplies({ BAT0: { ...battery, status: 'Charging' } });
    expect(linuxPower(charging)).toEqual({ kind: 'mains' });
  });
  it('does not take the battery of a scanner, or an empty bay, for its own', () => {
    const peripheral = supplies({ hid: { ...battery, scope: 'Device' } });
    expect(linuxPower(peripheral)).toEqual({ kind: 'mains' });
    expect(linuxPower(supplies({ BAT1: { ...battery, present: '0' } }))).toEqual({ kind: 'mains' });
  });
  it('may come from a battery that does not say how full it is', () => {
    const { capacity: _capacity, ...dumb } = battery;
    expect(linuxPower(supplies({ BAT0: dumb }))).toEqual({ kind: 'battery', percent: null });
  });
  it('is asked of somebody else where the kernel has no such class', () => {
    expect(linuxPower('/nowhere')).toBeNull();
  });
});

describe('disk and memory of the machine', () => {
  it('are what the system says', () => {
    expect(diskFreeBytes(tmpdir())).toBeGreaterThan(0);
    expect(memoryFreeBytes()).toBeGreaterThan(1_000_000);
  });
  it('counts what Linux would give back from its caches', () => {
    const file = join(temporaryDirectory('memory'), 'meminfo');
    writeFileSync(file, 'MemTotal: 2000000 kB\nMemFree: 1000 kB\nMemAvailable: 500000 kB\n');
    expect(memoryFreeBytes(file)).toBe(500_000 * 1_024);
  });
});

describe('what a machine must have', () => {
  it.each([
    [19_999_999, 'disk-full', undefined],
    [20_000_000, undefined, 'disk-low'],
    [199_999_999, undefined, 'disk-low'],
    [200_000_000, undefined, undefined],
  ])('of disk: %i bytes', (bytes, failure, warning) => {
    const { failures, warnings } = judgeDisk(bytes);
    expect([failures[0]?.kind, warnings[0]?.kind]).toEqual([failure, warning]);
  });
  it.each([
    [149_999_999, 'memory-low'],
    [150_000_000, undefined],
  ])('of memory: %i bytes', (bytes, warning) => {
    expect(judgeMemory(bytes).failures).toEqual([]);
    expect(judgeMemory(bytes).warnings[0]?.kind).toBe(warning);
  });
  it.each([
    [9, 'battery-low', undefined],
    [10, undefined, 'on-battery'],
    [100, undefined, 'on-battery'],
    [null, undefined, 'on-battery'],
  ])('of battery: %s percent', (percent, failure, warning) => {
    const { failures, warnings } = judgePower({ kind: 'battery', percent });
    expect([failures[0]?.kind, warnings[0]?.kind]).toEqual([failure, warning]);
    expect(judgePower({ kind: 'mains' })).toEqual({ failures: [], warnings: [] });
  });
});

describe('native modules', () => {
  it('are named where they cannot be loaded, the others are not', async () => {
    const missing = await missingModules([
      ['there', async () => ({})],
      ['broken', () => Promise.reject(new Error('wrong ELF class'))],
      ['gone', () => Promise.reject(new Error('MODULE_NOT_FOUND'))],
    ]);
    expect(missing).toEqual(['broken', 'gone']);
  });
});
