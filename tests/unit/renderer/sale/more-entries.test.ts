/** What the menu says is in an entry's way, before somebody chooses it. */
import { expect, it } from 'vitest';
import type { BasketView, TillState } from '../../../../domain/contract/ipc.ts';
import { useTill } from '../../../../renderer/page/use-till.ts';
import { groups } from '../../../../renderer/sale/more-entries.ts';

const entries = groups.flatMap((group) => group.entries);

function lacking(lines: number, held: number): Record<string, string> {
  const till = {
    ...useTill.getInitialState(),
    basket: { lines: Array(lines).fill({}) } as unknown as BasketView,
    state: { held: Array(held).fill({}) } as unknown as TillState,
  };
  const lacked = entries.flatMap(({ id, lacks }) => {
    const why = lacks?.(till);
    return why ? [[id, why] as const] : [];
  });
  return Object.fromEntries(lacked);
}

it('an empty basket cannot be held, and where none is put aside none is recalled', () => {
  expect(lacking(0, 0)).toEqual({
    'more-hold': 'more.nothingThere',
    'more-note': 'more.nothingThere',
    'more-recall': 'more.noneHeld',
  });
});

it('goods on the counter come first, before the drawer is handed over or another basket is recalled', () => {
  expect(lacking(2, 1)).toEqual({
    'more-recall': 'more.goodsThere',
    'more-hand-over': 'more.goodsThere',
  });
  expect(lacking(0, 1)).toEqual({
    'more-hold': 'more.nothingThere',
    'more-note': 'more.nothingThere',
  });
});
