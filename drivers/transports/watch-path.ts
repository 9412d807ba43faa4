/** A device that leaves takes its name with it, even where its line never says that it has hung up. */
import { lstatSync, statSync } from 'node:fs';
import { systemClock } from '../deadline.ts';

/** A port that went without a word, as happens on a busy machine, is noticed this soon. */
const lookMs = 500;

/**
 * What stands at `path` now; null where nothing does. The system may give the number of what went to what comes next,
 * so a link counts by its own birth too. COM ports are no files and always answer the same.
 */
function deviceAt(path: string): string | null {
  if (process.platform === 'win32') return path;
  try {
    const { dev, ino } = statSync(path);
    const link = lstatSync(path);
    const linkBirth = link.isSymbolicLink() ? `${link.ino} ${link.ctimeMs}` : '';
    return `${dev}:${ino} ${linkBirth}`;
  } catch {
    return null;
  }
}

/** Calls `onGone` once when another device, or none, stands at `path`. The returned function ends the watch. */
export function watchPath(path: string, onGone: () => void): () => void {
  const opened = deviceAt(path);
  let cancel = (): void => {};
  const look = (): void => {
    if (deviceAt(path) !== opened) onGone();
    else cancel = systemClock.after(lookMs, look);
  };
  cancel = systemClock.after(lookMs, look);
  return () => cancel();
}
