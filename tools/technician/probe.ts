/** `devices -- probe ADDRESS -p PROTOCOL`: which speed and framing. */
import { type Command, textOf, Usage } from './command.ts';
import { deviceHelp, deviceOptions } from './device.ts';
import { recordHelp, recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const probe: Command = {
  help: `npm run -s devices -- probe ADDRESS -p PROTOCOL [--json]

Opens a serial port at one speed and framing after the other and asks the protocol's harmless question at each.
${deviceHelp}
${recordHelp}
Ends with 0: it answers at one; 1: at none; 3: the port could not be opened.
`,
  positionals: [1, 1],
  options: { ...deviceOptions, ...recordOptions },
  run: async (given) => {
    if (textOf(given, 'protocol') === null) throw new Usage('probe wants --protocol.');
    return visit(given, { test: { test: 'baud' } });
  },
};
