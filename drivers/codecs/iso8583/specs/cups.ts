/**
 * The fields of the China UnionPay POS dialect.
 *
 * acquirer-iso8583-cups.md section 4; formats proved by the published vectors. DE1 is not listed: the dialect has no
 * second bitmap.
 *
 * 46, 47 and 56 to 59 are what ISO 8583 leaves to nations and networks, each with three digits of length; the dialect
 * names no content for them, and acquirers put their own in. They are read as text and never made. What is in them is
 * anybody's guess, so none of it is shown. (codefunny/CMP_Server, `isodef.h`, a POS maker's packager: LLLVAR to 999.)
 */
import type { FieldSpec, MessageSpec } from '../field.ts';

const acquirersOwn: FieldSpec = {
  name: "acquirer's own",
  encoding: 'text',
  prefix: 'lll',
  units: 999,
  hidden: 'all',
};

export const cups: MessageSpec = {
  2: { name: 'card number', encoding: 'bcd', prefix: 'll', units: 19, hidden: 'pan' },
  3: { name: 'processing code', encoding: 'bcd', prefix: 'fixed', units: 6 },
  4: { name: 'amount', encoding: 'bcd', prefix: 'fixed', units: 12 },
  11: { name: 'stan', encoding: 'bcd', prefix: 'fixed', units: 6 },
  12: { name: 'local time', encoding: 'bcd', prefix: 'fixed', units: 6 },
  13: { name: 'local date', encoding: 'bcd', prefix: 'fixed', units: 4 },
  14: { name: 'expiry', encoding: 'bcd', prefix: 'fixed', units: 4, hidden: 'all' },
  15: { name: 'settlement date', encoding: 'bcd', prefix: 'fixed', units: 4 },
  22: { name: 'entry mode', encoding: 'bcd', prefix: 'fixed', units: 3 },
  23: { name: 'card sequence', encoding: 'bcd-right', prefix: 'fixed', units: 3 },
  25: { name: 'condition code', encoding: 'bcd', prefix: 'fixed', units: 2 },
  26: { name: 'PIN capture', encoding: 'bcd', prefix: 'fixed', units: 2 },
  32: { name: 'acquirer', encoding: 'bcd', prefix: 'll', units: 11 },
  33: { name: 'forwarder', encoding: 'bcd', prefix: 'll', units: 11 },
  35: { name: 'track 2', encoding: 'track', prefix: 'll', units: 37, hidden: 'track' },
  36: { name: 'track 3', encoding: 'track', prefix: 'lll', units: 104, hidden: 'all' },
  37: { name: 'reference', encoding: 'text', prefix: 'fixed', units: 12 },
  38: { name: 'authorisation', encoding: 'text', prefix: 'fixed', units: 6 },
  39: { name: 'answer', encoding: 'text', prefix: 'fixed', units: 2 },
  41: { name: 'terminal', encoding: 'text', prefix: 'fixed', units: 8 },
  42: { name: 'merchant', encoding: 'text', prefix: 'fixed', units: 15 },
  44: { name: 'issuer and acquirer', encoding: 'text', prefix: 'll', units: 25 },
  46: acquirersOwn,
  47: acquirersOwn,
  // Batch items (0320) carry card numbers in it.
  48: { name: 'additional', encoding: 'bcd', prefix: 'lll', units: 322, hidden: 'all' },
  49: { name: 'currency', encoding: 'text', prefix: 'fixed', units: 3 },
  52: { name: 'PIN block', encoding: 'binary', prefix: 'fixed', units: 8, hidden: 'all' },
  53: { name: 'security', encoding: 'bcd', prefix: 'fixed', units: 16 },
  54: { name: 'balance', encoding: 'text', prefix: 'lll', units: 20 },
  // Tags 57 and 5A are track and card number.
  55: { name: 'EMV data', encoding: 'binary', prefix: 'lll', units: 255, hidden: 'all' },
  56: acquirersOwn,
  57: acquirersOwn,
  58: acquirersOwn,
  59: acquirersOwn,
  // "n..17+": hosts add digits at the end.
  60: { name: 'type, batch, network', encoding: 'bcd', prefix: 'lll', units: 40 },
  61: { name: 'original message', encoding: 'bcd', prefix: 'lll', units: 29 },
  62: { name: 'keys', encoding: 'binary', prefix: 'lll', units: 999, hidden: 'all' },
  63: { name: 'texts', encoding: 'text', prefix: 'lll', units: 163 },
  64: { name: 'MAC', encoding: 'binary', prefix: 'fixed', units: 8 },
};
