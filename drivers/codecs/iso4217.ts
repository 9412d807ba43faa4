/** Currencies by letters and by number (ISO 4217), as far as terminals of the countries where this till's protocols are used. */

const numbers: Readonly<Record<string, string>> = {
  AUD: '036',
  BGN: '975',
  CAD: '124',
  CHF: '756',
  CLP: '152',
  CNY: '156',
  CZK: '203',
  DKK: '208',
  EUR: '978',
  GBP: '826',
  HKD: '344',
  HUF: '348',
  ISK: '352',
  JPY: '392',
  NOK: '578',
  PLN: '985',
  RON: '946',
  RSD: '941',
  SEK: '752',
  SGD: '702',
  TRY: '949',
  USD: '840',
};

const letters = new Map(Object.entries(numbers).map(([code, number]) => [number, code]));

/** Three digits for three letters. Throws RangeError for a currency that is not in the table. */
export function currencyNumber(code: string): string {
  const number = numbers[code];
  if (number === undefined) throw new RangeError(`No number is known for the currency ${code}`);
  return number;
}

/** Three letters for three digits; the digits themselves where the table does not know them. */
export const currencyLetters = (number: string): string => letters.get(number) ?? number;
