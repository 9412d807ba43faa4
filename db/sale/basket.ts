/** The basket on the counter, so that a crash does not make a customer unload it again. */
import type { Basket } from '../../domain/sale/basket.ts';
import { basketAtRest, readBasket } from '../../domain/sale/stored-basket.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

export function loadBasket(db: Readable): Basket | null {
  const row = db.get<{ body: string }>(sql`SELECT body FROM basket`);
  // One that this release cannot read is put aside: unread.ts.
  return row ? readStored(db.file, row.body, readBasket) : null;
}

export function saveBasket(db: Writable, basket: Basket | null): void {
  if (basket === null) {
    db.run(sql`DELETE FROM basket`);
    return;
  }
  db.run(
    sql`INSERT INTO basket (one, id, body) VALUES (1, ${basket.id}, ${JSON.stringify(basketAtRest(basket))})
        ON CONFLICT (one) DO UPDATE SET id = excluded.id, body = excluded.body`,
  );
}

/** The basket, on the counter or parked, that has become this sale or was given up as it; another one stays. */
export function removeBasketOf(db: Writable, saleId: string): void {
  db.run(sql`DELETE FROM basket WHERE id = ${saleId}`);
  db.run(sql`DELETE FROM parked_baskets WHERE id = ${saleId}`);
}
