/**
 * GS1 element strings: what a GS1-128, DataBar, Data Matrix or QR code says besides its GTIN. GS1 General
 * Specifications, section 3; identifiers of fixed length by table 7.8.5-2.
 */

export type Gs1 = Readonly<{
  /** Fourteen digits, as they stand. */
  gtin: string;
  /** Net weight, 310n. */
  grams: number | null;
  /** What the whole costs, 392n and 393n: `value` with so many decimals. */
  price: Readonly<{ value: number; decimals: number }> | null;
  /** The earlier of best before (15) and expiry (17), `YYYY-MM-DD`: the last day on which it is good. */
  lastDay: string | null;
}>;

/** AIM identifiers (ISO/IEC 15424) of codes that hold element strings: GS1-128, DataBar, Data Matrix, QR, Dot. */
const symbologies = [']C1', ']e0', ']d2', ']Q3', ']J1'];
const separator = '\u001d';
/** First two digits of an identifier → characters of identifier and data together, where that is fixed. */
const fixed: Readonly<Record<string, number>> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '11': 8,
  '12': 8,
  '13': 8,
  '15': 8,
  '16': 8,
  '17': 8,
  '20': 4,
  '31': 10,
  '32': 10,
  '33': 10,
  '34': 10,
  '35': 10,
  '36': 10,
  '41': 16,
};

/** Whether what stands in a code of this symbology is element strings. */
export function isGs1Symbology(symbology: string | null): boolean {
  return symbology !== null && symbologies.includes(symbology);
}

/** Null where `text` has no GTIN among its element strings. */
export function readGs1(text: string): Gs1 | null {
  let rest = text.startsWith(separator) ? text.slice(1) : text;
  const found: { gtin?: string; grams?: number; price?: Gs1['price']; days: string[] } = {
    days: [],
  };
  while (rest !== '') {
    const identifier = rest.slice(0, 4);
    const length = fixed[identifier.slice(0, 2)];
    const end = length ?? (rest.includes(separator) ? rest.indexOf(separator) : rest.length);
    const element = rest.slice(0, end);
    // What is cut short says nothing; what came before it stands.
    if (element.length < (length ?? 3)) break;
    rest = rest.slice(end);
    if (rest.startsWith(separator)) rest = rest.slice(1);
    const decimals = Number(identifier[3]);
    if (/^01\d{14}$/.test(element)) found.gtin = element.slice(2);
    else if (/^310[0-6]\d{6}$/.test(element)) {
      found.grams = Math.round(Number(element.slice(4)) * 10 ** (3 - decimals));
    } else if (/^392\d\d{1,15}$/.test(element)) {
      found.price = { value: Number(element.slice(4)), decimals };
    } else if (/^393\d\d{4,18}$/.test(element)) {
      found.price = { value: Number(element.slice(7)), decimals };
    } else if (/^1[57]\d{6}$/.test(element)) found.days.push(dayOf(element.slice(2)));
  }
  if (found.gtin === undefined) return null;
  return {
    gtin: found.gtin,
    grams: found.grams ?? null,
    price: found.price ?? null,
    lastDay: found.days.sort()[0] ?? null,
  };
}

/** `YYMMDD`; a day of 00 is the last of the month. */
function dayOf(text: string): string {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)];
  const last = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  return `20${year}-${month}-${day === '00' ? last : day}`;
}
