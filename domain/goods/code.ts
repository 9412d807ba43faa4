/**
 * What a scanned or typed code means: the one reader of every road into the shop (a scanner on a line, one that types,
 * a camera, a hand, the search, a file, the console). What is scanned is the same goods however it came.
 *
 * GS1 General Specifications: sections 1–2 for the keys, 5.2 for EAN/UPC, 5.2.6 for UPC-E and add-ons, 7.9 for check
 * digits. AIM symbology identifiers: ISO/IEC 15424.
 */

import { endsRight, gtinCheckDigit } from '../basics/check-digit.ts';
import { isCardNumber } from '../basics/payment-card.ts';
import { type Wallet, walletOf } from '../basics/payment-code.ts';
import { looksLikeBadge } from '../people/badge.ts';
import { type Gs1, isGs1Symbology, readGs1 } from './gs1.ts';
import { isLabel } from './layout.ts';
import { looksLikeReceipt, readReceiptCode } from './receipt-code.ts';

export type ScannedCode =
  | Readonly<{
      kind: 'goods';
      /** Barcodes it may be, as a catalogue keeps them (see canonicalGtin), the likeliest first. */
      barcodes: readonly string[];
      /** The shop's own number it may be; a barcode goes before it. */
      sku: string | null;
      /** A label of the shop's own, for readLabel, where no item has it as its barcode. */
      label: string | null;
      /** What else the code says of this very piece. */
      gs1: Gs1 | null;
    }>
  | Readonly<{ kind: 'payment-card' }>
  /** What a customer's phone shows to pay with; good for a minute, and as secret as a card meanwhile. */
  | Readonly<{ kind: 'payment-code'; wallet: Wallet; digits: string }>
  | Readonly<{ kind: 'badge' }>
  /** One of the shop's own. */
  | Readonly<{ kind: 'receipt'; saleId: string }>
  | Readonly<{ kind: 'unreadable'; why: 'check-digit' | 'not-a-code' }>;

/**
 * What the till waits for. The same digits may be a payment code, a card's number and a label of a scale: where a wallet is
 * waited for they are the first, and otherwise whatever else they can be.
 */
export type Awaited = 'goods' | 'wallet';

/** Reads a code as it comes, with whatever a scanner puts around it. A card's number is recognised so as to be dropped. */
export function readCode(text: string, awaited: Awaited = 'goods'): ScannedCode {
  const code = text.trim();
  if (looksLikeBadge(code)) return { kind: 'badge' };
  const symbology = symbologyOf(code);
  const bare = withoutStars(symbology === null ? code : code.slice(symbology.length));
  if (looksLikeReceipt(bare)) {
    const saleId = readReceiptCode(bare);
    return saleId === null
      ? { kind: 'unreadable', why: 'not-a-code' }
      : { kind: 'receipt', saleId };
  }
  if (/^[%;]/.test(bare)) return { kind: 'payment-card' };
  const elements = isGs1Symbology(symbology) || isGs1Start(bare) ? readGs1(bare) : null;
  if (elements) return readElements(elements);
  // Whoever reads out the digits under the bars leaves the gaps that are printed there.
  const digits = /^[\d ]+$/.test(bare) ? bare.replaceAll(' ', '') : withoutLetter(bare);
  if (!/^\d+$/.test(digits)) return { kind: 'unreadable', why: 'not-a-code' };
  const goodsDigits = withoutAddOn(digits, symbology);
  const wallet = isRetail(symbology) ? null : walletOf(digits);
  const paid = wallet && ({ kind: 'payment-code', wallet, digits } as const);
  if (paid && awaited === 'wallet') return paid;
  if (!isRetail(symbology) && isCardNumber(goodsDigits)) return { kind: 'payment-card' };
  const read = readDigits(goodsDigits, symbology);
  return paid && read.kind === 'unreadable' ? paid : read;
}

/**
 * A code as the catalogue keeps it: eight, thirteen or fourteen digits, the fewest that hold it. UPC-A is the EAN-13
 * with a 0 before it, GTIN-14 with the indicator 0 likewise. Null where it is none, or its check digit is wrong.
 */
export function canonicalGtin(text: string): string | null {
  const read = readCode(text);
  return read.kind === 'goods' ? (read.barcodes[0] ?? null) : null;
}

/** Whether `code` is all digits, eight or thirteen, and ends in its right check digit. */
export function isGtin(code: string): boolean {
  return /^(\d{8}|\d{13})$/.test(code) && endsRight(code);
}

/** The code a shop scale prints for `grams` of the item with this five-digit PLU, by the layout `20IIIIIWWWWWC`. */
export function weighedCode(plu: string, grams: number): string {
  const body = `20${plu}${String(grams).padStart(5, '0')}`;
  return body + gtinCheckDigit(body);
}

/** AIM identifier at the start of a code: `]`, a letter for the kind, a figure or letter for its options. */
function symbologyOf(code: string): string | null {
  return /^\][A-Za-z][0-9A-Za-z]/.exec(code)?.[0] ?? null;
}

/** Code 39 begins and ends with a star, and many scanners are set up to send one. */
function withoutStars(code: string): string {
  return code.replace(/^\*+|\*+$/g, '').trim();
}

/** A letter or two before digits is a scanner's own mark of the kind of code, where the digits are a whole one. */
function withoutLetter(code: string): string {
  const digits = /^[A-Za-z]{1,2}(\d{8}|\d{12,14})$/.exec(code)?.[1];
  return digits !== undefined && endsRight(digits) ? digits : code;
}

/** Goods at a counter: EAN and UPC, ITF-14. Such a code is no card, whatever its digits. */
const isRetail = (symbology: string | null): boolean =>
  symbology !== null && /^\][EXI]/.test(symbology);

/** A scanner that tells no symbology: 01 and a whole GTIN-14, which is no card, for none begins with 0. */
const isGs1Start = (code: string): boolean => {
  const gtin = code.replace('\u001d', '').slice(0, 16);
  return /^01\d{14}$/.test(gtin) && endsRight(gtin.slice(2));
};

function readElements(gs1: Gs1): ScannedCode {
  const read = readDigits(gs1.gtin, null);
  return read.kind === 'goods' ? { ...read, sku: null, label: null, gs1 } : read;
}

function readDigits(digits: string, symbology: string | null): ScannedCode {
  if (isLabel(digits) && digits.length === 18) return goods({ label: digits });
  if (/^\d{12,14}$/.test(digits)) {
    if (!endsRight(digits)) return { kind: 'unreadable', why: 'check-digit' };
    const gtin = shortest(digits);
    // A catalogue of before may hold a short one with its zeros.
    const barcodes = gtin.length === 8 ? [gtin, gtin.padStart(13, '0')] : [gtin];
    return goods({ barcodes, ...(isLabel(gtin) ? { label: gtin } : {}) });
  }
  if (/^\d{18}$/.test(digits) && digits.startsWith('2'))
    return { kind: 'unreadable', why: 'check-digit' };
  if (!/^\d{5,8}$/.test(digits)) return { kind: 'unreadable', why: 'not-a-code' };
  const upcE = expandUpcE(digits, symbology);
  const barcodes = [
    ...(isGtin(digits) && symbology !== ']E0' ? [digits] : []),
    ...(upcE ? [upcE] : []),
  ];
  // Eight digits may be a barcode, or the shop's own number, whose last digit checks nothing.
  if (isRetail(symbology)) {
    return barcodes.length > 0 ? goods({ barcodes }) : { kind: 'unreadable', why: 'check-digit' };
  }
  return goods({ barcodes, sku: digits });
}

const goods = (found: Partial<Extract<ScannedCode, { kind: 'goods' }>>): ScannedCode => ({
  kind: 'goods',
  barcodes: [],
  sku: null,
  label: null,
  gs1: null,
  ...found,
});

/** Books and papers have two or five digits more, which are their issue or their price; `]E3` says that they are there. */
function withoutAddOn(digits: string, symbology: string | null): string {
  const base = /^(97[789]\d{10})(?:\d{2}|\d{5})$/.exec(digits)?.[1];
  if (base !== undefined && endsRight(base)) return base;
  if (symbology !== ']E3') return digits;
  return (
    /^(\d{13})(?:\d{2}|\d{5})$/.exec(digits)?.[1] ??
    /^(\d{12})(?:\d{2}|\d{5})$/.exec(digits)?.[1] ??
    digits
  );
}

/** Without the zeros that only fill it up: fourteen, thirteen or eight digits. */
function shortest(gtin: string): string {
  const whole = gtin.padStart(14, '0');
  if (whole.startsWith('000000')) return whole.slice(-8);
  return whole.startsWith('0') ? whole.slice(1) : whole;
}

/**
 * The EAN-13 of a UPC-E: number system, six digits, check digit of the whole. Scanners that say so may leave out the
 * first and the last; without that only eight digits with a right check digit are one. Null for all else.
 */
function expandUpcE(digits: string, symbology: string | null): string | null {
  const isSaid = symbology === ']E0' || symbology === ']X0';
  if (digits.length < 8 && !isSaid) return null;
  const whole = digits.length === 6 ? `0${digits}` : digits;
  const [, system, body = '', check] = /^([01])(\d{6})(\d?)$/.exec(whole) ?? [];
  if (system === undefined) return null;
  const last = Number(body[5]);
  const middle =
    last < 3
      ? `${body.slice(0, 2)}${last}0000${body.slice(2, 5)}`
      : last === 3
        ? `${body.slice(0, 3)}00000${body.slice(3, 5)}`
        : last === 4
          ? `${body.slice(0, 4)}00000${body[4]}`
          : `${body.slice(0, 5)}0000${last}`;
  const upc = `${system}${middle}`;
  const right = String(gtinCheckDigit(upc));
  return check === '' || check === right ? `0${upc}${right}` : null;
}
