/** The commands of the technician's bench: from what was typed to an exit code. */

import { parseArgs } from 'node:util';
import { isLocale, type Locale, locales } from '../../domain/basics/languages.ts';
import { Problem } from '../../domain/words/problem.ts';
import {
  asTyped,
  type Command,
  commonOptions,
  exit,
  type Given,
  type Io,
  Usage,
} from './command.ts';
import { noSuch, sayIn } from './say.ts';

/** Loaded when asked for: `decode` is typed often and must not wait for serial ports. */
const commands = {
  list: async () => (await import('./list.ts')).list,
  identify: async () => (await import('./identify.ts')).identify,
  check: async () => (await import('./check.ts')).check,
  trace: async () => (await import('./trace.ts')).trace,
  soak: async () => (await import('./soak.ts')).soak,
  probe: async () => (await import('./probe.ts')).probe,
  raw: async () => (await import('./raw.ts')).raw,
  decode: async () => (await import('./decode.ts')).decode,
  emulate: async () => (await import('./emulate.ts')).emulate,
  udev: async () => (await import('./udev.ts')).udev,
  report: async () => (await import('./report.ts')).report,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;
type CommandName = keyof typeof commands;

const commandNames = Object.keys(commands) as CommandName[];

/** Resolves with the exit code. */
export async function technician(typed: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = commandFirst(typed);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview(langOf(typed)));
    return name === undefined ? exit.usage : exit.good;
  }
  const known = commandNames.find((one) => one === name);
  if (known === undefined)
    return fail(
      io,
      args.includes('--json'),
      `${noSuch(langOf(args), 'command', name, commandNames)}\n\n${overview(langOf(args))}`,
    );
  const command = await commands[known]();
  try {
    const given = parse(io, command, args);
    if (given === 'help') {
      const { helpOf } = await import('./help.ts');
      io.out(helpOf(command, known, langOf(args)));
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

/** Every command with what it is for. */
function overview(lang: Locale): string {
  const say = sayIn(lang);
  const rows = commandNames.map((name) => `  ${name.padEnd(10)}${say(`about.${name}`)}`);
  return `npm run -s devices -- COMMAND [arguments] [--json] [--lang en|zh-CN] [--help]

${rows.join('\n')}

${say('help.overview')}
`;
}

/** How it is typed, and where more stands. */
function shortHelp(command: Command, name: string, lang: Locale): string {
  return `${asTyped(command, name)}\n${sayIn(lang)('usage.more', { command: name })}`;
}

/** `ADDRESS` of `… -- identify ADDRESS [-p PROTOCOL]`: what must be there. */
function argumentsOf({ usage }: Command): readonly string[] {
  const typed = usage.replace(/\[[^\]]*\]/g, '');
  return typed.split(/\s+/).filter((word) => /^[A-Z]/.test(word));
}

function print(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value)}\n`);
}
