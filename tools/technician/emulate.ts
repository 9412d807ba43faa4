/** `devices -- emulate PROTOCOL`: a device that is not there, with hands to touch it and a cable to pull. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { protocolNames } from '../../domain/devices/verbs.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { type Fault, faults } from '../../drivers/emulators/control.ts';
import { emulators } from '../../drivers/emulators/registry.ts';
import { protocols } from '../../drivers/protocols.ts';
import { type Command, exit, type Given, textOf, Usage } from './command.ts';
import { Puppet } from './puppet.ts';

/** A pty and a socket carry bytes, not reports; the rest is emulated on USB, in the virtual machine of `npm run test:usb`. */
const names = protocolNames.filter((name) => protocols[name].over[0] !== 'hid');

export const emulate: Command = {
  usage: 'PROTOCOL [--pty PATH | --tcp PORT] [--fault NAME] [--script FILE] [--window] [--json]',
  help: 'help.emulate',
  names: () => names,
  positionals: [1, 1],
  options: {
    pty: { type: 'string' },
    tcp: { type: 'string' },
    fault: { type: 'string' },
    script: { type: 'string' },
    window: { type: 'boolean' },
  },
  run: runEmulate,
};

async function runEmulate(given: Given): Promise<number> {
  const puppet = await makePuppet(given);
  const say = teller(given);
  if (puppet === null) return exit.cannotOpen;
  const script = textOf(given, 'script');
  const lines = script === null ? null : scriptLines(resolve(given.io.folder, script));
  const window = given.values.window === true ? await openWindow(puppet) : null;
  say({ event: 'ready', address: puppet.address, ...(window ? { window: window.url } : {}) });
  try {
    const good = await (lines ? playScript(puppet, lines, say) : obey(given, puppet, say));
    return good ? exit.good : exit.bad;
  } finally {
    await window?.close();
    await puppet.close();
  }
}

async function makePuppet(given: Given): Promise<Puppet | null> {
  const [name = ''] = given.positionals;
  const protocol = names.find((each) => each === name);
  if (!protocol) {
    throw new Usage(`There is no emulator "${name}" here. There are: ${names.join(', ')}.`);
  }
  const fault = textOf(given, 'fault') ?? 'none';
  if (!isFault(fault)) throw new Usage(`--fault is one of ${faults.join(', ')}.`);
  const typed = textOf(given, 'pty');
  const pty = typed === null ? null : resolve(given.io.folder, typed);
  const tcp = textOf(given, 'tcp');
  if (pty !== null && tcp !== null) throw new Usage('--pty or --tcp, not both.');
  if (pty !== null && existsSync(pty)) throw new Usage(`${pty} is there already.`);
  const random = { bytes: (count: number) => randomBytes(count) };
  const puppet = new Puppet(
    (now) => emulators[protocol]({ clock: systemClock, random, fault: now }),
    fault,
  );
  try {
    await puppet.plugIn(pty ?? portOf(tcp ?? '0'));
    return puppet;
  } catch (thrown) {
    given.io.tell(`${thrown instanceof Error ? thrown.message : thrown}\n`);
    return null;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Usage('--tcp is a port.');
  return port;
}

const isFault = (name: string): name is Fault => (faults as readonly string[]).includes(name);

type Say = (event: Readonly<Record<string, unknown>>) => void;

/** One line per event: an object with `--json`, else its values. */
const teller =
  ({ io, json }: Given): Say =>
  (event) =>
    io.out(`${json ? JSON.stringify(event) : Object.values(event).map(shown).join('  ')}\n`);

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

function scriptLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    throw new Usage(`There is no script ${file}.`);
  }
}

async function playScript(puppet: Puppet, lines: readonly string[], say: Say): Promise<boolean> {
  for (const line of lines) {
    if (line.trim() === 'end') break;
    if (!(await obeyLine(puppet, line, say))) return false;
  }
  return true;
}

/** Until `end` or a signal; that nobody types any more does not unplug the device. */
async function obey({ io }: Given, puppet: Puppet, say: Say): Promise<boolean> {
  const input = createInterface({ input: io.input });
  // A pipe that has ended and a quiet socket would let the process go.
  const stay = setInterval(() => {}, 60_000);
  await new Promise<void>((end) => {
    io.onInterrupt(end);
    let turn: Promise<unknown> = Promise.resolve();
    input.on('line', (line) => {
      turn = turn.then(async () => {
        if (line.trim() === 'end') end();
        else await obeyLine(puppet, line, say);
      });
    });
  });
  clearInterval(stay);
  input.close();
  return true;
}

async function obeyLine(puppet: Puppet, line: string, say: Say): Promise<boolean> {
  try {
    const done = await puppet.obey(line);
    if (done) say(done);
    return true;
  } catch (thrown) {
    say({ event: 'error', line: line.trim(), why: thrown instanceof Error ? thrown.message : '?' });
    return false;
  }
}

async function openWindow(puppet: Puppet) {
  const { serveWindow } = await import('./window.ts');
  return serveWindow(puppet);
}
