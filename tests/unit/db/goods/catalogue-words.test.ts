import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexedWords, matchQuery } from '../../../../db/goods/words.ts';

describe('the word index', () => {
  test('holds Chinese character by character and everything in small letters', () => {
    const name = { zh: '农夫山泉550ml', en: 'Nongfu Spring' };
    expect(indexedWords({ name })).toBe('农 夫 山 泉 550ml nongfu spring');
  });

  test.each([
    ['山泉', '"山 泉"'],
    ['农夫 红茶', '"农 夫" AND "红 茶"'],
    ['Spri', '"spri"*'],
    ['农夫550', '"农 夫" AND "550"*'],
    ['ＳＰＲＩ', '"spri"*'],
    ['1.5L', '"1"* AND "5l"*'],
    ['" OR *) NEAR(', '"or"* AND "near"*'],
  ])('is asked for %s as %s', (typed, query) => {
    expect(matchQuery(typed)).toBe(query);
  });

  test.each(['', '  ', '***', '"', '！？'])('is not asked at all for %j', (typed) => {
    expect(matchQuery(typed)).toBeNull();
  });

  test('is asked in nothing but quoted words, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (typed) => {
        expect(matchQuery(typed) ?? '""').toMatch(/^"[^"]*"\*?( AND "[^"]*"\*?)*$/);
      }),
    );
  });
});
