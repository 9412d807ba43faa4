/** `devices -- soak ADDRESS --exchanges N`. */
import { type Command, type Given, numberOf } from './command.ts';
import { deviceHelp, deviceOptions } from './device.ts';
import { recordHelp, recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const soak: Command = {
  help: `npm run -s devices -- soak ADDRESS [--exchanges N] [--json]

The internal health check again and again: error rate, p50, p99 and slowest. Ctrl-C ends it early. The latency of each
exchange goes into the report's plot.
${deviceHelp}
  --exchanges N         1 to 100000, 100 unless given
${recordHelp}
Ends with 0: none failed; 1: some failed, or it was stopped; 3: the port could not be opened.
`,
  positionals: [1, 1],
  options: { ...deviceOptions, ...recordOptions, exchanges: { type: 'string', short: 'n' } },
  run: (given: Given) =>
    visit(given, {
      test: { test: 'soak', exchanges: numberOf(given, 'exchanges', [1, 100_000, 100]) },
    }),
};
