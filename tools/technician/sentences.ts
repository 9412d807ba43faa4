/** What a problem says to a person, in the words of the till's own screens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import type { Locale } from '../../domain/paper/words.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { root } from '../paths.ts';

export type Sentences = (problem: ProblemData) => string;

export function sentencesIn(locale: Locale): Sentences {
  const file = join(root, 'renderer/locales', `${locale}.json`);
  const messages: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  const intl = createIntl({ locale, messages, onError: () => {} });
  const part = (key: string, params: ProblemData['params']): string => {
    const text = messages[key];
    if (text === undefined) return '';
    const values: Record<string, string | number> = {};
    for (const [, name = ''] of text.matchAll(/\{\s*(\w+)/g)) {
      const value = params[name] ?? '—';
      values[name] = name === 'device' ? (messages[`device.${value}`] ?? value) : value;
    }
    return String(intl.formatMessage({ id: key }, values));
  };
  return ({ kind, params }) => {
    const said = ['what', 'next'].map((name) => part(`problem.${kind}.${name}`, params));
    return said.filter((text) => text !== '').join(' ') || kind;
  };
}
