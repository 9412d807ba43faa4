/**
 * VISA-style PIN pad, master/session keys: the tables. Sources in ../../../docs/drivers.md: ../shared/protocols/devices.md
 * §2.3 (VeriFone Mx800 Programmers Guide App. A; Uniform PP791 Programmer's Manual) and ../shared/vectors/pinpad.md part A.
 */
import type { Wrapper } from '../../codecs/stx-etx-lrc.ts';

export const separator = { fs: '\x1c', sub: '\x1a' } as const;

/** Messages this driver speaks. Key injection (02, 90, 94) is not among them and never will be. */
export const ids = {
  connectionTest: '11',
  readSerial: '06',
  readPermanentSerial: 'M04',
  checkKey: '04',
  selectKey: '08',
  selfTest: '16',
  showLine: 'Z2',
  showLines: 'Z3',
  askPin: '70',
  pin: '71',
  cancel: '72',
  askKey: 'Z42',
  key: 'Z43',
  askMac: 'Z66',
  mac: 'Z67',
} as const;

/** Which packet carries which id. */
export const wrapperOf: Readonly<Record<keyof typeof ids, Wrapper>> = {
  connectionTest: 'administration',
  readSerial: 'administration',
  readPermanentSerial: 'administration',
  checkKey: 'administration',
  selectKey: 'administration',
  selfTest: 'administration',
  showLine: 'transaction',
  showLines: 'transaction',
  askPin: 'transaction',
  pin: 'transaction',
  cancel: 'transaction',
  askKey: 'transaction',
  key: 'transaction',
  askMac: 'transaction',
  mac: 'transaction',
};

/** Z66: what a packet holds and whether more follow (PP791). */
export const macFlags = {
  ascii: { last: '4', more: '5' },
  binary: { last: '6', more: '7' },
} as const;

export const macStatusOk = '00';
/** Z43: the keys that are no digits (Mx800). */
export const keyTimeout = '?';
/** 16: the only answer whose meaning the two manuals share. */
export const selfTestPassed = '0';

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
