/**
 * The host's own side of each request: keys out, PIN, track and MAC checked, books kept. No wire and no faults here;
 * see emulator.ts. Field sets are those of the vectors G2 to G9.
 */
import type { Clock } from '../../domain/clock.ts';
import type { Random } from '../../domain/random.ts';
import { bytesUnderMac, encodeMessage, type IsoMessage } from '../codecs/iso8583/message.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import { isApproved } from './answer-codes.ts';
import { type BooksInHand, findCard, maskedPanOf, type TestCard } from './emulator-books.ts';
import type { HostRequestKind } from './emulator-control.ts';
import {
  hostMac,
  keyCheckValue,
  newKey,
  openPinBlock,
  openTrack2,
  wrapKey,
} from './emulator-crypto.ts';
import { batchOf, networkCodeOf } from './fields.ts';

export type DeskOptions = Readonly<{
  clock: Clock;
  random: Random;
  terminalId: string;
  merchantId: string;
  /** Terminal master key, 32 upper-case hex digits. */
  tmk: string;
  /** Some acquirers give a MAK of double length. */
  makBytes: 8 | 16;
  firstBatch: string;
  utcOffsetMinutes: number;
  cards: readonly TestCard[];
}>;

export type Asked = Readonly<{
  kind: HostRequestKind;
  request: IsoMessage;
  /** As received, for the MAC. */
  bytes: Buffer;
  /** DE39 to refuse with, whatever was asked. */
  refuseWith: string | null;
}>;

export type Desk = Readonly<{
  answer(asked: Asked): IsoMessage;
  forgetKeys(): void;
}>;

type WorkingKeys = Readonly<{ pik: Buffer; mak: Buffer; tdk: Buffer | null }>;

const acquirerField32 = '00010000';
const issuerField44 = '0102       0001       ';
/** ISO 9564: the third wrong PIN locks the card. */
const wrongPinsMax = 3;

export function createDesk(options: DeskOptions, books: BooksInHand): Desk {
  const tmk = Buffer.from(options.tmk, 'hex');
  const wrongPins = new Map<string, number>();
  let keys: WorkingKeys | null = null;
  let batch = options.firstBatch;
  let lastSignOnDate: string | null = null;

  const now = (): Readonly<{ time: string; date: string }> => hostClock(options);

  const signOn = (request: IsoMessage): Record<number, string> => {
    const networkCode = networkCodeOf(request.fields[60] ?? '');
    keys = newKeys(options, networkCode === '004');
    // A batch lasts a day here; settlement would end it too.
    if (lastSignOnDate !== null && lastSignOnDate !== now().date) batch = batchAfter(batch);
    lastSignOnDate = now().date;
    return { 60: `00${batch}${networkCode}`, 62: field62(tmk, keys) };
  };

  const hasRightMac = (asked: Asked): boolean => {
    const claimed = asked.request.fields[64];
    if (keys === null || claimed === undefined) return false;
    return claimed === hex(hostMac(keys.mak, bytesUnderMac(asked.bytes)));
  };

  const withMac = (message: IsoMessage): IsoMessage => {
    if (keys === null) return message;
    const unsigned = { ...message.fields, 64: '0'.repeat(16) };
    const bytes = encodeMessage(cups, { mti: message.mti, fields: unsigned });
    const mac = hex(hostMac(keys.mak, bytesUnderMac(bytes)));
    return { mti: message.mti, fields: { ...message.fields, 64: mac } };
  };

  /** DE39 of a sale that nobody has booked yet. */
  const judgeSale = (fields: IsoMessage['fields'], held: WorkingKeys, track2: string): string => {
    const card = findCard(options.cards, track2);
    if (!card) return '14';
    if (fields[52] === undefined) return card.pin === null ? card.answer : '55';
    const pin = openPinBlock(held.pik, Buffer.from(fields[52], 'hex'), card.pan);
    if (pin === null) return '99';
    const wrong = wrongPins.get(card.pan) ?? 0;
    if (wrong >= wrongPinsMax) return '75';
    wrongPins.set(card.pan, pin === card.pin ? 0 : wrong + 1);
    return pin === card.pin ? card.answer : '55';
  };

  const sell = ({ request, refuseWith }: Asked, held: WorkingKeys): Record<number, string> => {
    const { fields } = request;
    const [stan, askedBatch] = [fields[11] ?? '', batchOf(fields[60] ?? '')];
    if (books.find(askedBatch, stan)) return { 39: '94' };
    const trackEnciphered = fields[53]?.charAt(2) === '1' && held.tdk !== null;
    const received = fields[35] ?? '';
    const track2 = trackEnciphered && held.tdk ? openTrack2(held.tdk, received) : received;
    const code = refuseWith ?? judgeSale(fields, held, track2);
    const approved = isApproved(code);
    const authorisationCode = approved ? sixDigits(options.random) : null;
    books.book({
      batch: askedBatch,
      stan,
      amountMinor: Number(fields[4]),
      maskedPan: maskedPanOf(track2),
      state: approved ? 'charged' : 'declined',
      responseCode: code,
      authorisationCode,
      withPin: fields[52] !== undefined,
      trackEnciphered,
    });
    const [pan = '', rest = ''] = track2.split('D');
    return {
      ...(/^\d{12,19}$/.test(pan) ? { 2: pan } : {}),
      ...(/^\d{4}/.test(rest) ? { 14: rest.slice(0, 4) } : {}),
      ...(authorisationCode === null ? {} : { 38: authorisationCode }),
      39: code,
      44: issuerField44,
      63: 'CUP',
    };
  };

  const takeBack = ({ request, refuseWith }: Asked): Record<number, string> => {
    const { fields } = request;
    const code =
      refuseWith ?? books.reverse(batchOf(fields[60] ?? ''), fields[11] ?? '', Number(fields[4]));
    return { 39: code };
  };

  return {
    forgetKeys: () => {
      keys = null;
    },
    answer: (asked) => {
      const { kind, request, refuseWith } = asked;
      const known = isKnown(options, request);
      const common = commonFields(request, now());
      if (kind === 'sign-on') {
        const code = refuseWith ?? (known ? '00' : '97');
        const given = code === '00' ? signOn(request) : {};
        return { mti: '0810', fields: { ...common, ...given, 32: acquirerField32, 39: code } };
      }
      if (kind === 'echo') {
        return { mti: '0830', fields: { ...common, 39: refuseWith ?? (known ? '00' : '97') } };
      }
      const mti = kind === 'sale' ? '0210' : '0410';
      if (!known) return { mti, fields: { ...common, 39: '97' } };
      // Without keys of its own the host cannot make a MAC either.
      if (keys === null || !hasRightMac(asked)) return { mti, fields: { ...common, 39: 'A0' } };
      const own = kind === 'sale' ? sell(asked, keys) : takeBack(asked);
      const settlement = { 15: now().date, 32: acquirerField32 };
      return withMac({ mti, fields: { ...common, ...settlement, ...own } });
    },
  };
}

function isKnown(options: DeskOptions, request: IsoMessage): boolean {
  return request.fields[41] === options.terminalId && request.fields[42] === options.merchantId;
}

/** What an answer repeats of its request, and what every answer has. */
function commonFields(
  request: IsoMessage,
  now: Readonly<{ time: string; date: string }>,
): Record<number, string> {
  const fields: Record<number, string> = { 12: now.time, 13: now.date };
  for (const number of [3, 4, 11, 25, 41, 42, 49, 60]) {
    const value = request.fields[number];
    if (value !== undefined) fields[number] = value;
  }
  const stan = request.fields[11];
  // An echo, which has no STAN, gets no reference number either.
  if (stan !== undefined) fields[37] = now.time + stan;
  return fields;
}

function newKeys(options: DeskOptions, withTdk: boolean): WorkingKeys {
  return {
    pik: newKey(options.random, 16),
    mak: newKey(options.random, options.makBytes),
    tdk: withTdk ? newKey(options.random, 16) : null,
  };
}

/** PIK 16 + check 4 | MAK 8 + 00×8, or 16, + check 4 | TDK 16 + check 4; keys under the TMK. */
function field62(tmk: Buffer, keys: WorkingKeys): string {
  const makFiller = Buffer.alloc(16 - keys.mak.length);
  const parts = [
    wrapKey(tmk, keys.pik),
    keyCheckValue(keys.pik),
    wrapKey(tmk, keys.mak),
    makFiller,
    keyCheckValue(keys.mak),
  ];
  if (keys.tdk) parts.push(wrapKey(tmk, keys.tdk), keyCheckValue(keys.tdk));
  return hex(Buffer.concat(parts));
}

/** hhmmss and MMDD where the host stands. */
function hostClock(options: DeskOptions): Readonly<{ time: string; date: string }> {
  const at = options.clock.now() + options.utcOffsetMinutes * 60_000;
  const iso = new Date(at).toISOString();
  return { time: iso.slice(11, 19).replaceAll(':', ''), date: iso.slice(5, 10).replace('-', '') };
}

/** 999999 is no batch number (section 2, step 5). */
function batchAfter(batch: string): string {
  return String((Number(batch) % 999_998) + 1).padStart(6, '0');
}

function sixDigits(random: Random): string {
  return Array.from(random.bytes(6), (byte) => byte % 10).join('');
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}
