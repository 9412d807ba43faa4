/**
 * What an emulated terminal may say to the till it has: what was registered (06 00), what the table of spec.ts makes of it,
 * and what a log-off (06 02) leaves (PA00P015 2.1, 2.24, tag 26; ../shared/protocols/zvt-commands.md).
 */
import { hexOf } from './apdu.ts';
import type { ReceiptKind } from './print.ts';
import { commands, configAfterLogOff, configBits } from './spec.ts';
import { controlOfMessage, type TerminalMessage } from './terminal-codec.ts';
import type { TillCommand } from './till-codec.ts';
import { findTlvs } from './tlv.ts';

export type Registration = Readonly<{
  config: number;
  loggedOn: boolean;
  /** The till sent a container, so it may be sent one. */
  takesContainers: boolean;
  /** Tag 26: control fields. */
  listed: readonly string[];
}>;

/** Before a registration, and after a log-off. A till may pay all the same. */
export const loggedOff: Registration = {
  config: configAfterLogOff,
  loggedOn: false,
  takesContainers: false,
  listed: [],
};

export const registrationOf = ({
  config,
  tlvs,
}: Extract<TillCommand, { kind: 'register' }>): Registration => ({
  config,
  loggedOn: true,
  takesContainers: tlvs !== undefined,
  listed: findTlvs(tlvs ?? [], '26')
    .flatMap((list) => findTlvs(list.children ?? [], '0A'))
    .map(({ value }) => hexOf(value)),
});

/** Whether the table lets a terminal say this of its own accord. */
export function maySay(control: string, { config, listed }: Registration): boolean {
  const said = commands[control]?.said;
  if (said === undefined || said === 'always') return said === 'always';
  if (said === 'listed') return listed.includes(control);
  return (config & said.bit) !== 0;
}

/** The message as this till may hear it, without containers where it takes none; null where it may not be said at all. */
export function asPermitted(
  message: TerminalMessage,
  registration: Registration,
): TerminalMessage | null {
  if (!maySay(controlOfMessage(message), registration)) return null;
  if (registration.takesContainers) return message;
  switch (message.kind) {
    case 'intermediate':
    case 'result':
      return { ...message, lines: [] };
    case 'printLine':
      return { ...message, receipt: null };
    case 'abort': {
      const receiptNumbers = message.receiptNumbers?.slice(0, 1) ?? null;
      return { ...message, receiptNumbers, extendedError: null, extendedText: null };
    }
    default:
      // The container of a 06 0F is asked for by the service byte of 05 01 (2.56).
      return message;
  }
}

/** Where a receipt goes: to the till, composed there, or onto the terminal's own paper. */
export type PrintWay = 'blocks' | 'lines' | 'composed' | 'paper';

export function printWayOf(kind: ReceiptKind, registration: Registration): PrintWay {
  const bit =
    kind === 'administration' ? configBits.tillPrintsAdministration : configBits.tillPrintsPayments;
  if ((registration.config & bit) === 0) return 'paper';
  if (!maySay('06D1', registration)) return 'composed';
  return maySay('06D3', registration) ? 'blocks' : 'lines';
}
