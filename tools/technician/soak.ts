/** `devices -- soak ADDRESS --exchanges N`. */
import { type Command, type Given, numberOf } from './command.ts';
import { deviceOptions } from './device.ts';
import { recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const soak: Command = {
  usage: 'ADDRESS [--exchanges N] [--json]',
  help: 'help.soak',
  positionals: [1, 1],
  options: { ...deviceOptions, ...recordOptions, exchanges: { type: 'string', short: 'n' } },
  run: (given: Given) =>
    visit(given, {
      test: { test: 'soak', exchanges: numberOf(given, 'exchanges', [1, 100_000, 100]) },
    }),
};
