/** Changes of one operator, made only while they are as the form's reader saw them. */
import type { Operator } from '../../../domain/people/operator.ts';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import type { Seen } from '../../changes/seen.ts';
import type { Answer, GoTo } from '../entry/pages.ts';
import { seenBy } from '../frame/stale.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { operatorPage } from './operator-view.ts';

export function findOperator({ desk, shop, param }: ShopVisit): Promise<Seen<Operator> | null> {
  return desk.admin.findOperator(shop.store, param('number'));
}

/**
 * `change` answers what they become, the pair is what the audit says of it, `then` what follows once that is kept. Null:
 * there is no such operator.
 */
export async function changing(
  visit: ShopVisit,
  form: FormData,
  change: (operator: Operator) => Promise<Operator | Answer>,
  [what, params]: readonly [string, SentenceParams],
  then: () => Answer | GoTo,
): Promise<Answer | GoTo> {
  const { shop } = visit;
  const found = await findOperator(visit);
  if (!found) return null;
  const changed = await change(found.value);
  if (changed === null || !('pinHash' in changed)) return changed;
  const isKept = await visit.change(what, params, ({ admin }) =>
    admin.changeOperator(shop.store, changed, seenBy(form)),
  );
  if (isKept) return then();
  const now = await findOperator(visit);
  return now && operatorPage(visit, now, { isStale: true });
}
