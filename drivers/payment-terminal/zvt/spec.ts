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
  /** 80 00: BMPs, or what a person entered at the terminal. */
  | 'answer'
  /** Makers' own, and what is older than BMPs. */
  | 'raw';

/** What a command of the till ends with: then the till is master again (PA00P015 chapter 2). */
export type End =
  /** 06 0F Completion, or 06 1E Abort. */
  | 'completion'
  /** The same, unless the terminal went into transparent mode (06 DD) meanwhile: then with that (3.12). */
  | 'completion-or-transparent'
  /** The first answer, 80 00 or 84 xx: no completion follows. */
  | 'answer'
  /** The first answer as well, which waits for a person: what was pressed, or 84 6C when nobody did or STOP was pressed. */
  | 'entry'
  /** 04 0F, once the till has acknowledged it: no completion follows. Without a card 06 1E (2.21). */
  | 'result';

/** When a terminal may say something that was not asked for (PA00P015 2.1, 3.7 and tag 26). */
export type Said =
  | 'always'
  /** Only with this bit of the config byte; a log-off takes that of 04 FF away (86). */
  | Readonly<{ bit: number }>
  /** Only where the till has listed it in tag 26. */
  | 'listed';

export type Command = Readonly<{
  name: string;
  layout: Layout;
  /** Of what a till says. */
  ends?: End;
  /** Of what a terminal says by itself. */
  said?: Said;
}>;

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

/**
 * Commands by control field, four upper-case hex digits. How each ends and when a terminal may say it stands here alone: the
 * driver waits, the emulated terminal answers and the decoder explains by it.
 */
export const commands: Readonly<Record<string, Command>> = {
  '0401': { name: 'set date and time in ECR', layout: 'bmps', said: 'listed' },
  /** Feig. */
  '040C': { name: 'request for data', layout: 'bmps', said: 'listed' },
  '040D': { name: 'input request', layout: 'raw', said: 'listed' },
  '040E': { name: 'menu request', layout: 'raw', said: 'listed' },
  '040F': { name: 'status information', layout: 'bmps', said: 'always' },
  '04FF': {
    name: 'intermediate status information',
    layout: 'intermediate',
    said: { bit: configBits.intermediateStatus },
  },
  '0501': { name: 'status enquiry', layout: 'password-or-not', ends: 'completion-or-transparent' },
  '0600': { name: 'registration', layout: 'registration', ends: 'completion' },
  '0601': { name: 'authorisation', layout: 'bmps', ends: 'completion' },
  '0602': { name: 'log-off', layout: 'bmps', ends: 'answer' },
  '0603': { name: 'account balance request', layout: 'bmps', ends: 'completion' },
  '0604': { name: 'activate card', layout: 'bmps', ends: 'completion' },
  '0605': { name: 'procurement', layout: 'bmps', ends: 'completion' },
  '0609': { name: 'top-up of prepaid cards', layout: 'bmps', ends: 'completion' },
  '060A': { name: 'tax free', layout: 'bmps', ends: 'completion' },
  '060C': { name: 'book tip', layout: 'password', ends: 'completion' },
  '060F': { name: 'completion', layout: 'completion', said: 'always' },
  '0610': { name: 'send turnover totals', layout: 'password-or-not', ends: 'completion' },
  '0612': { name: 'print turnover receipts', layout: 'password-or-not', ends: 'completion' },
  '0618': { name: 'reset terminal', layout: 'bmps', ends: 'completion' },
  '061A': { name: 'print system configuration', layout: 'bmps', ends: 'completion' },
  '061B': { name: 'set or reset terminal number', layout: 'password', ends: 'completion' },
  '061E': { name: 'abort by terminal', layout: 'abort', said: 'always' },
  '0620': { name: 'repeat receipt', layout: 'password', ends: 'completion' },
  '0621': { name: 'telephonic authorisation', layout: 'bmps', ends: 'completion' },
  '0622': { name: 'reservation', layout: 'bmps', ends: 'completion' },
  '0623': { name: 'partial reversal of a reservation', layout: 'bmps', ends: 'completion' },
  '0624': { name: 'book total of a reservation', layout: 'bmps', ends: 'completion' },
  '0625': { name: 'reversal of a reservation', layout: 'bmps', ends: 'completion' },
  '0626': { name: 'reversal of an external reservation', layout: 'bmps', ends: 'completion' },
  '0630': { name: 'reversal', layout: 'password', ends: 'completion' },
  '0631': { name: 'refund', layout: 'password', ends: 'completion' },
  '0650': { name: 'end of day', layout: 'password', ends: 'completion' },
  '0651': { name: 'send offline transactions', layout: 'password', ends: 'completion' },
  '0670': { name: 'diagnosis', layout: 'bmps', ends: 'completion' },
  '0679': { name: 'self-test', layout: 'bmps', ends: 'completion' },
  '0685': { name: 'display text (old)', layout: 'raw', ends: 'answer' },
  '0686': { name: 'display text with numerical input (old)', layout: 'raw', ends: 'entry' },
  '0687': { name: 'PIN verification for customer card (old)', layout: 'raw', ends: 'entry' },
  '0688': { name: 'display text with function-key input (old)', layout: 'raw', ends: 'entry' },
  '0691': { name: 'set date and time in terminal', layout: 'password', ends: 'completion' },
  '0693': { name: 'initialisation', layout: 'password', ends: 'completion' },
  '0695': { name: 'change password', layout: 'raw', ends: 'completion' },
  '06B0': { name: 'abort by till', layout: 'bmps', ends: 'answer' },
  '06C0': { name: 'read card', layout: 'byte', ends: 'result' },
  '06C5': { name: 'close card session', layout: 'bmps', ends: 'answer' },
  '06C6': { name: 'send APDUs', layout: 'bmps', ends: 'answer' },
  '06D0': { name: 'menu with graphic display', layout: 'bmps', said: 'listed' },
  '06D1': {
    name: 'print line',
    layout: 'line',
    ends: 'answer',
    said: { bit: configBits.printsByCommand },
  },
  '06D3': { name: 'print text block', layout: 'bmps', ends: 'answer', said: 'listed' },
  '06D8': { name: 'dial-up', layout: 'raw', said: 'listed' },
  '06D9': { name: 'transmit data via dial-up', layout: 'raw', said: 'listed' },
  '06DA': { name: 'receive data via dial-up', layout: 'raw', said: 'listed' },
  '06DB': { name: 'hang-up', layout: 'raw', said: 'listed' },
  '06DD': { name: 'transparent mode', layout: 'raw', said: 'listed' },
  '06E0': { name: 'display text', layout: 'bmps', ends: 'answer' },
  '06E1': { name: 'display text with function-key input', layout: 'bmps', ends: 'entry' },
  '06E2': { name: 'display text with numerical input', layout: 'bmps', ends: 'entry' },
  '06E3': { name: 'PIN verification for customer card', layout: 'bmps', ends: 'entry' },
  '06E4': { name: 'blocked-list query to till', layout: 'bmps', said: 'listed' },
  '06E5': { name: 'MAC calculation', layout: 'bmps', ends: 'answer' },
  '06E6': { name: 'card poll with authorisation', layout: 'bmps', ends: 'completion' },
  '06E7': { name: 'display text with encrypted numerical input', layout: 'bmps', ends: 'entry' },
  '06F0': { name: 'display image', layout: 'raw', ends: 'entry' },
  '0801': { name: 'activate service mode', layout: 'bmps', ends: 'completion-or-transparent' },
  '0802': { name: 'switch protocol', layout: 'raw', ends: 'answer' },
  '0810': { name: 'software update', layout: 'bmps', ends: 'completion-or-transparent' },
  '0811': { name: 'read file', layout: 'bmps', ends: 'completion' },
  '0812': { name: 'delete file', layout: 'bmps', ends: 'completion' },
  '0813': { name: 'change configuration', layout: 'bmps', ends: 'completion' },
  /** Feig. */
  '0814': { name: 'write file', layout: 'password', ends: 'completion' },
  '0820': { name: 'start OPT action', layout: 'raw', ends: 'completion' },
  '0821': { name: 'set OPT point in time', layout: 'raw', ends: 'completion' },
  '0822': { name: 'start OPT pre-initialisation', layout: 'raw', ends: 'completion' },
  '0823': { name: 'output OPT data', layout: 'raw', ends: 'completion' },
  '0824': { name: 'OPT out of order', layout: 'raw', ends: 'completion' },
  '0830': { name: 'select language', layout: 'byte', ends: 'completion' },
  '0840': { name: 'change baud rate', layout: 'byte', ends: 'answer' },
  '0850': { name: 'activate card reader', layout: 'bmps', ends: 'answer' },
  '8000': { name: 'positive acknowledgement', layout: 'answer' },
  '8400': { name: 'positive acknowledgement', layout: 'answer' },
};

/** 84 xx carries its error id in the control field; 0F xx belongs to the makers. Null for what the tables do not have. */
export function commandOf(control: string): Command | null {
  const known = commands[control];
  if (known) return known;
  if (control.startsWith('84')) return { name: 'negative acknowledgement', layout: 'bmps' };
  if (control.startsWith('0F')) return { name: "maker's own command", layout: 'raw' };
  return null;
}

/** What is in no table ends as most of what is: makers' own do (EVerest/zvt, `sequences.rs`). */
export const endOf = (control: string): End => commands[control]?.ends ?? 'completion';

/** What is known of a till alone; 06 D1 and 06 D3 are said by both sides. */
export const isTillsOwn = (control: string): boolean =>
  commands[control]?.ends !== undefined && commands[control]?.said === undefined;

/** 06 00, BMP 03. */
export const registrationServiceBits = { noServiceMenu: 0x01, capitals: 0x02 } as const;

/** 05 01, BMP 03: without it the software version is told and nothing else (2.56). */
export const statusServiceBits = { noSoftwareVersion: 0x02, furtherStatus: 0x04 } as const;

/** What a terminal goes by until it is told otherwise, and again after a log-off (2.24). */
export const configAfterLogOff = 0x86;

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
