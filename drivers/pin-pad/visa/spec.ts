/**
 * VISA-style PIN pad: the tables. Sources in ../../../docs/drivers.md: ../shared/protocols/devices.md §2.3 (VeriFone
 * Mx800 Programmers Guide App. A; Uniform PP791 Programmer's Manual) and ../shared/vectors/pinpad.md part A.
 */
import { z } from 'zod';
import type { Wrapper } from '../../codecs/stx-etx-lrc.ts';

export const separator = { fs: '\x1c', sub: '\x1a' } as const;

/** Messages this driver speaks. Key injection is not among them and never will be. */
export const ids = {
  diagnose: '01',
  checkKey: '04',
  readSerial: '06',
  selectKey: '08',
  connectionTest: '11',
  setLine: '13',
  diagnosis: '14',
  selfTest: '16',
  readKeyMode: '18',
  readHardware: '1C',
  readEngine: '25',
  readPermanentSerial: 'M04',
  askPin: '70',
  pin: '71',
  cancel: '72',
  dukptPin: '73',
  initialKeyLoaded: '91',
  reset: 'Z1',
  showLine: 'Z2',
  showLines: 'Z3',
  askKey: 'Z42',
  key: 'Z43',
  askDigits: 'Z50',
  digits: 'Z51',
  askPinOnly: 'Z60',
  askPinPrompted: 'Z62',
  askPinEchoed: 'Z63',
  askMac: 'Z66',
  mac: 'Z67',
} as const;
export type MessageId = keyof typeof ids;

const administration: readonly MessageId[] = [
  'diagnose',
  'checkKey',
  'readSerial',
  'selectKey',
  'connectionTest',
  'setLine',
  'diagnosis',
  'selfTest',
  'readKeyMode',
  'readHardware',
  'readEngine',
  'readPermanentSerial',
];

/** Which packet carries which id. */
export const wrapperOf = (id: MessageId): Wrapper =>
  administration.includes(id) ? 'administration' : 'transaction';

/** What a till never says, by wrapper and id: these carry keys, or erase them (17, Mx800 guide p. 276). */
export const neverSent: readonly Readonly<{ wrapper: Wrapper; id: string; name: string }>[] = [
  { wrapper: 'administration', id: '02', name: 'key injection: master key' },
  { wrapper: 'administration', id: '17', name: 'key management mode: erases keys' },
  { wrapper: 'transaction', id: '90', name: 'key injection: initial DUKPT key' },
  { wrapper: 'transaction', id: '94', name: 'key injection: initial DUKPT key, second set' },
];

/** In place of a wrapped key: the pad uses its own DUKPT keys (Z60, Z63). */
export const dukptLiteral = 'DUKPT ENCRYPTION';

/** Z66: what a packet holds and whether more follow (binary: PP791). */
export const macFlags = {
  ascii: { last: '4', more: '5' },
  binary: { last: '6', more: '7' },
} as const;

export const macStatusOk = '00';
/** Z43 and Z51: nobody pressed anything in time (Mx800). */
export const keyTimeout = '?';
/** 16: the only answer whose meaning the two manuals share. */
export const selfTestPassed = '0';

/** 13: what the digits mean. */
export const lineRates: Readonly<Record<string, number>> = {
  1: 1_200,
  2: 2_400,
  3: 4_800,
  4: 9_600,
  5: 19_200,
  6: 38_400,
  7: 57_600,
  8: 115_200,
};
export const lineModes: Readonly<Record<string, string>> = { 1: '8N1', 2: '7E1', 3: '7O1' };

export const limits = {
  /** The longest packet is a Z66 with two keys and its data. */
  frameBytesMax: 512,
  linesMax: 4,
  lineCharactersMax: 20,
  /** Bytes of one Z66 packet: whole DES blocks, so that packets can be chained. */
  macPacketBytes: 112,
  macPacketsMax: 100,
  /** 70 counts its time-out in steps of thirty seconds, nine at most. */
  pinTimeoutStepMs: 30_000,
  pinTimeoutStepsMax: 9,
  /** ISO 9564-1, and Z62, Z63. */
  pinDigitsMin: 4,
  pinDigitsMax: 12,
  /** Z42 and Z50 have three digits for seconds; Z50 has two for the count. */
  inputSecondsMax: 255,
  digitsMax: 49,
} as const;

/** Milliseconds, devices.md §2.2 unless a reason is given. */
export const timing = {
  ackWaitMs: 5_000,
  retransmissionsMax: 2,
  naksMax: 3,
  /** An administrative answer follows at once; a slow pad takes as long as it may take to acknowledge. */
  answerWaitMs: 5_000,
  /** EOT ends most dialogues but not on every pad: wait briefly, then go on without. */
  eotWaitMs: 300,
  /** Unknown messages are dropped in silence, so a message that a pad may not know is tried once and briefly. */
  probeWaitMs: 1_000,
  /** A hash of one hundred packets at 1200 baud is the slow case; a MAC itself takes milliseconds. */
  macWaitMs: 15_000,
  keyPressWaitMs: 30_000,
} as const;

const prompt = z.string().regex(/^[\x20-\x7e]{0,16}$/);

/** What a model does otherwise. Amounts in prompts stand where `{amount}` is. */
export const optionsSchema = z.strictObject({
  /** Whose manual the pad keeps to where the two differ. */
  dialect: z.enum(['pp791', 'mx800']).default('pp791'),
  /** How a PIN is asked for; 70 unless the dialect is mx800, which has Z60. */
  pinMessage: z.enum(['70', 'Z60', 'Z62', 'Z63']).optional(),
  /** Of Z62. Most pads take only texts of their own fixed table. */
  prompt1: prompt.default('{amount}'),
  prompt2: prompt.default('ENTER PIN'),
  processing: prompt.default('PLEASE WAIT'),
});
export type Options = z.infer<typeof optionsSchema>;
export type Dialect = Options['dialect'];
