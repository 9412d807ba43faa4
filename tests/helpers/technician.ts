/** The technician's program within the test's own process: a process per command would cost half a second each. */
import { PassThrough } from 'node:stream';
import { technician } from '../../tools/technician/program.ts';

export type Shell = Readonly<{
  out(): string;
  err(): string;
  type(line: string): void;
  interrupt(): void;
  code: Promise<number>;
}>;

/** `args` as a shell would part them. */
export function startTechnician(folder: string, args: readonly string[], typed = ''): Shell {
  let out = '';
  let err = '';
  let interrupt = (): void => {};
  const input = new PassThrough();
  if (typed !== '') input.end(typed);
  const code = technician(args, {
    out: (text) => {
      out += text;
    },
    tell: (text) => {
      err += text;
    },
    input,
    folder,
    onInterrupt: (run) => {
      interrupt = run;
      return () => {};
    },
  });
  return {
    out: () => out,
    err: () => err,
    type: (line) => void input.write(`${line}\n`),
    interrupt: () => interrupt(),
    code,
  };
}

export type Ended = Readonly<{ code: number; out: string; err: string }>;

export async function runTechnician(
  folder: string,
  args: readonly string[],
  typed = '',
): Promise<Ended> {
  const shell = startTechnician(folder, args, typed);
  return { code: await shell.code, out: shell.out(), err: shell.err() };
}
