/**
 * `npm run -s devices -- COMMAND …`: the technician's bench in a terminal. Nothing of Electron is needed.
 *
 * stdout is the answer, one JSON object with `--json`; stderr is for the person. docs/technician.md walks through it.
 */
import { parseArgs } from 'node:util';
import { Problem } from '../domain/problems.ts';
import {
  type Command,
  commonOptions,
  exit,
  type Given,
  isLocale,
  type Locale,
  Usage,
} from './technician/command.ts';

/** Loaded when asked for: `decode` is typed often and must not wait for serial ports. */
const commands: Readonly<Record<string, Readonly<{ about: string; load(): Promise<Command> }>>> = {
  list: {
    about: 'what is plugged in, and where',
    load: async () => (await import('./technician/list.ts')).list,
  },
  identify: {
    about: 'what is on this port, or who is this device',
    load: async () => (await import('./technician/identify.ts')).identify,
  },
  check: {
    about: 'health, or one test of the bench; the result is kept',
    load: async () => (await import('./technician/check.ts')).check,
  },
  trace: {
    about: 'every frame of a device with its meaning',
    load: async () => (await import('./technician/trace.ts')).trace,
  },
  soak: {
    about: 'n exchanges: error rate and latency; the result is kept',
    load: async () => (await import('./technician/soak.ts')).soak,
  },
  probe: {
    about: 'at which speed and framing does it answer',
    load: async () => (await import('./technician/probe.ts')).probe,
  },
  raw: {
    about: 'bytes as typed, and what comes back',
    load: async () => (await import('./technician/raw.ts')).raw,
  },
  decode: {
    about: 'what bytes mean, without any device',
    load: async () => (await import('./technician/decode.ts')).decode,
  },
  emulate: {
    about: 'a device that is not there, on a pty or a TCP port',
    load: async () => (await import('./technician/emulate.ts')).emulate,
  },
  report: {
    about: 'what was found, as a PDF to hand over',
    load: async () => (await import('./technician/report.ts')).report,
  },
};

const overview = `npm run -s devices -- COMMAND [arguments] [--json] [--lang en|zh-CN] [--help]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
  .join('\n')}

Ends with 0: good; 1: something bad was found; 2: wrong usage; 3: the port could not be opened.
COMMAND --help tells more. docs/technician.md walks through it.
`;

// npm runs scripts in the repository; files are meant where the person typed.
const { INIT_CWD, npm_lifecycle_event } = process.env;
if (INIT_CWD && npm_lifecycle_event === 'devices') process.chdir(INIT_CWD);

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview);
    return name === undefined ? exit.usage : exit.good;
  }
  const entry = commands[name];
  if (!entry) return fail(args.includes('--json'), `There is no command "${name}".\n\n${overview}`);
  const command = await entry.load();
  try {
    const given = parse(command, args);
    if (given === 'help') {
      process.stdout.write(command.help);
      return exit.good;
    }
    return await command.run(given);
  } catch (thrown) {
    if (thrown instanceof Usage) {
      return fail(args.includes('--json'), `${thrown.message}\n\n${command.help}`, thrown.beside);
    }
    if (thrown instanceof Problem) return failWith(thrown, args);
    throw thrown;
  }
}

function parse(command: Command, args: readonly string[]): Given | 'help' {
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
  if (!isLocale(lang)) throw new Usage('--lang is en or zh-CN.');
  const [least, most] = command.positionals;
  if (positionals.length < least || positionals.length > most) {
    throw new Usage(positionals.length < least ? 'Something is missing.' : 'That is too much.');
  }
  return { positionals, values, json: values.json === true, lang };
}

function fail(json: boolean, text: string, beside: Readonly<Record<string, unknown>> = {}): number {
  const [sentence = text] = text.split('\n', 1);
  if (json) print({ ok: false, errors: [sentence], ...beside });
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  return exit.usage;
}

/** A port that cannot be opened is told apart from a device that was found bad. */
async function failWith(problem: Problem, args: readonly string[]): Promise<number> {
  const { sentencesIn } = await import('./technician/sentences.ts');
  const wanted = args[args.indexOf('--lang') + 1] ?? '';
  const lang: Locale = args.includes('--lang') && isLocale(wanted) ? wanted : 'en';
  const sentence = sentencesIn(lang)(problem.toData());
  if (args.includes('--json')) {
    print({ ok: false, problem: problem.toData(), errors: [sentence] });
  }
  process.stderr.write(`${sentence}\n`);
  if (problem.kind === 'config-unreadable') return exit.usage;
  return problem.kind.startsWith('port-') ? exit.cannotOpen : exit.bad;
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
