/** Runs other programs, quietly unless they fail. */
import { spawn } from 'node:child_process';

export type ExecResult = Readonly<{ code: number; stdout: string; stderr: string }>;
export type ExecOptions = Readonly<{
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ended after this long; a package index that does not answer must not hang a start. */
  timeoutMs?: number;
}>;

/** Runs to the end and returns what was printed. A program that cannot start has code 127. */
export function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Like `exec`, but a failure throws with the last lines the program printed. */
export async function mustExec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await exec(command, args, options);
  if (code === 0) return stdout;
  const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${tail}`);
}

/** Tells the person what is going on, on stderr: stdout belongs to the command. */
export function say(text: string): void {
  process.stderr.write(`rollcall: ${text}\n`);
}
