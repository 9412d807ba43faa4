/** What lies in a drawer, line by line, and which count still says something. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type DrawerEntry,
  differenceIn,
  drawerLines,
  emptyDrawer,
  expectedIn,
  foldDrawer,
} from '../../../../domain/cash/drawer.ts';

const entry = (kind: string, body: unknown, operator = '1001'): DrawerEntry => ({
  at: 1_000,
  operator,
  kind,
  body,
});
const float = (amountMinor: number) => entry('float-counted', { amountMinor, denominations: {} });
const cash = (amountMinor: number, changeMinor: number) =>
  entry('sale-completed', {
    tenders: [{ kind: 'cash', amountMinor, tenderedMinor: amountMinor + changeMinor, changeMinor }],
  });
const card = entry('sale-completed', { tenders: [{ kind: 'card', amountMinor: 700 }] });
const counted = (amountMinor: number) =>
  entry('cash-counted', { drawer: 'main', amountMinor, denominations: {}, blind: true }, '9001');
const after = (...entries: readonly DrawerEntry[]) => entries.reduce(foldDrawer, emptyDrawer);

it('is the float, what was received and what was given back; cards leave it alone', () => {
  const drawer = after(float(50_000), cash(1_680, 320), card, cash(1_000, 0));
  expect(drawer.lines).toEqual({
    float: { count: 1, minor: 50_000 },
    received: { count: 2, minor: 3_000 },
    change: { count: 1, minor: -320 },
  });
  expect(expectedIn(drawer)).toBe(52_680);
});

it('keeps every count; the last stands until cash moves again', () => {
  const drawer = after(float(50_000), counted(0), counted(49_900));
  expect(drawer.counts.map(({ amountMinor, by }) => [amountMinor, by])).toEqual([
    [0, '9001'],
    [49_900, '9001'],
  ]);
  expect(differenceIn(drawer)).toBe(-100);
  expect(differenceIn(foldDrawer(drawer, card))).toBe(-100);
  const sold = foldDrawer(drawer, cash(500, 0));
  expect([sold.standing, differenceIn(sold), sold.counts.length]).toEqual([null, null, 2]);
  expect(differenceIn(foldDrawer(sold, counted(50_500)))).toBe(0);
});

it('adds up: the lines come to float and cash sales, whatever was tendered', () => {
  const sales = fc.array(fc.tuple(fc.nat(100_000), fc.nat(100_000)));
  fc.assert(
    fc.property(fc.nat(1_000_000), sales, (floatMinor, sold) => {
      const drawer = after(float(floatMinor), ...sold.map(([due, change]) => cash(due, change)));
      const sum = drawerLines.reduce((minor, line) => minor + drawer.lines[line].minor, 0);
      expect(sum).toBe(floatMinor + sold.reduce((minor, [due]) => minor + due, 0));
      expect(expectedIn(drawer)).toBe(sum);
    }),
  );
});
