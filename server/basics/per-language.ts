/** Names as texts of their own, one a language: `name_zh`, `name_en` in a form or a file. */
import { type Language, spokenLanguages } from '../../domain/basics/languages.ts';
import type { Names } from '../../domain/basics/names.ts';

export function perLanguage<Prefix extends string, Value>(
  prefix: Prefix,
  value: (language: Language) => Value,
): Record<`${Prefix}_${Language}`, Value> {
  const entries = spokenLanguages.map((language) => [`${prefix}_${language}`, value(language)]);
  return Object.fromEntries(entries);
}

/** The names of what `perLanguage` laid apart. */
export function namesFrom<Prefix extends string>(
  prefix: Prefix,
  texts: Readonly<Record<`${Prefix}_${Language}`, string>>,
): Names {
  return Object.fromEntries(
    spokenLanguages.map((language) => [language, texts[`${prefix}_${language}`]]),
  );
}
