/** First thing at start: what a crash or a pulled plug left open. */

import type { TillDatabase } from '../../db/index.ts';
import { type Basket, basketSchema, emptyBasket } from '../../domain/basket.ts';
import type { NewId } from '../../domain/random.ts';
import { type OpenTill, record } from '../session.ts';
import { openAttempts, settleWithoutHost } from './attempts.ts';

/**
 * The basket as it was; an empty one where there was none, or where it has been sold: a crash after the commit and
 * before the basket was cleared must not sell it twice.
 */
export function restoreBasket(db: TillDatabase, newId: NewId): Basket {
  const saved = basketSchema.safeParse(db.basket.load());
  if (!saved.success || db.sales.find(saved.data.id)) return emptyBasket(newId());
  return saved.data;
}

/**
 * Writes the start down; ends the shift a crash cut off, so that the gate is closed; says of each open attempt what
 * the journal alone can say. What is left waits for working keys.
 */
export function recover(till: OpenTill): void {
  record(till, [{ kind: 'till-started', body: { version: till.ports.system.appVersion } }], null);
  if (till.db.day().state !== 'closed') {
    record(till, [{ kind: 'signed-out', body: { reason: 'restart' } }]);
  }
  for (const attempt of openAttempts(till)) settleWithoutHost(till, attempt);
}
