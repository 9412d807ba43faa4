/** All languages of words/ must say the same things: the same ids in the same rooms, with the same placeholders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** English says which words there are; whoever adds one begins there. */
const first = 'en';
const messages = z.record(z.string(), z.string());
type Messages = z.infer<typeof messages>;

/** Compares every language in `root`/words with English, room by room; says nothing while there is no such folder. */
export function compareLocales(root: string): readonly Difference[] {
  const folder = join(root, 'words');
  if (!existsSync(folder)) return [];
  const tags = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const english = roomsOf(join(folder, first));
  const others = tags.filter((tag) => tag !== first);
  return [
    ...(tags.includes(first) ? [] : [{ where: `words/${first}`, says: 'is missing' }]),
    ...others.flatMap((tag) => compareLanguage(tag, english, roomsOf(join(folder, tag)))),
    ...[...english].flatMap(([room, said]) => brokenIn(`words/${first}/${room}`, said)),
    ...twice(english),
  ];
}

/** `sale.json` or `console/sale.json` → what it says. */
function roomsOf(folder: string): ReadonlyMap<string, Messages> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .sort();
  const read = (file: string) =>
    messages.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return new Map(files.map((file) => [file, read(file)]));
}

type Rooms = ReadonlyMap<string, Messages>;

function compareLanguage(tag: string, english: Rooms, own: Rooms): readonly Difference[] {
  return [...new Set([...english.keys(), ...own.keys()])].flatMap((room) => {
    const where = `words/${tag}/${room}`;
    const wanted = english.get(room);
    const found = own.get(room);
    if (!wanted) return [{ where: `words/${first}/${room}`, says: 'is missing' }];
    if (!found) return [{ where, says: 'is missing' }];
    const ids = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
    return ids.flatMap((id): readonly Difference[] => {
      const text = wanted[id];
      const other = found[id];
      if (text === undefined) return [{ where: `words/${first}/${room}`, says: `has no "${id}"` }];
      if (other === undefined) return [{ where, says: `has no "${id}"` }];
      return compareMessage(where, id, text, other);
    });
  });
}

function compareMessage(where: string, id: string, english: string, own: string) {
  const wanted = placeholders(english);
  const found = placeholders(own);
  if (wanted instanceof Error) return [];
  if (found instanceof Error) return [broken(where, id, found)];
  if (wanted === found) return [];
  return [{ where, says: `"${id}" has {${found}}, and English has {${wanted}}` }];
}

function brokenIn(where: string, said: Messages): readonly Difference[] {
  return Object.entries(said).flatMap(([id, text]) => {
    const found = placeholders(text);
    return found instanceof Error ? [broken(where, id, found)] : [];
  });
}

const broken = (where: string, id: string, error: Error): Difference => ({
  where,
  says: `"${id}" is no ICU message: ${error.message}`,
});

/** Whoever speaks takes several rooms together, so an id stands in one of them. */
function twice(rooms: Rooms): readonly Difference[] {
  const homes = new Map<string, string>();
  return [...rooms].flatMap(([room, said]) =>
    Object.keys(said).flatMap((id) => {
      const home = homes.get(id);
      homes.set(id, room);
      return home ? [{ where: `words/${first}/${room}`, says: `has "${id}", as ${home} has` }] : [];
    }),
  );
}

/** The names of all placeholders and elements of a message, sorted; the error of one that cannot be read. */
function placeholders(message: string): string | Error {
  try {
    return [...new Set(namesIn(parse(message)))].sort().join(', ');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
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
