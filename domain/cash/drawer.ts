/**
 * What lies in a drawer: a fold of what was counted into it, taken, handed back and counted out, from one Z to the next.
 * X, Z and the preview of a close show it line by line, and their lines add up to what is expected.
 */
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { mainDrawer } from '../journal/fields.ts';
import { saleFacts } from '../sale/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';
import type { Tender } from '../tenders/tender.ts';
import { cashFacts } from './facts.ts';

/** Where the content comes from, in the order in which a person reads it. A new kind of movement is a line more. */
export const drawerLines = [
  'float',
  'received',
  'change',
  'refunded',
  'paidIn',
  'paidOut',
  'dropped',
  'apart',
] as const;
export type DrawerLine = (typeof drawerLines)[number];

/** How often, and what it adds to the content in minor units: negative where cash leaves. */
export type Movement = Readonly<{ count: number; minor: number }>;

/** One count of what is in there, by whoever stood at the till. */
export type CashCount = Readonly<{
  /** Milliseconds UTC. */
  at: number;
  by: string | null;
  amountMinor: number;
  /** Denomination in minor units → pieces. */
  denominations: Readonly<Record<string, number>>;
  /** What should be there was hidden from whoever counted. */
  blind: boolean;
}>;

export type Drawer = Readonly<{
  lines: Readonly<Record<DrawerLine, Movement>>;
  /** Since the drawer was opened or passed on, oldest first; a later one replaces none. */
  counts: readonly CashCount[];
  /** The last of them, as long as no cash has moved since: what was counted before a sale says nothing of after it. */
  standing: CashCount | null;
  /** When it was last passed on, by whom and with how much; null since it was opened. */
  takenOver: Readonly<{ at: number; by: string | null; amountMinor: number }> | null;
}>;

const none: Movement = { count: 0, minor: 0 };
export const emptyDrawer: Drawer = {
  lines: {
    float: none,
    received: none,
    change: none,
    refunded: none,
    paidIn: none,
    paidOut: none,
    dropped: none,
    apart: none,
  },
  counts: [],
  standing: null,
  takenOver: null,
};

const facts = { ...saleFacts, ...tendersFacts, ...cashFacts } as const;
/** Kinds of entries after which another sum lies in a drawer. */
export const movesCash: ReadonlySet<string> = new Set<keyof typeof facts>([
  'float-counted',
  'sale-completed',
  'tender-taken',
  'tender-given-back',
  'cash-paid-in',
  'cash-paid-out',
  'cash-dropped',
  'drawer-handed-over',
]);
export type DrawerEntry = AnyFact & Pick<Place, 'at' | 'operator'>;

/** The drawer after one more entry of its business date. */
export function foldDrawer(drawer: Drawer, any: DrawerEntry): Drawer {
  const entry = factOf(facts, any);
  if (!entry) return drawer;
  switch (entry.kind) {
    case 'float-counted':
      // Counted again at a later sign-in, the newest float stands.
      return withLine(drawer, 'float', { count: 1, minor: entry.body.amountMinor });
    case 'sale-completed':
      // What was taken before the sale was even lies there since.
      return entry.body.tenders
        .filter(({ takenAs }) => takenAs === undefined)
        .reduce(withTender, drawer);
    case 'tender-taken':
      return withTender(drawer, entry.body.tender);
    case 'tender-given-back':
      return withoutTender(drawer, entry.body.tender);
    case 'cash-paid-in':
      return moved(drawer, 'paidIn', entry.body.amountMinor);
    case 'cash-paid-out':
      return moved(drawer, 'paidOut', -entry.body.amountMinor);
    case 'cash-dropped':
      return moved(drawer, 'dropped', -entry.body.amountMinor);
    case 'drawer-handed-over': {
      // What was counted is what the next one answers for; what was missing has been answered for.
      const { countedMinor, differenceMinor } = entry.body;
      const takenOver = { at: entry.at, by: entry.operator, amountMinor: countedMinor };
      return { ...moved(drawer, 'apart', differenceMinor), counts: [], takenOver };
    }
    case 'cash-counted': {
      const { amountMinor, denominations, blind } = entry.body;
      const count = { at: entry.at, by: entry.operator, amountMinor, denominations, blind };
      return { ...drawer, counts: [...drawer.counts, count], standing: count };
    }
    default:
      return drawer;
  }
}

/** Drawer → what lies in it. Each has its own content; one of which nothing is written holds nothing. */
export type Drawers = Readonly<Record<string, Drawer>>;

/** The drawers after one more entry of their business date. */
export function foldDrawers(drawers: Drawers, any: DrawerEntry): Drawers {
  const entry = factOf(facts, any);
  if (!entry || !('drawer' in entry.body)) return drawers;
  const before = drawerIn(drawers, entry.body.drawer);
  const after = foldDrawer(before, any);
  return after === before ? drawers : { ...drawers, [entry.body.drawer]: after };
}

export function drawerIn(drawers: Drawers, drawer: string = mainDrawer): Drawer {
  return (Object.hasOwn(drawers, drawer) ? drawers[drawer] : undefined) ?? emptyDrawer;
}

/** Of those that are always there, and of the rare ones where something moved. */
export function linesIn({ lines }: Drawer): readonly (Movement & { line: DrawerLine })[] {
  return drawerLines
    .filter((line) => usual.has(line) || lines[line].count > 0)
    .map((line) => ({ line, ...lines[line] }));
}
const usual: ReadonlySet<DrawerLine> = new Set<DrawerLine>(['float', 'received', 'change']);

/** What should lie in it, in minor units. */
export function expectedIn({ lines }: Drawer): number {
  return drawerLines.reduce((sum, line) => sum + lines[line].minor, 0);
}

/** What was counted last against what should be there, negative where some is missing; null while no count stands. */
export function differenceIn(drawer: Drawer): number | null {
  return drawer.standing && drawer.standing.amountMinor - expectedIn(drawer);
}

function withTender(drawer: Drawer, tender: Tender): Drawer {
  if (tender.kind !== 'cash') return drawer;
  if (tender.amountMinor < 0) return moved(drawer, 'refunded', tender.amountMinor);
  const paid = moved(drawer, 'received', tender.tenderedMinor);
  return tender.changeMinor === 0 ? paid : moved(paid, 'change', -tender.changeMinor);
}

/** What was handed back before its sale was even was not received. */
function withoutTender(drawer: Drawer, tender: Tender): Drawer {
  if (tender.kind !== 'cash') return drawer;
  const { count, minor } = drawer.lines.received;
  return withLine(drawer, 'received', { count: count - 1, minor: minor - tender.amountMinor });
}

function moved(drawer: Drawer, line: DrawerLine, byMinor: number): Drawer {
  const { count, minor } = drawer.lines[line];
  return withLine(drawer, line, { count: count + 1, minor: minor + byMinor });
}

function withLine(drawer: Drawer, line: DrawerLine, movement: Movement): Drawer {
  return { ...drawer, lines: { ...drawer.lines, [line]: movement }, standing: null };
}
