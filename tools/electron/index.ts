/**
 * How to start Electron on this machine. Tests and tools ask here; the product never does.
 *
 *     const { executablePath, args } = await electronCommand();
 *     await _electron.launch({ executablePath, args: [...args, root] });
 */
import { existsSync } from 'node:fs';
import { currentElectron } from './current.ts';
import { registryElectron } from './registry.ts';

export { withDisplay } from './display.ts';

export type ElectronCommand = Readonly<{
  executablePath: string;
  /** Flags this machine needs, to stand before the app folder. */
  args: readonly string[];
  version: string;
  /** `registry`: the offline one, Electron 25 with Node 18. */
  origin: 'current' | 'registry';
}>;

/** Finds, fetches or builds what is needed; a few milliseconds once that is done. */
export async function electronCommand(): Promise<ElectronCommand> {
  const current = await currentElectron();
  const electron = current ?? (await registryElectron());
  return { ...electron, args: machineFlags(), origin: current ? 'current' : 'registry' };
}

function machineFlags(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const flags: string[] = [];
  // Chromium refuses to run as root with its sandbox.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  if (!existsSync('/dev/dri')) flags.push('--disable-gpu');
  return flags;
}
