import { describe, expect, it } from 'vitest';
import { locales } from '../../../../../domain/basics/languages.ts';
import { bodySchemas, type EntryKind } from '../../../../../domain/contract/entry.ts';
import { messagesIn } from '../../../../../server/console/frame/words.ts';
import { entrySentence } from '../../../../../server/console/journal/entry-sentence.ts';
import { sampleBodies } from '../../../domain/contract/sample-bodies.ts';

const place = { currency: 'CNY', zone: 'Asia/Shanghai' };
const named = {
  people: new Map([
    ['1001', '王芳'],
    ['9001', '陈静'],
  ]),
  items: new Map([['10001', '牛奶']]),
};
const later = { kind: 'odd-hum', params: {} };
const kinds = Object.keys(bodySchemas) as EntryKind[];

describe.each(locales)('every kind of entry in %s', (locale) => {
  const said = (kind: EntryKind, body: unknown = sampleBodies[kind]): string =>
    entrySentence(locale, place, named, { kind, operator: '1001', body });

  it.each(kinds)('%s is a sentence with everything in it', (kind) => {
    expect(Object.hasOwn(messagesIn(locale), `entry.${kind}`), `entry.${kind} has words`).toBe(
      true,
    );
    const text = said(kind);
    expect(text).toMatch(/[.。]$/);
    expect(text).not.toMatch(/[{}—]|undefined|\[object/);
    expect(text).not.toMatch(/\bnone\b/);
  });

  it.each(kinds)('%s is told, too, where its body is not of its kind', (kind) => {
    for (const body of [{}, { steps: 1, problems: 1 }]) {
      expect(said(kind, body)).not.toBe('');
    }
  });

  it('reads so', async () => {
    const all = kinds.map((kind) => `${kind}: ${said(kind)}`).sort();
    await expect(`${all.join('\n')}\n`).toMatchFileSnapshot(`entries.${locale}.golden.txt`);
  });

  it.each([
    ['device-checked', { ...sampleBodies['device-checked'], problems: [later] }],
    ['stop-lifted', { ...sampleBodies['stop-lifted'], stop: later }],
    ['anomaly-raised', { anomaly: 'odd-hum', params: {}, entries: [] }],
  ] as const)('%s with a word of a later version says the word', (kind, body) => {
    expect(said(kind, body)).toContain('odd-hum');
  });

  it.each([
    ['discount-given', 'damaged', { 'zh-CN': '破损', en: 'Damaged' }],
    ['line-taken-back', 'weighed', { 'zh-CN': '称错了', en: 'Weighed wrongly' }],
  ] as const)('a reason of %s by its id alone is said in words', (kind, reason, words) => {
    const { reasonId: _, ...body }: Record<string, unknown> = sampleBodies[kind];
    expect(said(kind, { ...body, reason })).toContain(words[locale]);
  });

  it('is told as unknown where a newer till wrote it, and somebody without a name by number', () => {
    expect(said('tea-brewed' as EntryKind, { leaves: 7 })).toContain('tea-brewed');
    const stranger = { kind: 'till-locked', operator: '4711', body: {} };
    expect(entrySentence(locale, place, named, stranger)).toContain('4711');
  });
});
