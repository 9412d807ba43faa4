/** A disk that fails under a running till: strace answers its syncs of one file with an error. */
import { spawn, spawnSync } from 'node:child_process';
import type { TillWindow } from './till.ts';

export const canBreakDisks = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

export type FailingDisk = Readonly<{ mend(): Promise<void> }>;

/** From here on nothing of `file` reaches the disk for sure; its WAL is where commits go. */
export async function breakDisk({ app }: TillWindow, file: string): Promise<FailingDisk> {
  const syncs = 'fsync,fdatasync';
  const strace = spawn(
    'strace',
    [
      ...['-p', String(app.process().pid), '-o', '/dev/null', '-P', `${file}-wal`],
      ...['-e', `trace=${syncs}`, '-e', `inject=${syncs}:error=EIO`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => strace.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('attached')) resolve();
    });
    strace.once('exit', () => reject(new Error(`strace ended: ${said}`)));
  });
  return {
    mend: async () => {
      strace.kill('SIGTERM');
      await ended;
    },
  };
}
