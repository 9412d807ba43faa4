/**
 * What the program may be told as it starts. Chromium and Node take orders there that hand the signed-in till to any other
 * program of the machine (`--remote-debugging-port`, `--inspect`), or take its walls down (`--no-sandbox`,
 * `--disable-web-security`); a shipped till takes none but those of a screen.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';

/** For a screen or a language that is not found by itself. */
const harmless = new Set([
  '--disable-gpu',
  '--force-device-scale-factor',
  '--lang',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--touch-events',
]);

/** Only in a package that a test is to drive; tools/dist.ts says so in it, and ships none. */
const drivenSchema = z.looseObject({ driven: z.literal(true) });

/** Whether this is a till as shops have it, which nobody but the person before it drives. */
export function isShipped(): boolean {
  if (!app.isPackaged) return false;
  const text = readFileSync(join(app.getAppPath(), 'package.json'), 'utf8');
  return !drivenSchema.safeParse(JSON.parse(text)).success;
}

/** What whoever started it reads in the terminal, where they gave the switches or a launcher did. */
export function refusal(switches: readonly string[]): string {
  const said = `Rollcall does not take ${switches.join(', ')}. Start it without.`;
  // An AppImage adds it by itself where the system gives no user namespaces, as Ubuntu has it since 24.04.
  return switches.includes('--no-sandbox')
    ? `${said} Where an AppImage adds --no-sandbox, install the .deb: it sets the sandbox up.`
    : said;
}

/** The switches among `args` that a shipped till does not take; what is no switch means nothing to it. */
export function refusedSwitches(args: readonly string[]): string[] {
  return args
    .filter((arg) => arg.startsWith('-'))
    .map((arg) => arg.replace(/=.*$/su, ''))
    .filter((name) => !harmless.has(name));
}
