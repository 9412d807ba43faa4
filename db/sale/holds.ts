/** Baskets that wait for their operators, or were put aside for a customer. One is either on the counter or in here, whatever happens in between. */
import { assert } from '../../domain/basics/assert.ts';
import type { NewId } from '../../domain/basics/random.ts';
import type { Basket } from '../../domain/sale/basket.ts';
import { basketAtRest, readBasket } from '../../domain/sale/stored-basket.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';
import { loadBasket, saveBasket } from './basket.ts';

export type ParkedBasket = Readonly<{
  id: string;
  operator: string;
  businessDate: string;
  /** Milliseconds UTC. */
  at: number;
  /** The name it was put aside under, perhaps none; null where it waits for its operator. */
  heldAs: string | null;
  basket: Basket;
}>;

type Row = Omit<ParkedBasket, 'basket'> & Readonly<{ body: string }>;

/** Whose it was, when, and under which name it was put aside; null where it waits for its operator. */
export type Whose = Omit<ParkedBasket, 'id' | 'basket'>;

/** Takes `basket` off the counter. Within the transaction of the caller. */
export function parkBasket(
  db: Writable,
  basket: Basket,
  { operator, businessDate, at, heldAs }: Whose,
): void {
  db.run(
    sql`INSERT INTO parked_baskets (id, operator, business_date, parked_at, held_as, body)
        VALUES (${basket.id}, ${operator}, ${businessDate}, ${at}, ${heldAs}, ${JSON.stringify(basketAtRest(basket))})`,
  );
  saveBasket(db, null);
}

/** Oldest first. */
export function listParked(db: Readable): ParkedBasket[] {
  return db
    .all<Row>(
      sql`SELECT id, operator, business_date AS businessDate, parked_at AS at, held_as AS heldAs, body
          FROM parked_baskets ORDER BY parked_at, id`,
    )
    .map(({ body, ...row }) => {
      const basket = readStored(db.file, body, readBasket);
      assert(basket, 'what cannot be read was put aside at the start');
      return { ...row, basket };
    });
}

/** Puts the operator's first basket of that date back on the counter; null where none waits, or something lies there. */
export function bringBackBasket(
  db: Writable,
  operator: string,
  businessDate: string,
): Basket | null {
  return db.transaction(() => {
    if ((loadBasket(db)?.lines.length ?? 0) > 0) return null;
    const basket = listParked(db).find(
      (parked) =>
        parked.heldAs === null &&
        parked.operator === operator &&
        parked.businessDate === businessDate,
    )?.basket;
    if (!basket) return null;
    db.run(sql`DELETE FROM parked_baskets WHERE id = ${basket.id}`);
    saveBasket(db, basket);
    return basket;
  });
}

/** Puts one that was put aside back on the counter, which is empty. Within the transaction of the caller. */
export function takeHeld(db: Writable, basket: Basket): void {
  db.run(sql`DELETE FROM parked_baskets WHERE id = ${basket.id}`);
  saveBasket(db, basket);
}

/** `counter` lies on the counter, and whatever waits is another sale from now on. Within the transaction of the caller. */
export function renewBaskets(db: Writable, counter: Basket, newId: NewId): void {
  saveBasket(db, counter);
  for (const { id, basket } of listParked(db)) {
    const fresh = { ...basket, id: newId() };
    db.run(
      sql`UPDATE parked_baskets SET id = ${fresh.id}, body = ${JSON.stringify(basketAtRest(fresh))}
          WHERE id = ${id}`,
    );
  }
}
