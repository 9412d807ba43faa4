/** What a column of the catalogue is called, what it takes and what is wrong with it. */
import { type Language, languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { type ItemColumn, type NameColumn, wrongWord } from '../../goods/item-text.ts';
import type { View } from '../frame/visit.ts';

type Asked = Pick<View, 'say' | 'locale'>;

const first = spokenLanguages[0] as Language;
const isName = (column: ItemColumn): column is NameColumn => column.startsWith('name_');
const languageIn = (column: NameColumn) => column.slice('name_'.length) as Language;

export function columnTitle({ say, locale }: Asked, column: ItemColumn): string {
  if (!isName(column)) return say(`item.${column}`);
  return say('item.name', { language: languageName(languageIn(column), locale) });
}

/** What an empty field means. */
export function columnHint({ say, locale }: Asked, column: ItemColumn): string | null {
  const language = languageName(first, locale);
  if (isName(column))
    return languageIn(column) === first ? null : say('item.hint.name', { language });
  switch (column) {
    case 'barcode':
    case 'prices':
    case 'favourite':
      return say(`item.hint.${column}`);
    case 'pinyin':
      return say('item.hint.pinyin', { language });
    default:
      return null;
  }
}

export function columnWrong({ say, locale }: Asked, column: ItemColumn, text: string): string {
  if (!isName(column)) return say(`item.wrong.${wrongWord(column, text)}`);
  const language = languageName(languageIn(column), locale);
  return say(`item.wrong.name${languageIn(column) === first ? '' : '.other'}`, { language });
}
