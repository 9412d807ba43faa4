/**
 * What lies on the counter, priced. A pure function of it and the rules: asked again after every change, so that the
 * order in which goods were scanned changes nothing, and taking a line out gives back what was before it.
 */
import { promotionsOn } from './apply-promotions.ts';
import { type CounterLine, type Discount, grossMinor, type PricedLine } from './line.ts';
import type { ActivePromotions } from './promotion.ts';

/** The lines with what each costs, in their order. */
export function price(lines: readonly CounterLine[], rules: ActivePromotions): PricedLine[] {
  const asked = lines.map((line) => atPrice(line, []));
  const promotions = promotionsOn(asked, rules);
  return asked.map((line) => atPrice(line, promotions.get(line.line) ?? []));
}

function atPrice(line: CounterLine, discounts: Discount[]): PricedLine {
  const priceMinor = line.setPriceMinor ?? line.listPriceMinor;
  const off = discounts.reduce((sum, { minor }) => sum + minor, 0);
  return {
    ...line,
    priceMinor,
    discounts,
    totalMinor: grossMinor({ ...line, priceMinor }) - off,
  };
}
