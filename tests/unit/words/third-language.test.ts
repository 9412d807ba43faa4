/** A third language is a folder in words/ and a line in languages.ts: half a one speaks already, and is told what it lacks. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allNames, nameIn, namesSchema } from '../../../domain/basics/names.ts';
import { sentencesOf } from '../../../domain/words/sentence.ts';
import { speaker } from '../../../domain/words/speaker.ts';
import { compareLocales } from '../../../tools/check/locales.ts';
import { root } from '../../../tools/paths.ts';
import { readWords } from '../../../words/read.ts';

const tag = 'fr';
const copy = mkdtempSync(join(tmpdir(), 'rollcall-words-'));

beforeAll(() => {
  cpSync(join(root, 'words'), join(copy, 'words'), { recursive: true });
  mkdirSync(join(copy, 'words', tag));
  const problems = {
    'problem.pin-wrong.what': 'Le code PIN est faux.',
    'problem.printer-paper-out.what': 'Il n’y a plus de papier.',
    'problem.tender-too-small.what': '{tenderedMinor} ne suffit pas pour {due}.',
  };
  writeFileSync(join(copy, 'words', tag, 'problems.json'), JSON.stringify(problems));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('A third language', () => {
  const place = { currency: 'EUR', zone: 'Europe/Paris' };
  const words = () => readWords(tag, ['problems', 'devices', 'sale'], join(copy, 'words'));

  it('says what it has, writes amounts its own way, and says the rest in English', () => {
    const { problem } = sentencesOf(tag, words(), place);
    expect(problem({ kind: 'printer-paper-out', params: {} }, 'what')).toBe(
      'Il n’y a plus de papier.',
    );
    const short = { kind: 'tender-too-small' as const, params: { tenderedMinor: 1_250 } };
    expect(problem(short, 'what')).toMatch(/^12,50\s€ ne suffit pas pour —\.$/);
    expect(problem({ kind: 'basket-empty', params: {} }, 'what')).toBe(
      speaker('en', readWords('en', ['problems']))('problem.basket-empty.what'),
    );
  });

  it('is told which rooms and words it lacks, and where a placeholder differs', () => {
    const differences = compareLocales(copy);
    expect(differences.filter(({ where }) => !where.startsWith(`words/${tag}/`))).toEqual([]);
    expect(differences).toContainEqual({ where: `words/${tag}/sale.json`, says: 'is missing' });
    expect(differences).toContainEqual({
      where: `words/${tag}/problems.json`,
      says: 'has no "problem.basket-empty.what"',
    });
    expect(differences).toContainEqual({
      where: `words/${tag}/problems.json`,
      says: expect.stringContaining('"problem.tender-too-small.what" has {due, tenderedMinor}'),
    });
  });
});

describe('Names', () => {
  const apple = { zh: '苹果', en: 'Apple', fr: 'Pomme' };

  it('are found by tag, by language, then in the order of the languages', () => {
    expect(['zh-CN', 'en', 'fr', 'fr-CA', 'de'].map((wanted) => nameIn(apple, wanted))).toEqual([
      '苹果',
      'Apple',
      'Pomme',
      'Pomme',
      '苹果',
    ]);
    expect(nameIn({ ...apple, 'zh-TW': '蘋果' }, 'zh-TW')).toBe('蘋果');
    expect(nameIn({ fr: 'Pomme' }, 'en')).toBe('Pomme');
  });

  it('are listed in one order, whoever wrote them down', () => {
    const { zh, en, fr } = apple;
    expect(allNames({ fr, en, zh })).toEqual(allNames(apple));
    expect(allNames(apple)).toEqual(['苹果', 'Apple', 'Pomme']);
  });

  it('are read as they were when there were two languages, and with more', () => {
    for (const names of [{ zh: '水', en: 'Water' }, apple, { 'zh-Hant': '水' }]) {
      expect(namesSchema.parse(names)).toEqual(names);
    }
    for (const wrong of [{}, { zh: '' }, { 'two words': 'x' }, { ZH: '水' }]) {
      expect(namesSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});
