/** Words, amounts and times in the language of the moment. Every text of the page comes through here. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Sentence } from '../../domain/contract/ipc.ts';
import type { Localized } from '../../domain/goods/item.ts';
import type { Locale } from '../../domain/paper/words.ts';
import type { ProblemData, SentenceParams } from '../../domain/words/problem.ts';
import { argumentsOf, speaker, type Values } from '../../domain/words/speaker.ts';
import type { PageId } from '../../words/ids.ts';
import { messagesIn } from './messages.ts';

export type MessageKey = PageId;

export type Words = Readonly<{
  locale: Locale;
  t(key: MessageKey, values?: Values): string;
  /** A part of what a problem says; empty where there is nothing to say. */
  problem(problem: ProblemData, part: 'what' | 'kept' | 'next'): string;
  /** A sentence main chose by key; empty when the page does not know the key. */
  sentence(sentence: Sentence): string;
  /** A device by its id, `pin-pad` → `PIN pad`. */
  device(device: string): string;
  name(text: Localized): string;
  /** `¥122.06` */
  money(minor: number): string;
  /** `122.06`, for columns. */
  amount(minor: number): string;
  count(value: number): string;
  fractionDigits: number;
  currencySign: string;
  /** `22 November` / `11月22日` */
  day(atMs: number): string;
  weekday(atMs: number): string;
  /** `08:52` */
  time(atMs: number): string;
  /** `08:52:03` */
  timeWithSeconds(atMs: number): string;
  /** `2026-11-22` on the store's wall clock. */
  date(atMs: number): string;
  /** `today 08:47`, `yesterday 22:31`, else with the date. */
  moment(atMs: number, nowMs: number): string;
  /** `640 ms`, `1.2 s` */
  duration(ms: number): string;
  /** `13%` from basis points. */
  rate(basisPoints: number): string;
}>;

const WordsContext = createContext<Words | null>(null);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('Bug: no words above this component');
  return words;
}

type Props = Readonly<{ locale: Locale; currency: string; zone: string; children: ReactNode }>;

export function WordsProvider({ locale, currency, zone, children }: Props) {
  const words = useMemo(() => makeWords(locale, currency, zone), [locale, currency, zone]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

function makeWords(locale: Locale, currency: string, zone: string): Words {
  const money = moneyFormat(locale, currency);
  const moments = momentFormat(locale, zone);
  const counts = new Intl.NumberFormat(locale);
  const known: Readonly<Record<string, string>> = messagesIn(locale);
  const t = speaker<MessageKey>(locale, messagesIn(locale));
  const device = (id: string) => (known[`device.${id}`] ? t(`device.${id}` as MessageKey) : id);
  const say = (key: string, params: SentenceParams): string => {
    const text = known[key];
    if (!text) return '';
    const values = valuesFor(text, completed(params, locale, t), (name, value) => {
      if (name === 'device') return within(device(String(value)), key);
      if (name === 'step') return known[`step.${value}`] ?? value;
      // A select of ICU knows no hyphen.
      if (name === 'what' || name === 'why') return String(value).replaceAll('-', '_');
      if (typeof value !== 'number') return value;
      if (name.endsWith('Minor') || isBooked(name, params)) return money.withSign(value);
      if (name.endsWith('Ms')) return duration(locale, value);
      if (name === 'at' || name.endsWith('At')) return moments.dateTime(value);
      return value;
    });
    return t(key as MessageKey, values);
  };
  return {
    locale,
    t,
    device,
    problem: (problem, part) => say(`problem.${problem.kind}.${part}`, problem.params),
    sentence: (sentence) => say(sentence.key, sentence.params),
    name: (text) => (locale === 'zh-CN' ? text.zh : text.en),
    money: money.withSign,
    amount: money.plain,
    fractionDigits: money.fractionDigits,
    currencySign: money.sign,
    count: (value) => counts.format(value),
    ...moments,
    moment: (atMs, nowMs) => {
      const daysAgo = Math.round(
        (Date.parse(moments.date(nowMs)) - Date.parse(moments.date(atMs))) / 86_400_000,
      );
      if (daysAgo === 0) return t('moment.today', { time: moments.time(atMs) });
      if (daysAgo === 1) return t('moment.yesterday', { time: moments.time(atMs) });
      return moments.dateTime(atMs);
    },
    duration: (ms) => duration(locale, ms),
    rate: (basisPoints) => `${counts.format(basisPoints / 100)}%`,
  };
}

/** Every argument the message names gets a value: a sentence with a dash is better than none. */
function valuesFor(
  text: string,
  params: SentenceParams,
  forPeople: (name: string, value: string | number) => string | number,
): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const name of argumentsOf(text)) {
    const value = params[name];
    values[name] = value === undefined ? '—' : forPeople(name, value);
  }
  return values;
}

/** An item comes with its name in both languages; a device that was never identified is known by its address. */
function completed(
  params: SentenceParams,
  locale: Locale,
  t: (key: MessageKey) => string,
): SentenceParams {
  const name = locale === 'zh-CN' ? params.zh : params.en;
  return {
    device: params.address ?? t('device.some'),
    ...(name === undefined ? {} : { name }),
    ...params,
  };
}

/** `Card reader` is `card reader` inside a sentence, and a `PIN pad` stays one. */
function within(name: string, key: string): string {
  const isWord = /^[A-Z][a-z]/.test(name) && key.startsWith('problem.');
  return isWord ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** `here` and `there` of a difference in the books are money where the thing compared is. */
function isBooked(name: string, params: SentenceParams): boolean {
  return ['here', 'there'].includes(name) && String(params.what).endsWith('Minor');
}

function moneyFormat(locale: Locale, currency: string) {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const signed = new Intl.NumberFormat(locale, options);
  const fractionDigits = signed.resolvedOptions().maximumFractionDigits ?? 2;
  const plain = new Intl.NumberFormat(locale, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
  const scale = 10 ** fractionDigits;
  // A true minus sign is as wide as a digit; the hyphen is not.
  const minus = (text: string) => text.replace('-', '−');
  return {
    fractionDigits,
    sign: signed.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency,
    // Adding zero makes minus zero, a discount of nothing, an ordinary one.
    withSign: (minor: number) => minus(signed.format(minor / scale + 0)),
    plain: (minor: number) => minus(plain.format(minor / scale + 0)),
  };
}

function momentFormat(locale: Locale, timeZone: string) {
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: number) => formatter.format(at);
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = format(clock);
  return {
    day: format({ month: 'long', day: 'numeric' }),
    weekday: format({ weekday: 'long' }),
    time,
    timeWithSeconds: format({ ...clock, second: '2-digit' }),
    date: (at: number) => iso.format(at),
    dateTime: (at: number) => `${iso.format(at)} ${time(at)}`,
  };
}

function duration(locale: Locale, ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
}
