/**
 * ZVT: who prints what and in which currency, agreed before anything else and again whenever the terminal may have forgotten
 * it (06 00; PA00P015 §2.1). Initialisation (06 93) and diagnosis (06 70) follow where the terminal asks for them.
 */
import { Problem } from '../../../domain/words/problem.ts';
import { bytesOfHex } from './apdu.ts';
import type { Course } from './course.ts';
import type { ZvtOptions } from './options.ts';
import { configBits, registrationStatusBits } from './spec.ts';
import type { Completion } from './terminal-codec.ts';
import { characterSetCode, defaultSet } from './text.ts';
import { permittedMessages, type TillCommand } from './till-codec.ts';
import { type Tlv, tlv } from './tlv.ts';

const payments = configBits.tillPrintsPayments;
const administration = configBits.tillPrintsAdministration;
const configs = {
  blocks: configBits.printsByCommand | configBits.intermediateStatus | administration | payments,
  lines: configBits.printsByCommand | configBits.intermediateStatus | administration | payments,
  composed: configBits.intermediateStatus | administration | payments,
  terminal: configBits.intermediateStatus,
} as const;

const configOf = ({ receipts, configByte }: ZvtOptions): number =>
  configByte === undefined ? configs[receipts] : Number.parseInt(configByte, 16);

/** Whether receipts of that kind are the till's to make from the result: it prints them, and none come by command. */
export function composesReceipts(
  options: ZvtOptions,
  kind: 'payments' | 'administration',
): boolean {
  const config = configOf(options);
  const bit = kind === 'payments' ? payments : administration;
  return (config & bit) !== 0 && (config & configBits.printsByCommand) === 0;
}

export function registrationCommand(options: ZvtOptions): TillCommand {
  const { password, currency, serviceByte } = options;
  return {
    kind: 'register',
    password,
    currency,
    config: configOf(options),
    serviceByte: serviceByte === undefined ? null : Number.parseInt(serviceByte, 16),
    tlvs: containers(options),
  };
}

function containers({ receipts, characterSet }: ZvtOptions): Tlv[] {
  const set = tlv('14', bytesOfHex(characterSetCode(characterSet)));
  return [
    ...(receipts === 'blocks' ? [permittedMessages(['06D3'])] : []),
    ...(characterSet === defaultSet ? [] : [tlv('27', [set])]),
  ];
}

/** What the terminal said when it took the till on. Throws `Problem`: `terminal-not-registered`, `device-busy`, … */
export function registeredAs(course: Course, device: string): Completion {
  const { ending } = course;
  switch (ending.kind) {
    case 'completed':
      return ending.completion;
    case 'doubt':
      throw ending.problem;
    case 'refused':
      throw ending.error === '9C'
        ? new Problem('device-busy', { device })
        : new Problem('terminal-not-registered', { device, code: ending.error });
    case 'aborted':
      throw new Problem('terminal-not-registered', { device, code: ending.abort.error ?? '?' });
    case 'answered':
      // Registration ends with a completion: spec.ts.
      throw new Problem('terminal-not-registered', { device, code: '?' });
  }
}

/** What has to be run before the terminal takes payments. */
export function stillNeeded({ registrationStatus }: Completion, password: string): TillCommand[] {
  const bits = registrationStatus ?? 0;
  return [
    ...(bits & registrationStatusBits.initialisationNeeded
      ? [{ kind: 'initialise' as const, password }]
      : []),
    ...(bits & registrationStatusBits.diagnosisNeeded ? [{ kind: 'diagnose' as const }] : []),
  ];
}
