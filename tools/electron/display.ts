/** A screen to draw on: the person's own, or one Xvfb. (`xvfb-run` adds seconds of its own.) */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Full HD is the largest till screen in the design. */
const screen = '1920x1080x24';

type Display = Readonly<{ name: string | undefined; close: () => Promise<void> }>;

/**
 * Opens a display and puts its name into this process's environment, where every child finds it.
 * Does nothing where there is a screen already, and on other systems than Linux.
 */
async function openDisplay(): Promise<Display> {
  const existing = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (existing || process.platform !== 'linux') return { name: existing, close: async () => {} };

  // -displayfd picks a free number and tells when the server is ready.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => server.kill();
  process.once('exit', stop);
  const name = await new Promise<string>((resolve, reject) => {
    server.once('error', () => reject(new Error('Xvfb is missing: apt-get install xvfb')));
    server.once('exit', (code) => reject(new Error(`Xvfb ended at once, with ${code}.`)));
    server.stdio[3]?.once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`));
  });
  server.unref();
  process.env.DISPLAY = name;
  return {
    name,
    close: async () => {
      process.off('exit', stop);
      delete process.env.DISPLAY;
      server.ref();
      const gone = server.exitCode === null ? once(server, 'exit') : undefined;
      server.kill();
      await gone;
    },
  };
}

/** Runs something with a display, and closes it again whatever happens. */
export async function withDisplay<T>(use: () => Promise<T>): Promise<T> {
  const display = await openDisplay();
  try {
    return await use();
  } finally {
    await display.close();
  }
}
