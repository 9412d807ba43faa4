/**
 * What a run left behind. Everything a run starts carries its mark in the environment and finds its temporary files in a
 * folder of the run's own, so that at the end it can be told what is still there.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const markName = 'ROLLCALL_RUN';

export type Run = Readonly<{
  /** For whoever is started: its mark and its temporary folder. */
  env: Readonly<Record<string, string>>;
  /** What is still there, each in a line, ended and removed by then: processes with what they were started as, folders and files by name. */
  sweep(): Promise<string[]>;
  /** Ends and removes all of it at once, where the run itself is told to stop. */
  end(): void;
}>;

/** How long a process may take to end after whoever started it. */
const graceMs = 5_000;
const pollMs = 100;

export function beginRun(): Run {
  const mark = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-run-'));
  // A PostgreSQL of the tests runs as a user of its own, and has its folder in here.
  chmodSync(folder, 0o711);
  return {
    env: { [markName]: mark, TMPDIR: folder },
    sweep: async () => {
      const processes = await stillRunning(mark);
      for (const { pid } of processes) endProcess(pid);
      const files = readdirSync(folder);
      rmSync(folder, { recursive: true, force: true });
      return [
        ...processes.map(({ pid, what }) => `process ${pid}: ${what}`),
        ...files.map((name) => `in the temporary folder: ${name}`),
      ];
    },
    end: () => {
      for (const { pid } of withMark(mark)) endProcess(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** From here on a signal that ends this process ends what the run has started, too: nobody waits for it any more. */
export function endOnSignal(run: Run): void {
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => {
      run.end();
      process.exit(128 + number);
    });
  }
}

type Left = Readonly<{ pid: number; what: string }>;

/** Those with the mark, once they have had time to end by themselves. */
async function stillRunning(mark: string): Promise<Left[]> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const left = withMark(mark);
    if (left.length === 0 || waitedMs >= graceMs) return left;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Linux shows the environment of every process; elsewhere nobody is seen. */
function withMark(mark: string): Left[] {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      if (Number(pid) === process.pid) return [];
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (!environment.includes(`${markName}=${mark}`)) return [];
      const what = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // A zombie has nothing left but its number.
      return what === '' ? [] : [{ pid: Number(pid), what }];
    } catch {
      // Ended while it was looked at.
      return [];
    }
  });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself meanwhile.
  }
}
