/**
 * The host's own side of each request: keys out, PIN, track and MAC checked, books kept. No wire and no faults here;
 * see emulator.ts. Field sets are those of the vectors G2 to G9.
 */
import { assertNever } from '../../domain/basics/assert.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { bytesUnderMac, encodeMessage, type IsoMessage } from '../codecs/iso8583/message.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import { keyCheckValue, wrapKey } from '../emulators/keys.ts';
import { isApproved } from './answer-codes.ts';
import { type BooksInHand, findCard, maskedPanOf, type TestCard } from './emulator-books.ts';
import type { HostRequestKind } from './emulator-control.ts';
import { hostMac, newKey, openPinBlock, openTrack2 } from './emulator-crypto.ts';
import { amountField4, batchOf, networkCodeOf } from './fields.ts';

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
  /** Answers about one unit more than was asked for. */
  wrongAmount: boolean;
  /** Answers with a DE59 more. */
  extraField: boolean;
  /** Answers about the batch after the one asked about. */
  wrongBatch: boolean;
}>;

type Fields = Record<number, string>;
type WorkingKeys = Readonly<{ pik: string; mak: string; tdk: string | null }>;

const acquirerField32 = '00010000';
const issuerField44 = '0102       0001       ';
/** What some acquirers add of their own: a tag, two figures of length, a terminal's number of theirs. */
const ownField59 = '0108TERM000';
/** Further tries find the card locked. */
const wrongPinsMax = 3;

/** Owns the host's keys and its memory of wrong PINs. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #books: BooksInHand;
  readonly #wrongPins = new Map<string, number>();
  #keys: WorkingKeys | null = null;
  #batch: string;
  #lastSignOnDate: string | null = null;

  constructor(options: DeskOptions, books: BooksInHand) {
    this.#options = options;
    this.#books = books;
    this.#batch = options.firstBatch;
  }

  forgetKeys(): void {
    this.#keys = null;
  }

  forgiveWrongPins(): void {
    this.#wrongPins.clear();
  }

  answer(asked: Asked): IsoMessage {
    const { kind, request, refuseWith } = asked;
    const clock = hostClock(this.#options);
    const common = commonFields(request, clock);
    const mti = answerMti[kind];
    if (!this.#knows(request)) return { mti, fields: { ...common, 39: '97' } };
    switch (kind) {
      case 'echo':
        return { mti, fields: { ...common, 39: refuseWith ?? '00' } };
      case 'sign-on': {
        const given = refuseWith === null ? this.#signOn(request, clock.date) : { 39: refuseWith };
        return { mti, fields: { ...common, ...given, 32: acquirerField32 } };
      }
      case 'sale':
      case 'reversal': {
        const keys = this.#keys;
        if (keys === null || !hasRightMac(keys, asked)) {
          return { mti, fields: { ...common, 39: 'A0' } };
        }
        const own = kind === 'sale' ? this.#sell(asked, keys) : this.#takeBack(asked);
        const settlement = { 15: clock.date, 32: acquirerField32 };
        const amount = asked.wrongAmount ? { 4: amountField4(Number(common[4]) + 1) } : {};
        const extra = asked.extraField ? { 59: ownField59 } : {};
        const batch = asked.wrongBatch ? { 60: nextBatchIn(common[60] ?? '') } : {};
        const fields = { ...common, ...settlement, ...own, ...amount, ...batch, ...extra };
        return withMac(keys, { mti, fields });
      }
      default:
        return assertNever(kind);
    }
  }

  #knows(request: IsoMessage): boolean {
    const { terminalId, merchantId } = this.#options;
    return request.fields[41] === terminalId && request.fields[42] === merchantId;
  }

  #signOn(request: IsoMessage, date: string): Fields {
    const { random, tmk, makBytes } = this.#options;
    const networkCode = networkCodeOf(request.fields[60] ?? '');
    const keys: WorkingKeys = {
      pik: newKey(random, 16),
      mak: newKey(random, makBytes),
      tdk: networkCode === '004' ? newKey(random, 16) : null,
    };
    this.#keys = keys;
    // A batch lasts a day here; settlement would end it too.
    if (this.#lastSignOnDate !== null && this.#lastSignOnDate !== date) {
      this.#batch = batchAfter(this.#batch);
    }
    this.#lastSignOnDate = date;
    return { 39: '00', 60: `00${this.#batch}${networkCode}`, 62: field62(tmk, keys) };
  }

  #sell({ request, refuseWith }: Asked, keys: WorkingKeys): Fields {
    const { fields } = request;
    const [stan, batch] = [fields[11] ?? '', batchOf(fields[60] ?? '')];
    if (this.#books.find(batch, stan)) return { 39: '94' };
    const tdk = fields[53]?.charAt(2) === '1' ? keys.tdk : null;
    const received = fields[35] ?? '';
    const track2 = tdk === null ? received : openTrack2(tdk, received);
    const code = refuseWith ?? this.#judge(fields, keys, track2);
    const authorisationCode = isApproved(code) ? sixDigits(this.#options.random) : null;
    this.#books.book({
      batch,
      stan,
      amountMinor: Number(fields[4]),
      maskedPan: maskedPanOf(track2),
      state: authorisationCode === null ? 'declined' : 'charged',
      responseCode: code,
      authorisationCode,
      withPin: fields[52] !== undefined,
      trackEnciphered: tdk !== null,
    });
    const known = authorisationCode === null ? {} : { 38: authorisationCode };
    return { ...cardFields(track2), ...known, 39: code, 44: issuerField44, 63: 'CUP' };
  }

  /** DE39 of a sale that nobody has booked yet. */
  #judge(fields: IsoMessage['fields'], keys: WorkingKeys, track2: string): string {
    const card = findCard(this.#options.cards, track2);
    if (!card) return '14';
    if (fields[52] === undefined) return card.pin === null ? card.answer : '55';
    const pin = openPinBlock(keys.pik, fields[52], card.pan);
    if (pin === null) return '99';
    const wrong = this.#wrongPins.get(card.pan) ?? 0;
    if (wrong >= wrongPinsMax) return '75';
    this.#wrongPins.set(card.pan, pin === card.pin ? 0 : wrong + 1);
    return pin === card.pin ? card.answer : '55';
  }

  #takeBack({ request: { fields }, refuseWith }: Asked): Fields {
    if (refuseWith !== null) return { 39: refuseWith };
    const batch = batchOf(fields[60] ?? '');
    return { 39: this.#books.reverse(batch, fields[11] ?? '', Number(fields[4])) };
  }
}

const answerMti: Readonly<Record<HostRequestKind, string>> = {
  'sign-on': '0810',
  echo: '0830',
  sale: '0210',
  reversal: '0410',
};

function hasRightMac(keys: WorkingKeys, { request, bytes }: Asked): boolean {
  return request.fields[64] === field64(hostMac(keys.mak, bytesUnderMac(bytes)));
}

function withMac(keys: WorkingKeys, { mti, fields }: IsoMessage): IsoMessage {
  const unsigned = encodeMessage(cups, { mti, fields: { ...fields, 64: '0'.repeat(16) } });
  return { mti, fields: { ...fields, 64: field64(hostMac(keys.mak, bytesUnderMac(unsigned))) } };
}

function field64(mac: string): string {
  return Buffer.from(mac, 'ascii').toString('hex').toUpperCase();
}

/** What an answer repeats of its request, and what every answer has. */
function commonFields({ fields: asked }: IsoMessage, now: HostTime): Fields {
  const fields: Fields = { 12: now.time, 13: now.date };
  for (const number of [3, 4, 11, 25, 41, 42, 49, 60]) {
    const value = asked[number];
    if (value !== undefined) fields[number] = value;
  }
  // An echo, which has no STAN, gets no reference number either.
  if (asked[11] !== undefined) fields[37] = now.time + asked[11];
  return fields;
}

/** DE2 and DE14, as far as the track says them. */
function cardFields(track2: string): Fields {
  const [, pan, expiry] = /^(\d{12,19})D(\d{4})?/.exec(track2) ?? [];
  return { ...(pan ? { 2: pan } : {}), ...(expiry ? { 14: expiry } : {}) };
}

/** PIK 16 + check 4 | MAK 8 + 00×8, or 16, + check 4 | TDK 16 + check 4; keys under the TMK. */
function field62(tmk: string, { pik, mak, tdk }: WorkingKeys): string {
  const wrappedMak = wrapKey(tmk, mak).padEnd(32, '0');
  const both = wrapKey(tmk, pik) + keyCheckValue(pik) + wrappedMak + keyCheckValue(mak);
  return tdk === null ? both : both + wrapKey(tmk, tdk) + keyCheckValue(tdk);
}

type HostTime = Readonly<{ time: string; date: string }>;

/** hhmmss and MMDD where the host stands. */
function hostClock({ clock, utcOffsetMinutes }: DeskOptions): HostTime {
  const iso = new Date(clock.now() + utcOffsetMinutes * 60_000).toISOString();
  return { time: iso.slice(11, 19).replaceAll(':', ''), date: iso.slice(5, 10).replace('-', '') };
}

const nextBatchIn = (field60: string): string =>
  field60.slice(0, 2) + batchAfter(batchOf(field60)) + field60.slice(8);

/** 999999 is no batch number (section 2, step 5). */
function batchAfter(batch: string): string {
  return String((Number(batch) % 999_998) + 1).padStart(6, '0');
}

function sixDigits(random: Random): string {
  return Array.from(random.bytes(6), (byte) => byte % 10).join('');
}
