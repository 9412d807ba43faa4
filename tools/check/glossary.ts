/** One word for one thing: docs/glossary.md says which, and which words stand for it nowhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from './locales.ts';

const glossary = 'docs/glossary.md';

type Forbidden = Readonly<{ word: string; instead: string; pattern: RegExp }>;

/** Every forbidden word that is used in words/ or docs/ under `root`; says nothing where there is no glossary. */
export function forbiddenWords(root: string): readonly Difference[] {
  if (!existsSync(join(root, glossary))) return [];
  const forbidden = readGlossary(readFileSync(join(root, glossary), 'utf8'));
  const files = [...filesUnder(root, 'words', '.json'), ...filesUnder(root, 'docs', '.md')];
  return files
    .filter((file) => file !== glossary)
    .flatMap((file) => {
      const lines = prose(file, readFileSync(join(root, file), 'utf8')).split('\n');
      return lines.flatMap((line, index) =>
        forbidden
          .filter(({ pattern }) => pattern.test(line))
          .map(({ word, instead }) => ({
            where: `${file}:${index + 1}`,
            says: `"${word}": the word is "${instead}" (${glossary})`,
          })),
      );
    });
}

/** The rows of its table: English, Chinese, what it is, not (English), not (Chinese). */
function readGlossary(text: string): readonly Forbidden[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .flatMap((line) => {
      const [, english = '', chinese = '', , not = '', notChinese = ''] = line
        .split('|')
        .map((cell) => cell.trim());
      return [
        ...listed(not, ',').map((word) => forbid(word, english)),
        ...listed(notChinese, '、').map((word) => forbid(word, chinese)),
      ];
    });
}

const listed = (cell: string, separator: string) =>
  cell.split(separator).flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));

/** English by whole words, with a plural; Chinese knows no gaps between words. */
function forbid(word: string, instead: string): Forbidden {
  const isLatin = /^[\x20-\x7e]+$/.test(word);
  const pattern = isLatin ? new RegExp(`(?<![\\w/-])${word}s?(?![\\w/-])`, 'i') : new RegExp(word);
  return { word, instead, pattern };
}

/** Without what is quoted from programs: code of a page, ids of a message. Lines stay where they are. */
function prose(file: string, text: string): string {
  if (file.endsWith('.json')) return text.replace(/^\s*"[^"]*":/gm, '');
  const blank = (code: string) => code.replace(/[^\n]/g, '');
  return text.replace(/```[\s\S]*?```/g, blank).replace(/`[^`\n]*`/g, '');
}

function filesUnder(root: string, folder: string, ending: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith(ending))
    .sort();
}
