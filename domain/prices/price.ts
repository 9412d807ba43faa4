/**
 * What lies on the counter, priced: list or set price, promotions, discounts by hand, then what is off the whole basket.
 * A pure function of it and the rules, asked again after every change: the order in which goods were scanned changes
 * nothing, and taking a line out gives back what was before it.
 */
import { promotionsOn, thresholdsOn } from './choose.ts';
import { cameBack } from './come-back.ts';
import { type HandDiscount, offByHand } from './hand.ts';
import {
  type CounterLine,
  type Discount,
  grossMinor,
  type LineOff,
  type PricedLine,
} from './line.ts';
import type { ActivePromotions } from './promotion.ts';
import { shareOut } from './share.ts';

type Counter = Readonly<{ lines: readonly CounterLine[]; discount?: HandDiscount | undefined }>;

/** The lines with what each costs, in their order. */
export function price({ lines, discount }: Counter, rules: ActivePromotions): PricedLine[] {
  const asked = lines.map(atPrice);
  const promoted = less(asked, promotionsOn(asked, rules));
  const reduced = less(promoted, lineDiscounts(promoted));
  const over = less(reduced, thresholdsOn(reduced, rules));
  return discount ? less(over, basketDiscount(over, discount)) : over;
}

/** What was found to be off them, to price the same lines by later; what comes back brings its own along. */
export function offOf(lines: readonly PricedLine[]): LineOff[] {
  return lines.flatMap(({ line, discounts, paid }) =>
    discounts.length > 0 && !paid ? [{ line, discounts: [...discounts] }] : [],
  );
}

/** The lines less what `offOf` found, whatever the rules say by now. */
export function priceLess(
  { lines }: Pick<Counter, 'lines'>,
  off: readonly LineOff[],
): PricedLine[] {
  return less(lines.map(atPrice), new Map(off.map(({ line, discounts }) => [line, discounts])));
}

function atPrice(line: CounterLine): PricedLine {
  if (line.paid) return { ...line, ...cameBack(line.paid, line.quantity) };
  const priceMinor = line.setPriceMinor ?? line.listPriceMinor;
  return { ...line, priceMinor, discounts: [], totalMinor: grossMinor({ ...line, priceMinor }) };
}

function less(
  lines: readonly PricedLine[],
  off: ReadonlyMap<number, readonly Discount[]>,
): PricedLine[] {
  return lines.map((line) => {
    const more = off.get(line.line) ?? [];
    if (more.length === 0) return line;
    const minor = more.reduce((sum, each) => sum + each.minor, 0);
    return {
      ...line,
      discounts: [...line.discounts, ...more],
      totalMinor: line.totalMinor - minor,
    };
  });
}

function lineDiscounts(lines: readonly PricedLine[]): Map<number, Discount[]> {
  return new Map(
    lines.flatMap(({ line, hand, totalMinor }): [number, Discount[]][] => {
      const minor = hand ? offByHand(hand, totalMinor) : 0;
      return hand && minor > 0
        ? [[line, [{ source: 'hand', reasonId: hand.reasonId, minor }]]]
        : [];
    }),
  );
}

/** Off goods alone: what comes back, deposits and money sold cost what they cost. */
function basketDiscount(
  lines: readonly PricedLine[],
  discount: HandDiscount,
): Map<number, Discount[]> {
  const goods = lines.filter(({ kind, totalMinor }) => kind === 'goods' && totalMinor > 0);
  const by = goods.map(({ totalMinor }) => totalMinor);
  const sum = by.reduce((whole, minor) => whole + minor, 0);
  const shares = shareOut(offByHand(discount, sum), goods, by);
  return new Map(
    goods.flatMap(({ line }, index): [number, Discount[]][] => {
      const minor = shares[index] ?? 0;
      const { reasonId } = discount;
      return minor > 0 ? [[line, [{ source: 'hand', reasonId, whole: true, minor }]]] : [];
    }),
  );
}
