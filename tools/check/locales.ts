/** Both languages must say the same things: the same keys, with the same placeholders in each. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { z } from 'zod';

export type Difference = Readonly<{ where: string; says: string }>;

const folder = 'renderer/locales';
const english = `${folder}/en.json`;
const chinese = `${folder}/zh-CN.json`;
const messages = z.record(z.string(), z.string());

/** Compares the two files under `root`; says nothing while neither exists. */
export function compareLocales(root: string): readonly Difference[] {
  const missing = [english, chinese].filter((file) => !existsSync(join(root, file)));
  if (missing.length === 2) return [];
  if (missing.length === 1) return [{ where: String(missing[0]), says: 'is missing' }];
  const en = messages.parse(JSON.parse(readFileSync(join(root, english), 'utf8')));
  const zh = messages.parse(JSON.parse(readFileSync(join(root, chinese), 'utf8')));
  const keys = [...new Set([...Object.keys(en), ...Object.keys(zh)])].sort();
  return keys.flatMap((key) => compareKey(key, en[key], zh[key]));
}

function compareKey(key: string, en: string | undefined, zh: string | undefined) {
  if (en === undefined) return [{ where: english, says: `has no "${key}"` }];
  if (zh === undefined) return [{ where: chinese, says: `has no "${key}"` }];
  const wanted = placeholders(english, key, en);
  const found = placeholders(chinese, key, zh);
  if ('broken' in wanted) return [wanted.broken];
  if ('broken' in found) return [found.broken];
  if (wanted.names === found.names) return [];
  const says = `"${key}" has {${found.names}}, and English has {${wanted.names}}`;
  return [{ where: chinese, says }];
}

type Placeholders = Readonly<{ names: string }> | Readonly<{ broken: Difference }>;

function placeholders(file: string, key: string, message: string): Placeholders {
  try {
    return { names: [...new Set(namesIn(parse(message)))].sort().join(', ') };
  } catch (error) {
    const says = `"${key}" is no ICU message: ${error instanceof Error ? error.message : error}`;
    return { broken: { where: file, says } };
  }
}

/** Tags count as well: `<b>` in one language only is a missing or a stray element. */
function namesIn(elements: readonly MessageFormatElement[]): readonly string[] {
  return elements.flatMap((element) => {
    if (isLiteralElement(element) || isPoundElement(element)) return [];
    if (isTagElement(element)) return [`<${element.value}>`, ...namesIn(element.children)];
    if (isPluralElement(element) || isSelectElement(element)) {
      const inner = Object.values(element.options).flatMap((option) => namesIn(option.value));
      return [element.value, ...inner];
    }
    return [element.value];
  });
}
