/** What a command does, its options, and how it ends: `devices -- COMMAND --help`. */
import type { Locale } from '../../domain/basics/languages.ts';
import { protocolNames } from '../../domain/devices/verbs.ts';
import { faults } from '../../drivers/emulators/control.ts';
import { asTyped, type Command } from './command.ts';
import { sayIn } from './say.ts';

export function helpOf(command: Command, name: string, locale: Locale): string {
  const say = sayIn(locale);
  const text = say(command.help, {
    names: (command.names?.() ?? []).join(' '),
    faults: faults.join(' '),
    device: say('help.device', { protocols: protocolNames.join(' ') }),
    record: say('help.record'),
  });
  return `${asTyped(command, name)}\n\n${text}\n`;
}
