/**
 * `npm run -s devices -- COMMAND …`: the technician's bench in a terminal. Nothing of Electron is needed.
 *
 * stdout is the answer, one JSON object with `--json`; stderr is for the person. docs/technician.md walks through it.
 */
import { technician } from './technician/program.ts';

// npm runs scripts in the repository; files are meant where the person typed.
const { INIT_CWD, npm_lifecycle_event } = process.env;
const folder = (npm_lifecycle_event === 'devices' && INIT_CWD) || process.cwd();

process.exitCode = await technician(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  tell: (text) => void process.stderr.write(text),
  input: process.stdin,
  folder,
  onInterrupt: (run) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, run);
    return () => {
      for (const signal of signals) process.off(signal, run);
    };
  },
});
// A pipe that nobody writes to any more would keep the process.
process.stdin.destroy();
