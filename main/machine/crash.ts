/** What nobody caught: written down, then the process ends, because what it holds in memory is no longer known. */
import type { Log } from './log.ts';

/** The journal is whole at every moment, so stopping is safe; going on might not be. */
export function onCrash(log: Log, stop: (exitCode: number) => void): void {
  const die = (what: string) => (thrown: unknown) => {
    const err = thrown instanceof Error ? thrown : new Error(String(thrown));
    log.error({ what, err }, 'crashed');
    stop(70);
  };
  process.on('uncaughtException', die('uncaught exception'));
  process.on('unhandledRejection', die('unhandled rejection'));
}
