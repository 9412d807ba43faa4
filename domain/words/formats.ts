/** How a language writes amounts and times of one shop. */

/** Where a sentence is read: the shop's currency (ISO 4217) and its wall clock (IANA zone). */
export type Place = Readonly<{ currency: string; zone: string }>;

/** Of whatever knows no shop, such as a tool in a terminal. ISO 4217 has `XXX` for no currency. */
export const nowhere: Place = { currency: 'XXX', zone: 'UTC' };

export type Formats = ReturnType<typeof makeFormats>;

const made = new Map<string, Formats>();

/** The formats of one language at one place; made once, since a formatter costs more than its use. */
export function formatsOf(tag: string, place: Place): Formats {
  const key = `${tag} ${place.currency} ${place.zone}`;
  const known = made.get(key);
  if (known) return known;
  const formats = makeFormats(tag, place);
  made.set(key, formats);
  return formats;
}

function makeFormats(tag: string, { currency, zone }: Place) {
  const counts = new Intl.NumberFormat(tag);
  return {
    ...moneyFormat(tag, currency),
    ...momentFormat(tag, zone),
    count: (value: number) => counts.format(value),
    /** `640 ms`, `1.2 s` */
    duration: (ms: number) => {
      if (ms < 1_000) return `${Math.round(ms)} ms`;
      return `${(ms / 1_000).toLocaleString(tag, { maximumFractionDigits: 1 })} s`;
    },
    /** `13%` from basis points. */
    rate: (basisPoints: number) => `${counts.format(basisPoints / 100)}%`,
  };
}

function moneyFormat(tag: string, currency: string) {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const signed = new Intl.NumberFormat(tag, options);
  const fractionDigits = signed.resolvedOptions().maximumFractionDigits ?? 2;
  const plain = new Intl.NumberFormat(tag, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
  const scale = 10 ** fractionDigits;
  // A true minus sign is as wide as a digit; the hyphen is not.
  const minus = (text: string) => text.replace('-', '−');
  return {
    fractionDigits,
    currencySign:
      signed.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency,
    /** `¥122.06`. Adding zero makes minus zero, a discount of nothing, an ordinary one. */
    money: (minor: number) => minus(signed.format(minor / scale + 0)),
    /** `122.06`, for columns. */
    amount: (minor: number) => minus(plain.format(minor / scale + 0)),
  };
}

function momentFormat(tag: string, timeZone: string) {
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(tag, { timeZone, ...options });
    return (atMs: number) => formatter.format(atMs);
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = format(clock);
  return {
    /** `22 November` / `11月22日` */
    day: format({ month: 'long', day: 'numeric' }),
    weekday: format({ weekday: 'long' }),
    /** `08:52` */
    time,
    /** `08:52:03` */
    timeWithSeconds: format({ ...clock, second: '2-digit' }),
    /** `2026-11-22` on the store's wall clock. */
    date: (atMs: number) => iso.format(atMs),
    /** `2026-11-22 08:52` */
    dateTime: (atMs: number) => `${iso.format(atMs)} ${time(atMs)}`,
  };
}
