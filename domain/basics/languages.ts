/** The languages Rollcall speaks. One more is a line here and a folder in words/. */
import { z } from 'zod';
import { growing } from './growing.ts';

/** `tag` by BCP 47, `name` and `short` in the language itself. The first is spoken where nobody has chosen. */
export const languages = [
  { tag: 'zh-CN', name: '中文', short: '中' },
  { tag: 'en', name: 'English', short: 'EN' },
] as const;

export type Locale = (typeof languages)[number]['tag'];
export const locales: readonly Locale[] = languages.map(({ tag }) => tag);
export const localeSchema = z.enum(languages.map(({ tag }) => tag));
/** Of a person, as it is kept and sent: a later version may speak more. */
export const anyLocaleSchema = growing(languages.map(({ tag }) => tag));

/** `zh` of `zh-CN`: names are kept by the language alone, since a shop writes each thing once in a language. */
export type Language<Tag extends string = Locale> = Tag extends `${infer Primary}-${string}`
  ? Primary
  : Tag;

export function languageOf<Tag extends string>(tag: Tag): Language<Tag> {
  return tag.split('-')[0] as Language<Tag>;
}

/** The languages of all tags, in their order. */
export const spokenLanguages: readonly Language[] = locales.map((tag) => languageOf(tag));

/** What `language` is called in the language of `tag`: `Chinese`, `中文`. */
export function languageName(language: Language, tag: Locale): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(language) ?? language;
}

export function isLocale(text: unknown): text is Locale {
  return locales.some((tag) => tag === text);
}

/** The first of `wanted` that is spoken here, whatever its region; else the first language. */
export function bestLocale(wanted: readonly string[]): Locale {
  const spoken = wanted.flatMap((tag) => {
    const primary = languageOf(tag.toLowerCase());
    return locales.filter((locale) => locale === tag || languageOf(locale) === primary);
  });
  return spoken[0] ?? languages[0].tag;
}
