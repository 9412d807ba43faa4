/**
 * What goods are sold by: a table. A unit is known by its id, which travels and is kept as text, so that one that a later
 * version adds is sold, too: measured, to the thousandth.
 */
import { z } from 'zod';

export const unitSchema = z.string().min(1).max(16);
/** The id of a unit. */
export type Unit = z.infer<typeof unitSchema>;

type UnitRow = Readonly<{
  id: Unit;
  /** Of a quantity: pieces have none, a kilogram three. */
  decimals: 0 | 1 | 2 | 3;
  /** Counted in whole ones, or measured. */
  counted: boolean;
  /** Of one of them, where a scale tells it. */
  grams?: number;
  /** As it stands behind a number, in every language. */
  symbol: string;
  /** Thousandths of it that a price may be told for instead, and how that is written: 500 g is 斤. */
  shown?: readonly (readonly [per: number, symbol: string])[];
}>;

const measured = (id: string, decimals: UnitRow['decimals'], symbol: string = id): UnitRow => ({
  ...{ id, decimals, symbol },
  counted: false,
});

const units: readonly UnitRow[] = [
  { id: 'piece', decimals: 0, counted: true, symbol: '' },
  {
    ...measured('kg', 3),
    grams: 1000,
    shown: [
      [500, '500 g'],
      [100, '100 g'],
    ],
  },
  { ...measured('g', 0), grams: 1 },
  { ...measured('l', 3), shown: [[100, '100 ml']] },
  measured('ml', 0),
  measured('m', 2),
  measured('m2', 2, 'm²'),
  measured('m3', 3, 'm³'),
  measured('hour', 2, 'h'),
  measured('day', 1, 'd'),
];

/** The ids there are, in the order in which they are offered. */
export const unitIds: readonly Unit[] = units.map(({ id }) => id);

const byId = new Map(units.map((row) => [row.id, row]));
const rowOf = (unit: Unit): UnitRow => byId.get(unit) ?? measured(unit, 3);

/** Whether it is sold in whole ones, each of which is one on the counter. */
export function isCounted(unit: Unit): boolean {
  return rowOf(unit).counted;
}

/** How heavy one is; null where a scale tells nothing of it. */
export function gramsOf(unit: Unit): number | null {
  return rowOf(unit).grams ?? null;
}

export function unitDecimals(unit: Unit): number {
  return rowOf(unit).decimals;
}

/** `kg`, `m²`; empty for pieces. */
export function unitSymbol(unit: Unit): string {
  return rowOf(unit).symbol;
}

/** What a price may be told for: thousandths of the unit with how they are written, the unit itself first. */
export function shownOf(unit: Unit): readonly (readonly [per: number, symbol: string])[] {
  const { symbol, shown = [] } = rowOf(unit);
  return [[1_000, symbol], ...shown];
}
