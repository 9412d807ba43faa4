/** `devices -- raw ADDRESS HEX…`: bytes as typed. */
import { type Command, numberOf, textOf, Usage } from './command.ts';
import { deviceOptions } from './device.ts';
import { recordOptions } from './record.ts';
import { visit } from './visit.ts';

export const raw: Command = {
  usage: 'ADDRESS HEX… -p PROTOCOL --yes [--wait MS] [--json]',
  help: 'help.raw',
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
