/**
 * The whole shop on this machine: `npm start [-- --fresh] [-- --lang en]`.
 *
 * Back office, emulated devices with their control window, and the till. It keeps its books in the data folder from one
 * start to the next; `--fresh` begins a new shop.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bestLocale, isLocale, type Locale, locales } from '../domain/basics/languages.ts';
import { build } from './build.ts';
import { type ControlServer, serveControl } from './demo/control-server.ts';
import { demoOperators } from './demo/seed.ts';
import { openShop, type Shop } from './demo/shop.ts';
import { demoBadge } from './demo/tokens.ts';
import { electronCommand, withDisplay } from './electron/index.ts';
import { say } from './exec.ts';
import { root } from './paths.ts';
import { runTill } from './till.ts';

const values = readArguments();
const directory = join(root, 'data', 'demo');

if (values.fresh) rmSync(directory, { recursive: true, force: true });
await build();
process.exitCode = await withDisplay(live);

async function live(): Promise<number> {
  const shop = await openShop({ directory, locale: values.lang });
  const control = await serveControl(shop);
  const closeWindow = await openControlWindow(control.url);
  try {
    introduce(shop, control);
    return await runTill({ ...process.env, ROLLCALL_DATA: shop.tillDirectory });
  } finally {
    closeWindow();
    await control.close();
    await shop.close();
  }
}

/** The control window is an Electron of its own: what it does to the devices, the till must not know. */
async function openControlWindow(url: string): Promise<() => void> {
  const { executablePath, args } = await electronCommand();
  const folder = join(root, 'tools/demo/control-window');
  const kept = `--user-data-dir=${join(directory, 'control-window')}`;
  const window = spawn(executablePath, [...args, kept, folder], {
    env: { ...process.env, ROLLCALL_CONTROL_URL: url },
    stdio: 'ignore',
  });
  return () => {
    window.kill();
  };
}

function introduce(shop: Shop, control: ControlServer): void {
  say(`Control window of the emulated devices: ${control.url}`);
  const { name, password } = shop.backOffice.consoleAccount;
  say(`Back office page: ${shop.backOffice.consoleUrl} (account ${name}, password ${password})`);
  say('Who can sign in:');
  for (const { number, name, role, pin } of demoOperators) {
    say(`  ${number}  PIN ${pin}  badge ${demoBadge(number)}  ${name} (${role})`);
  }
  say('The shop closes when the till is closed.');
}

/** What was typed; nothing runs on a word that means nothing. */
function readArguments(): { fresh: boolean; lang: Locale } {
  try {
    const { values } = parseArgs({
      options: { fresh: { type: 'boolean', default: false }, lang: { type: 'string' } },
    });
    const lang = values.lang ?? bestLocale([Intl.DateTimeFormat().resolvedOptions().locale]);
    if (!isLocale(lang)) throw new Error(`--lang is ${locales.join(' or ')}, not "${lang}".`);
    return { fresh: values.fresh, lang };
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown));
    say(`npm start [-- --fresh] [-- --lang ${locales.join('|')}]`);
    process.exit(2);
  }
}
