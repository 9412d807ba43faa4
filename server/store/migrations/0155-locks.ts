/** Who is locked at a till: kept with the till, as its day and its last sign-in are. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('tills')
    .addColumn('locks', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
}
