/** Real Electron with the till in it, driven as a cashier would: keys, pointer, and eyes on test ids. */
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Envelope } from '../../../domain/contract/ipc.ts';
import { electronCommand } from '../../../tools/electron/index.ts';
import { root } from '../../../tools/paths.ts';

export type Size = Readonly<{ width: number; height: number }>;
export const sizes = {
  '1280x800': { width: 1280, height: 800 },
  '1024x768': { width: 1024, height: 768 },
} as const satisfies Record<string, Size>;

export type TillWindow = Readonly<{
  app: ElectronApplication;
  page: Page;
  /** Everything the page wrote to its console as an error: must stay empty. */
  consoleErrors: readonly string[];
  /** `kill -9`: nobody gets a chance to tidy up. */
  kill(): Promise<void>;
  /** As a person would; nothing happens when it is gone already. */
  close(): Promise<void>;
}>;

export type LaunchOptions = Readonly<{
  tillDirectory: string;
  size?: Size;
  /** The packaged app instead of the source tree. */
  executablePath?: string;
  /** More flags of Chromium. */
  flags?: readonly string[];
}>;

export async function launchTill(options: LaunchOptions): Promise<TillWindow> {
  const command = await electronCommand();
  const temporary = mkdtempSync(join(tmpdir(), 'rollcall-e2e-till-'));
  const app = await _electron.launch({
    executablePath: options.executablePath ?? command.executablePath,
    args: [...command.args, ...(options.flags ?? []), ...(options.executablePath ? [] : [root])],
    env: {
      ...(process.env as Record<string, string>),
      ROLLCALL_DATA: options.tillDirectory,
      TMPDIR: temporary,
    },
  });
  const page = await app.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  const { width, height } = options.size ?? sizes['1280x800'];
  await app.evaluate(
    ({ BrowserWindow }, content) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(content.width, content.height);
    },
    { width, height },
  );
  await expect
    .poll(() => page.evaluate(() => `${window.innerWidth}x${window.innerHeight}`))
    .toBe(`${width}x${height}`);
  // Playwright forgets the process once it is gone.
  const electron = app.process();
  const gone = new Promise<void>((resolve) => electron.once('exit', () => resolve()));
  const isGone = (): boolean => electron.exitCode !== null || electron.signalCode !== null;
  return {
    app,
    page,
    consoleErrors,
    kill: async () => {
      electron.kill('SIGKILL');
      await gone;
      // Chromium takes its own away, but not when it is killed.
      for (const name of readdirSync(temporary)) {
        if (name.startsWith('scoped_dir')) rmSync(join(temporary, name), { recursive: true });
      }
    },
    close: async () => {
      if (!isGone()) await app.close();
      await gone;
      // Whatever is still in it was left behind, and is told at the end of the run.
      if (existsSync(temporary) && readdirSync(temporary).length === 0) rmdirSync(temporary);
    },
  };
}

/** Calls a channel as hostile script in the page would: straight over the bridge. */
export function invoke(
  page: Page,
  channel: string,
  input: unknown = {},
): Promise<Envelope<unknown>> {
  return page.evaluate(
    ([name, value]) =>
      (
        window as unknown as {
          till: { invoke(channel: string, input: unknown): Promise<Envelope<unknown>> };
        }
      ).till.invoke(name as string, value),
    [channel, input] as const,
  );
}

/** The database of a till, for a look from outside. */
export const databaseOf = (tillDirectory: string): string => join(tillDirectory, 'till.db');
