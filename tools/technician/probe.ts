/** `devices -- probe ADDRESS -p PROTOCOL`: which speed and framing. */
import { type Command, textOf, Usage } from './command.ts';
import { deviceOptions } from './device.ts';
import { recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const probe: Command = {
  usage: 'ADDRESS -p PROTOCOL [--json]',
  help: 'help.probe',
  positionals: [1, 1],
  options: { ...deviceOptions, ...recordOptions },
  run: async (given) => {
    if (textOf(given, 'protocol') === null) throw new Usage('probe wants --protocol.');
    return visit(given, { test: { test: 'baud' } });
  },
};
