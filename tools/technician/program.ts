/** The commands of the technician's bench: from what was typed to an exit code. */

import { parseArgs } from 'node:util';
import { isLocale, type Locale, locales } from '../../domain/basics/languages.ts';
import { Problem } from '../../domain/words/problem.ts';
import { type Command, commonOptions, exit, type Given, type Io, Usage } from './command.ts';
import { noSuch, sayIn } from './say.ts';

/** Loaded when asked for: `decode` is typed often and must not wait for serial ports. */
const commands: Readonly<Record<string, Readonly<{ about: string; load(): Promise<Command> }>>> = {
  list: {
    about: 'what is plugged in, and where',
    load: async () => (await import('./list.ts')).list,
  },
  identify: {
    about: 'what is on this port, or who is this device',
    load: async () => (await import('./identify.ts')).identify,
  },
  check: {
    about: 'health, or one test of the bench; the result is kept',
    load: async () => (await import('./check.ts')).check,
  },
  trace: {
    about: 'every frame of a device with its meaning',
    load: async () => (await import('./trace.ts')).trace,
  },
  soak: {
    about: 'n exchanges: error rate and latency; the result is kept',
    load: async () => (await import('./soak.ts')).soak,
  },
  probe: {
    about: 'at which speed and framing does it answer',
    load: async () => (await import('./probe.ts')).probe,
  },
  raw: {
    about: 'bytes as typed, and what comes back',
    load: async () => (await import('./raw.ts')).raw,
  },
  decode: {
    about: 'what bytes mean, without any device',
    load: async () => (await import('./decode.ts')).decode,
  },
  emulate: {
    about: 'a device that is not there, on a pty or a TCP port',
    load: async () => (await import('./emulate.ts')).emulate,
  },
  udev: {
    about: 'udev rules that let a till open its HID devices',
    load: async () => (await import('./udev.ts')).udev,
  },
  report: {
    about: 'what was found, as a PDF to hand over',
    load: async () => (await import('./report.ts')).report,
  },
};

const overview = `npm run -s devices -- COMMAND [arguments] [--json] [--lang en|zh-CN] [--help]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
  .join('\n')}

Ends with 0: good; 1: something bad was found; 2: wrong usage; 3: the port could not be opened.
COMMAND --help tells more. docs/technician.md walks through it.
`;

/** Resolves with the exit code. */
export async function technician(typed: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = commandFirst(typed);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview);
    return name === undefined ? exit.usage : exit.good;
  }
  const entry = commands[name];
  if (!entry)
    return fail(
      io,
      args.includes('--json'),
      `${noSuch(langOf(args), 'command', name, Object.keys(commands))}\n\n${overview}`,
    );
  const command = await entry.load();
  try {
    const given = parse(io, command, args);
    if (given === 'help') {
      io.out(command.help);
      return exit.good;
    }
    return await command.run(given);
  } catch (thrown) {
    if (thrown instanceof Usage) {
      return fail(
        io,
        args.includes('--json'),
        `${thrown.message}\n\n${shortHelp(command, name, langOf(args))}`,
        thrown.beside,
      );
    }
    if (thrown instanceof Problem) return failWith(io, thrown, args);
    throw thrown;
  }
}

/** `--json list` is `list --json`. */
function commandFirst(typed: readonly string[]): readonly string[] {
  return typed[0] === '--json' && typed.length > 1 ? [...typed.slice(1), '--json'] : typed;
}

function parse(io: Io, command: Command, args: readonly string[]): Given | 'help' {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...commonOptions, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (thrown) {
    throw new Usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const lang = values.lang ?? 'en';
  if (!isLocale(lang)) throw new Usage(`--lang is ${locales.join(' or ')}.`);
  const [least, most] = command.positionals;
  if (positionals.length < least || positionals.length > most) {
    const say = sayIn(lang);
    throw new Usage(
      positionals.length < least
        ? say('usage.missing', { argument: argumentsOf(command)[positionals.length] ?? '' })
        : say('usage.tooMuch', { argument: positionals.slice(most).join(' ') }),
    );
  }
  return { io, positionals, values, json: values.json === true, lang };
}

function fail(
  io: Io,
  json: boolean,
  text: string,
  beside: Readonly<Record<string, unknown>> = {},
): number {
  const [sentence = text] = text.split('\n', 1);
  if (json) print(io, { ok: false, errors: [sentence], ...beside });
  io.tell(text.endsWith('\n') ? text : `${text}\n`);
  return exit.usage;
}

/** A port that cannot be opened is told apart from a device that was found bad. */
async function failWith(io: Io, problem: Problem, args: readonly string[]): Promise<number> {
  const { sentencesIn } = await import('./sentences.ts');
  const sentence = sentencesIn(langOf(args))(problem.toData());
  if (args.includes('--json')) {
    print(io, { ok: false, problem: problem.toData(), errors: [sentence] });
  }
  io.tell(`${sentence}\n`);
  if (problem.kind === 'config-unreadable') return exit.usage;
  return problem.kind.startsWith('port-') ? exit.cannotOpen : exit.bad;
}

/** The language asked for, where the rest of what was typed could not be read. */
function langOf(args: readonly string[]): Locale {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const wanted = args[at]?.split('=')[1] ?? args[at + 1];
  return at >= 0 && isLocale(wanted) ? wanted : 'en';
}

/** How it is typed, and where more stands. */
function shortHelp(command: Command, name: string, lang: Locale): string {
  return `${command.help.split('\n', 1)[0]}\n${sayIn(lang)('usage.more', { command: name })}`;
}

/** `ADDRESS` of `… -- identify ADDRESS [-p PROTOCOL]`: what must be there. */
function argumentsOf({ help }: Command): readonly string[] {
  const [usage = ''] = help.split('\n', 1);
  const typed = usage.replace(/^.*? -- \S+/, '').replace(/\[[^\]]*\]/g, '');
  return typed.split(/\s+/).filter((word) => /^[A-Z]/.test(word));
}

function print(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value)}\n`);
}
