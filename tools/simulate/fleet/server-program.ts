/** `npm run server` as a program of its own: started, killed, started again, and asked what it has cost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../paths.ts';

export type ServerProgram = Readonly<{
  port(): number;
  /** PEM file of what it shows. */
  certificateFile: string;
  restarts(): number;
  /** What it said was wrong, a line each; a fault of ours, not of the line. */
  faults(): readonly string[];
  /** Seconds of processor time, of all its lives. */
  cpuSeconds(): number;
  /** Ends it at once, or lets it finish what it has begun, and starts it again. */
  restart(how: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  stop(): Promise<void>;
}>;

/** Throws an Error with what it printed where it does not start. */
export async function startServerProgram(
  options: Readonly<{ databaseUrl: string; folder: string; say(line: string): void }>,
): Promise<ServerProgram> {
  let port = 0;
  let restarts = 0;
  let spentSeconds = 0;
  const faults: string[] = [];
  let child = await launch();
  let starting = Promise.resolve();

  async function launch(): Promise<ChildProcess> {
    const program = spawn(process.execPath, [join(root, 'server/program/index.ts')], {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: options.databaseUrl,
        ROLLCALL_SERVER_DATA: options.folder,
        // A free one each time: the last one may be somebody's outgoing connection by now.
        ROLLCALL_SERVER_PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (text: Buffer): void => {
        said += text.toString();
        const ready = /Back office ready on https:\/\/localhost:(\d+)/.exec(said);
        if (!ready) return;
        port = Number(ready[1]);
        resolve();
      };
      program.stdout.on('data', hear);
      program.stderr.on('data', hear);
      program.stderr.on('data', (text: Buffer) => {
        faults.push(text.toString().trim());
        options.say(`the server says: ${text.toString().trim()}`);
      });
      program.once('close', () => reject(new Error(`The server did not start:\n${said}`)));
    });
    return program;
  }

  const end = async (how: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    spentSeconds += cpuSecondsOf(child.pid ?? 0);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill(how);
    await ended;
  };
  return {
    port: () => port,
    certificateFile: join(options.folder, 'certificate.pem'),
    restarts: () => restarts,
    faults: () => faults,
    cpuSeconds: () => spentSeconds + cpuSecondsOf(child.pid ?? 0),
    restart: (how) => {
      starting = starting.then(async () => {
        await end(how);
        restarts += 1;
        child = await launch();
      });
      return starting;
    },
    stop: async () => {
      // One that is just being started would outlive us.
      await starting.catch(() => undefined);
      await end('SIGTERM');
    },
  };
}

/** Of a process and its children that have ended; proc(5), fields 14 to 17, in ticks of 10 ms. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}
