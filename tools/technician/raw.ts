/** `devices -- raw ADDRESS HEX…`: bytes as typed. */
import { type Command, numberOf, textOf, Usage } from './command.ts';
import { deviceHelp, deviceOptions } from './device.ts';
import { recordHelp, recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const raw: Command = {
  help: `npm run -s devices -- raw ADDRESS HEX… -p PROTOCOL --yes [--wait MS] [--json]

Sends exactly these bytes and shows what comes back; what looks like a card number or a key is masked. The device does
what the bytes say: it may print, ask for a PIN or take money. That is why --yes must be there.
${deviceHelp}
  --wait MS             how long to listen, 0 to 60000, 1000 unless given
${recordHelp}
Ends with 0: something came back; 1: nothing did; 3: the port could not be opened.
`,
  positionals: [2, Number.POSITIVE_INFINITY],
  options: {
    ...deviceOptions,
    ...recordOptions,
    wait: { type: 'string' },
    yes: { type: 'boolean' },
  },
  run: async (given) => {
    if (textOf(given, 'protocol') === null) throw new Usage('raw wants --protocol.');
    if (given.values.yes !== true) throw new Usage('The device will do what the bytes say: --yes.');
    const [, ...typed] = given.positionals;
    const hex = typed.join('').replace(/[\s:]/g, '');
    if (!/^([0-9A-Fa-f]{2})+$/.test(hex)) throw new Usage('HEX is whole bytes in hex.');
    return visit(given, {
      test: { test: 'raw', hex, waitMs: numberOf(given, 'wait', [0, 60_000, 1_000]) },
    });
  },
};
