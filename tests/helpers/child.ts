/** A TypeScript program of its own under the Node that runs the tests, to be watched and killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export type Child = Readonly<{
  /** Resolves with the next line of stdout that begins with `start`; rejects when the child ends without one. */
  line(start: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Exit code or signal, and everything printed. */
  ended: Promise<
    Readonly<{ code: number | NodeJS.Signals; lines: readonly string[]; stderr: string }>
  >;
}>;

/** Ends `child` and waits until it has: only then is nobody at work in its folder. */
export async function endChild(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

/** `command` goes before Node, such as `strace …`. Killed when the test ends, if it still runs. */
export function startChild(
  file: string,
  args: readonly string[],
  command: readonly string[] = [],
): Child {
  const [program = process.execPath, ...rest] = [...command, process.execPath, file, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => endChild(child));
  const lines: string[] = [];
  let taken = 0;
  let stderr = '';
  let wake = () => {};
  let over = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  const ended = new Promise<{ code: number | NodeJS.Signals; lines: string[]; stderr: string }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        over = true;
        wake();
        resolve({ code: code ?? signal ?? -1, lines, stderr });
      });
    },
  );
  return {
    kill: (signal) => {
      child.kill(signal);
    },
    ended,
    line: async (start) => {
      for (;;) {
        while (taken < lines.length) {
          const line = lines[taken] ?? '';
          taken += 1;
          if (line.startsWith(start)) return line;
        }
        if (over) throw new Error(`The child ended without "${start}".\n${stderr}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
