/** Which version of the fold made the sums of a date; those that are there are folded anew. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('day_totals')
    .addColumn('fold', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
}
