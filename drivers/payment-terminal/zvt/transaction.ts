/** ZVT: what a status information (04 0F) tells of a transaction or of a day, BMPs ↔ values. */
import { hexOf } from './apdu.ts';
import { type Bmp, findBmp } from './bmp.ts';
import { tags } from './bmp-table.ts';
import type { Parts } from './parts.ts';
import { type CharacterSet, decodeText, encodeText } from './text.ts';
import {
  decodeAmount,
  decodeAttribute,
  decodeCurrency,
  encodeAmount,
  encodeCurrency,
  encodeNumber,
  encodePadded,
  encodePan,
  maskedPanOf,
  trimmed,
} from './values.ts';

/** Null is what the terminal does not tell. */
export type Transaction = Readonly<{
  /** Error id, `00` for a success. */
  result: string | null;
  amountMinor: number | null;
  /** Three letters, or the digits of a currency that no table here has. */
  currency: string | null;
  traceNumber: string | null;
  /** Of the transaction that a reversal takes back. */
  originalTraceNumber: string | null;
  receiptNumber: string | null;
  turnoverNumber: string | null;
  terminalId: string | null;
  contractNumber: string | null;
  authorisationCode: string | null;
  maskedPan: string | null;
  cardName: string | null;
  /** BMP 8A. */
  cardType: string | null;
  /** `MMDD` and `hhmmss`. */
  date: string | null;
  time: string | null;
  /** BMP 3C, to be printed or shown. */
  additionalText: string | null;
  /** Of a day that was closed. */
  totals: Totals | null;
}>;

export type Totals = Readonly<{
  firstReceipt: string;
  lastReceipt: string;
  cards: readonly Readonly<{ name: string; count: number; amountMinor: number }>[];
}>;

/** BMP 60: two receipt numbers, then a count and an amount for each of these (PA00P015, BMP 60; vector Z101). */
const totalNames = ['girocard', 'JCB', 'Mastercard', 'American Express', 'VISA', 'Diners', 'other'];
const totalBytes = 7;
const totalsBytes = 4 + totalNames.length * totalBytes;

export function readTransaction(parts: Pick<Parts, 'bmps'>, set: CharacterSet): Transaction {
  const read = <Value>(tag: number, decode: (bytes: Uint8Array) => Value): Value | null => {
    const bytes = findBmp(parts.bmps, tag);
    return bytes && bytes.length > 0 ? decode(bytes) : null;
  };
  const text = (bytes: Uint8Array): string | null => trimmed(decodeText(bytes, set)) || null;
  return {
    result: read(tags.result, hexOf),
    amountMinor: read(tags.amount, decodeAmount),
    currency: read(tags.currency, decodeCurrency),
    traceNumber: read(tags.traceNumber, hexOf),
    originalTraceNumber: read(tags.originalTrace, hexOf),
    receiptNumber: read(tags.receiptNumber, hexOf),
    turnoverNumber: read(tags.turnover, hexOf),
    terminalId: read(tags.terminalId, hexOf),
    contractNumber: read(tags.contractNumber, decodeAttribute),
    authorisationCode: read(tags.authorisation, decodeAttribute),
    maskedPan: read(tags.cardNumber, maskedPanOf),
    cardName: read(tags.cardName, text),
    cardType: read(tags.cardType, hexOf),
    date: read(tags.date, hexOf),
    time: read(tags.time, hexOf),
    additionalText: read(tags.additionalText, text),
    totals: read(tags.totals, decodeTotals),
  };
}

function decodeTotals(bytes: Uint8Array): Totals | null {
  if (bytes.length !== totalsBytes) return null;
  const cards = totalNames.map((name, index) => {
    const at = 4 + index * totalBytes;
    const amountMinor = decodeAmount(bytes.subarray(at + 1, at + totalBytes)) ?? 0;
    return { name, count: bytes[at] ?? 0, amountMinor };
  });
  return {
    firstReceipt: hexOf(bytes.subarray(0, 2)),
    lastReceipt: hexOf(bytes.subarray(2, 4)),
    cards: cards.filter((card) => card.count > 0 || card.amountMinor > 0),
  };
}

/** BMPs in the order in which terminals are seen to send them. Throws RangeError for a value that its BMP cannot hold. */
export function writeTransaction(transaction: Partial<Transaction>, set: CharacterSet): Bmp[] {
  const bmps: Bmp[] = [];
  const write = <Value>(
    tag: number,
    value: Value | null | undefined,
    encode: (value: Value) => Uint8Array,
  ): void => {
    if (value !== null && value !== undefined) bmps.push({ tag, value: encode(value) });
  };
  const digits = (bytes: number) => (value: string) => encodeNumber(value, bytes);
  write(tags.result, transaction.result, digits(1));
  write(tags.amount, transaction.amountMinor, encodeAmount);
  write(tags.currency, transaction.currency, encodeCurrency);
  write(tags.time, transaction.time, digits(3));
  write(tags.date, transaction.date, digits(2));
  write(tags.cardNumber, transaction.maskedPan, encodePan);
  write(tags.receiptNumber, transaction.receiptNumber, digits(2));
  write(tags.authorisation, transaction.authorisationCode, (code) => encodePadded(code, 8, 0));
  write(tags.traceNumber, transaction.traceNumber, digits(3));
  write(tags.originalTrace, transaction.originalTraceNumber, digits(3));
  write(tags.turnover, transaction.turnoverNumber, digits(3));
  write(tags.terminalId, transaction.terminalId, digits(4));
  write(tags.cardType, transaction.cardType, digits(1));
  write(tags.cardName, transaction.cardName, (name) => encodeText(`${name}\0`, set));
  write(tags.contractNumber, transaction.contractNumber, (text) => encodePadded(text, 15, 0x20));
  write(tags.additionalText, transaction.additionalText, (text) => encodeText(text, set));
  write(tags.totals, transaction.totals, encodeTotals);
  return bmps;
}

function encodeTotals(totals: Totals): Uint8Array {
  const groups = totalNames.flatMap((name) => {
    const card = totals.cards.find((total) => total.name === name);
    return [card?.count ?? 0, ...encodeAmount(card?.amountMinor ?? 0)];
  });
  return Uint8Array.from([
    ...encodeNumber(totals.firstReceipt, 2),
    ...encodeNumber(totals.lastReceipt, 2),
    ...groups,
  ]);
}
