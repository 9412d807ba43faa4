/** The words of the till's page outside of a page: the same sentences, filled in by the same code. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Locale } from '../../domain/basics/languages.ts';
import { useWords, type Words, WordsProvider } from '../../renderer/words/i18n.tsx';

export function pageWords(locale: Locale): Words {
  let words: Words | null = null;
  const Take = (): null => {
    words = useWords();
    return null;
  };
  const children = createElement(Take);
  const place = { locale, currency: 'CNY', zone: 'Asia/Shanghai', children };
  renderToStaticMarkup(createElement(WordsProvider, place));
  if (!words) throw new Error('no words');
  return words;
}
