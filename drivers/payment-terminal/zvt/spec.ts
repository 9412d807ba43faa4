/**
 * ZVT: the tables of its messages. PA00P015 rev. 13.08 (application) and PA00P016 rev. 04 (transport), as told in
 * ../shared/protocols/devices.md §1; names of commands as in the specification's table of contents.
 */

/** What stands in front of the BMPs of a message. */
export type Layout =
  /** BMPs from the first byte. */
  | 'bmps'
  /** Three bytes of password, then BMPs. */
  | 'password'
  /** The same, but the password may be left out. */
  | 'password-or-not'
  /** Password, config byte, currency without its tag. */
  | 'registration'
  /** One byte: the time-out of 06 C0, the speed of 08 40. */
  | 'byte'
  /** 04 FF: status, and a time-out that some terminals leave out. */
  | 'intermediate'
  /** 06 1E: error id. */
  | 'abort'
  /** 06 0F: BMPs; or a terminal status, with or without a software version before it; or a maker's text. */
  | 'completion'
  /** 06 D1: attribute and text. */
  | 'line'
  /** Makers' own. */
  | 'raw';

export type Command = Readonly<{ name: string; layout: Layout }>;

/** Commands by control field, four upper-case hex digits. */
export const commands: Readonly<Record<string, Command>> = {
  '0401': { name: 'set date and time in ECR', layout: 'bmps' },
  /** Feig. */
  '040C': { name: 'request for data', layout: 'bmps' },
  '040D': { name: 'input request', layout: 'raw' },
  '040E': { name: 'menu request', layout: 'raw' },
  '040F': { name: 'status information', layout: 'bmps' },
  '04FF': { name: 'intermediate status information', layout: 'intermediate' },
  '0501': { name: 'status enquiry', layout: 'password-or-not' },
  '0600': { name: 'registration', layout: 'registration' },
  '0601': { name: 'authorisation', layout: 'bmps' },
  '0602': { name: 'log-off', layout: 'bmps' },
  '0603': { name: 'account balance request', layout: 'bmps' },
  '0604': { name: 'activate card', layout: 'bmps' },
  '0605': { name: 'procurement', layout: 'bmps' },
  '0609': { name: 'top-up of prepaid cards', layout: 'bmps' },
  '060A': { name: 'tax free', layout: 'bmps' },
  '060C': { name: 'book tip', layout: 'password' },
  '060F': { name: 'completion', layout: 'completion' },
  '0610': { name: 'send turnover totals', layout: 'password-or-not' },
  '0612': { name: 'print turnover receipts', layout: 'password-or-not' },
  '0618': { name: 'reset terminal', layout: 'bmps' },
  '061A': { name: 'print system configuration', layout: 'bmps' },
  '061B': { name: 'set or reset terminal number', layout: 'password' },
  '061E': { name: 'abort by terminal', layout: 'abort' },
  '0620': { name: 'repeat receipt', layout: 'password' },
  '0621': { name: 'telephonic authorisation', layout: 'bmps' },
  '0622': { name: 'reservation', layout: 'bmps' },
  '0623': { name: 'partial reversal of a reservation', layout: 'bmps' },
  '0624': { name: 'book total of a reservation', layout: 'bmps' },
  '0625': { name: 'reversal of a reservation', layout: 'bmps' },
  '0630': { name: 'reversal', layout: 'password' },
  '0631': { name: 'refund', layout: 'password' },
  '0650': { name: 'end of day', layout: 'password' },
  '0651': { name: 'send offline transactions', layout: 'password' },
  '0670': { name: 'diagnosis', layout: 'bmps' },
  '0679': { name: 'self-test', layout: 'bmps' },
  '0685': { name: 'display text (old)', layout: 'bmps' },
  '0686': { name: 'display text with numerical input (old)', layout: 'bmps' },
  '0687': { name: 'PIN verification for customer card (old)', layout: 'bmps' },
  '0688': { name: 'display text with function-key input (old)', layout: 'bmps' },
  '0691': { name: 'set date and time in terminal', layout: 'bmps' },
  '0693': { name: 'initialisation', layout: 'password' },
  '0695': { name: 'change password', layout: 'raw' },
  '06B0': { name: 'abort by till', layout: 'bmps' },
  '06C0': { name: 'read card', layout: 'byte' },
  '06C6': { name: 'send APDUs', layout: 'bmps' },
  '06D1': { name: 'print line', layout: 'line' },
  '06D3': { name: 'print text block', layout: 'bmps' },
  '06D8': { name: 'dial-up', layout: 'raw' },
  '06D9': { name: 'transmit data via dial-up', layout: 'raw' },
  '06DA': { name: 'receive data via dial-up', layout: 'raw' },
  '06DB': { name: 'hang-up', layout: 'raw' },
  '06DD': { name: 'transparent mode', layout: 'raw' },
  '06E0': { name: 'display text', layout: 'bmps' },
  '06E1': { name: 'display text with function-key input', layout: 'bmps' },
  '06E2': { name: 'display text with numerical input', layout: 'bmps' },
  '06E3': { name: 'PIN verification for customer card', layout: 'bmps' },
  '06E4': { name: 'blocked-list query to till', layout: 'bmps' },
  '06E5': { name: 'MAC calculation', layout: 'bmps' },
  '06E6': { name: 'card poll with authorisation', layout: 'bmps' },
  '0801': { name: 'activate service mode', layout: 'bmps' },
  '0802': { name: 'switch protocol', layout: 'raw' },
  '0810': { name: 'software update', layout: 'bmps' },
  '0811': { name: 'read file', layout: 'bmps' },
  '0812': { name: 'delete file', layout: 'bmps' },
  '0813': { name: 'change configuration', layout: 'bmps' },
  /** Feig. */
  '0814': { name: 'write file', layout: 'password' },
  '0820': { name: 'start OPT action', layout: 'raw' },
  '0821': { name: 'set OPT point in time', layout: 'raw' },
  '0822': { name: 'start OPT pre-initialisation', layout: 'raw' },
  '0823': { name: 'output OPT data', layout: 'raw' },
  '0824': { name: 'OPT out of order', layout: 'raw' },
  '0830': { name: 'select language', layout: 'byte' },
  '0840': { name: 'change baud rate', layout: 'byte' },
  '0850': { name: 'activate card reader', layout: 'byte' },
  '8000': { name: 'positive acknowledgement', layout: 'bmps' },
  '8400': { name: 'positive acknowledgement', layout: 'bmps' },
};

/** 84 xx carries its error id in the control field; 0F xx belongs to the makers. Null for what the tables do not have. */
export function commandOf(control: string): Command | null {
  const known = commands[control];
  if (known) return known;
  if (control.startsWith('84')) return { name: 'negative acknowledgement', layout: 'bmps' };
  if (control.startsWith('0F')) return { name: "maker's own command", layout: 'raw' };
  return null;
}

/** 06 00: what the till asks for, bits of the config byte. */
export const configBits = {
  tillPrintsPayments: 0x02,
  tillPrintsAdministration: 0x04,
  intermediateStatus: 0x08,
  tillControlsPayments: 0x10,
  tillControlsAdministration: 0x20,
  /** Receipts come as 06 D1 or 06 D3; else the till composes them from 04 0F. */
  printsByCommand: 0x80,
} as const;

/** 06 00, BMP 03. */
export const registrationServiceBits = { noServiceMenu: 0x01, capitals: 0x02 } as const;

/** 06 0F after 06 00, BMP 19. */
export const registrationStatusBits = {
  initialisationNeeded: 0x01,
  diagnosisNeeded: 0x02,
  optActionNeeded: 0x04,
} as const;

/** Receipt number that asks 06 23 for open reservations, and that answers "none". */
export const noReceiptNumber = 'FFFF';

export const limits = {
  /** 06 E0 and 06 E2: eight lines. */
  displayLinesMax: 8,
  /** The amount of BMP 04 has twelve digits. */
  amountMinorMax: 999_999_999_999,
} as const;
