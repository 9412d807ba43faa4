/** The machine: QEMU, emulating the processor where the host lends none. No network, no disk. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Boot = Readonly<{ image: string; kernelImage: string }>;
export const qemu = 'qemu-system-x86_64';

/** A healthy run takes a quarter of it on an idle machine. */
const runMaxMs = 300_000;

const machine = [
  '-M q35 -accel tcg,thread=multi -cpu max -smp 2 -m 1024',
  '-nodefaults -display none -no-reboot',
]
  .join(' ')
  .split(' ');
const kernelLine = 'console=ttyS0 quiet panic=-1 mitigations=off nokaslr';

/**
 * Boots and calls `onLine` with each line of the guest's second serial port; its console goes to `consoleFile`.
 * Resolves with null, or with why the machine did not end by itself.
 */
export function boot(
  { image, kernelImage }: Boot,
  consoleFile: string,
  onLine: (line: string) => void,
): Promise<string | null> {
  const child = spawn(
    qemu,
    [
      ...machine,
      ...['-kernel', kernelImage, '-initrd', image, '-append', kernelLine],
      ...['-chardev', `file,id=console,path=${consoleFile}`, '-serial', 'chardev:console'],
      ...['-chardev', 'stdio,id=findings,signal=off', '-serial', 'chardev:findings'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = (): boolean => child.kill('SIGKILL');
  process.once('exit', stop);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, runMaxMs);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  createInterface({ input: child.stdout }).on('line', onLine);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop);
      if (late) resolve(`it had not ended after ${runMaxMs / 1_000} s`);
      else resolve(code === 0 ? null : `${qemu} ended with ${code}: ${complaint.trim()}`);
    });
  });
}

/** The same machine with a person at its console instead of the tests. */
export function bootShell({ image, kernelImage }: Boot): Promise<void> {
  const child = spawn(
    qemu,
    [
      ...machine,
      ...['-kernel', kernelImage, '-initrd', image, '-append', `${kernelLine} rollcall.shell`],
      ...['-serial', 'mon:stdio', '-serial', 'null'],
    ],
    { stdio: 'inherit' },
  );
  return new Promise((resolve) => child.once('close', () => resolve()));
}
