/** What the page says, in both languages, put together from `words/`. `{name}` is filled in by what `speaker` returns. */
import { accountWords } from '../words/accounts.ts';
import { anomalyWords } from '../words/anomalies.ts';
import { catalogueWords } from '../words/catalogue.ts';
import { deviceWords } from '../words/devices.ts';
import { frameWords } from '../words/frame.ts';
import { journalWords } from '../words/journal.ts';
import { operatorWords } from '../words/operators.ts';
import { pastWords } from '../words/past.ts';
import { policyWords } from '../words/policies.ts';
import { problemWords } from '../words/problems.ts';
import { promotionWords } from '../words/promotions.ts';
import { salesWords } from '../words/sales.ts';
import { takingsWords } from '../words/takings.ts';
import { tillsWords } from '../words/tills.ts';
import { todayWords } from '../words/today.ts';

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

const zh = {
  ...pastWords.zh,
  ...problemWords.zh,
  ...tillsWords.zh,
  ...journalWords.zh,
  ...takingsWords.zh,
  ...frameWords.zh,
  ...accountWords.zh,
  ...catalogueWords.zh,
  ...operatorWords.zh,
  ...policyWords.zh,
  ...deviceWords.zh,
  ...promotionWords.zh,
  ...todayWords.zh,
  ...salesWords.zh,
  ...anomalyWords.zh,
};
const en = {
  ...pastWords.en,
  ...problemWords.en,
  ...tillsWords.en,
  ...journalWords.en,
  ...takingsWords.en,
  ...frameWords.en,
  ...accountWords.en,
  ...catalogueWords.en,
  ...operatorWords.en,
  ...policyWords.en,
  ...deviceWords.en,
  ...promotionWords.en,
  ...todayWords.en,
  ...salesWords.en,
  ...anomalyWords.en,
};

export type Word = keyof typeof zh;

const words: Record<Locale, Record<Word, string>> = { 'zh-CN': zh, en };

export function isWord(text: string): text is Word {
  return Object.hasOwn(zh, text);
}

export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export function speaker(locale: Locale): Say {
  return (word, values = {}) =>
    words[locale][word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The first language of the header that we speak, in the order of its preferences (RFC 9110 section 12.5.4). */
export function preferredLocale(acceptLanguage: string): Locale {
  const wishes = acceptLanguage.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(Boolean);
    return { tag, weight: q === undefined ? 1 : Number(q) };
  });
  const spoken = wishes
    .filter(({ tag, weight }) => /^(zh|en)\b/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return spoken[0]?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
