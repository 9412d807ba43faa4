/** What lies in a drawer, line by line, and which count still says something. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type DrawerEntry,
  differenceIn,
  drawerIn,
  drawerLines,
  emptyDrawer,
  expectedIn,
  foldDrawer,
  foldDrawers,
  linesIn,
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
const movement = (kind: string, amountMinor: number) =>
  entry(kind, { drawer: 'main', amountMinor });
const after = (...entries: readonly DrawerEntry[]) => entries.reduce(foldDrawer, emptyDrawer);

it('is the float, what was received and what was given back; cards leave it alone', () => {
  const drawer = after(float(50_000), cash(1_680, 320), card, cash(1_000, 0));
  expect(drawer.lines).toEqual({
    float: { count: 1, minor: 50_000 },
    received: { count: 2, minor: 3_000 },
    change: { count: 1, minor: -320 },
    paidIn: { count: 0, minor: 0 },
    paidOut: { count: 0, minor: 0 },
    refunded: { count: 0, minor: 0 },
    dropped: { count: 0, minor: 0 },
    apart: { count: 0, minor: 0 },
  });
  expect(expectedIn(drawer)).toBe(52_680);
});

it('takes pay-ins, pay-outs and safe drops line by line; whatever was counted before says nothing', () => {
  const before = after(float(50_000), counted(50_000));
  const moves = [
    movement('cash-paid-in', 20_000),
    movement('cash-paid-out', 3_800),
    movement('cash-dropped', 40_000),
    movement('cash-dropped', 10_000),
  ];
  const drawer = moves.reduce(foldDrawer, before);
  expect(linesIn(drawer)).toEqual([
    { line: 'float', count: 1, minor: 50_000 },
    { line: 'received', count: 0, minor: 0 },
    { line: 'change', count: 0, minor: 0 },
    { line: 'paidIn', count: 1, minor: 20_000 },
    { line: 'paidOut', count: 1, minor: -3_800 },
    { line: 'dropped', count: 2, minor: -50_000 },
  ]);
  expect([expectedIn(drawer), drawer.standing, drawer.counts.length]).toEqual([16_200, null, 1]);
});

it('holds a part in cash from its taking on: once, however its sale ends', () => {
  const tender = { kind: 'cash', amountMinor: 300, tenderedMinor: 300, changeMinor: 0 };
  const taken = entry('tender-taken', { tender });
  expect(after(taken).lines.received).toEqual({ count: 1, minor: 300 });
  const rest = { kind: 'card', amountMinor: 700 };
  const sold = entry('sale-completed', { tenders: [{ ...tender, takenAs: 'id' }, rest] });
  expect(expectedIn(after(taken, sold))).toBe(300);
  const back = after(taken, entry('tender-given-back', { tender }));
  expect(back.lines.received).toEqual({ count: 0, minor: 0 });
  const byCard = entry('tender-taken', { tender: rest });
  expect(expectedIn(after(byCard, entry('tender-given-back', { tender: rest })))).toBe(0);
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

it('is passed on as it was counted: the difference is a line, and the counts begin anew', () => {
  const over = entry('drawer-handed-over', {
    drawer: 'main',
    countedMinor: 49_700,
    expectedMinor: 50_000,
    differenceMinor: -300,
  });
  const drawer = after(float(50_000), counted(49_700), over);
  expect([expectedIn(drawer), drawer.counts, drawer.standing]).toEqual([49_700, [], null]);
  expect(drawer.takenOver).toEqual({ at: 1_000, by: '1001', amountMinor: 49_700 });
  expect(linesIn(drawer)).toContainEqual({ line: 'apart', count: 1, minor: -300 });
});

it('has its own content: what moves in one drawer moves in no other, in whatever order', () => {
  const kinds = ['float-counted', 'cash-paid-in', 'cash-paid-out', 'cash-dropped'] as const;
  const any = fc.record({
    kind: fc.constantFrom(...kinds),
    drawer: fc.constantFrom('main', 'left', 'right'),
    amountMinor: fc.nat(100_000),
  });
  fc.assert(
    fc.property(fc.array(any), (moves) => {
      const entries = moves.map(({ kind, ...body }) => entry(kind, { ...body, denominations: {} }));
      const drawers = entries.reduce(foldDrawers, {});
      for (const name of ['main', 'left', 'right']) {
        const own = entries.filter(({ body }) => (body as { drawer: string }).drawer === name);
        expect(drawerIn(drawers, name)).toEqual(own.reduce(foldDrawer, emptyDrawer));
      }
    }),
  );
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
