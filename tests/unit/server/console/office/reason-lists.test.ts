/** A store's reasons as the form has them: one a line, and what nobody has touched stays the shipped list. */
import { expect, it } from 'vitest';
import type { View } from '../../../../../server/console/frame/visit.ts';
import { readReasons, reasonTexts } from '../../../../../server/console/office/reason-lists.ts';

const view = { say: (word: string) => word } as unknown as View;

it('come back as they were shown without a decision, whatever the browser makes of line ends', () => {
  const shown = reasonTexts({});
  expect(shown['reasons-void']).toContain('customer: 顾客不要了 | Customer changed their mind');
  const sent = Object.fromEntries(
    Object.entries(shown).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
  );
  expect(readReasons(view, sent, {})).toEqual({ lists: {}, errors: {} });
});

it('of a price are nobody’s where the store has none, and gone again where it empties the list', () => {
  expect(reasonTexts({})['reasons-price']).toBe('');
  const price = [{ id: 'damaged', name: { zh: '破损', en: 'Damaged' } }];
  expect(readReasons(view, { 'reasons-price': ' ' }, { price })).toEqual({ lists: {}, errors: {} });
});

it('are the store’s own where it writes them, by either colon and bar; names it was not asked for stay', () => {
  const before = { 'pay-out': [{ id: 'ice', name: { zh: '冰', en: 'Ice', de: 'Eis' } }] };
  const texts = { 'reasons-pay-out': 'ice: 冰块 | Ice\r\nother：其他｜Something else' };
  expect(readReasons(view, texts, before)).toEqual({
    errors: {},
    lists: {
      'pay-out': [
        { id: 'ice', name: { zh: '冰块', en: 'Ice', de: 'Eis' } },
        { id: 'other', name: { zh: '其他', en: 'Something else' } },
      ],
    },
  });
});
