/** What the till decided alone and what somebody should look at; one-time codes; sign-ins to look back on. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await codes(db);
  await withdrawals(db);
  await reviews(db);
  await signIns(db);
}

async function codes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tills').addColumn('code_key', 'text').execute();
  await db.schema
    .createTable('code_answers')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('challenge', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('given_at', 'bigint', (column) => column.notNull())
    .addColumn('given_by', 'text', (column) => column.notNull())
    .addColumn('used_seq', 'bigint')
    .addPrimaryKeyConstraint('code_answers_pk', ['store_id', 'till_id', 'challenge'])
    .execute();
}

/** When somebody stopped being let in: what a till did offline before that moment was right. */
async function withdrawals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('withdrawals')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('withdrawals_pk', ['store_id', 'number'])
    .execute();
}

async function reviews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('anomalies')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('anomaly_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('params', 'text', (column) => column.notNull())
    .addColumn('entries', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_by', 'text')
    .addColumn('state_at', 'bigint')
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('anomalies_pk', ['store_id', 'till_id', 'anomaly_id'])
    .execute();
  await db.schema
    .createIndex('anomalies_by_state')
    .on('anomalies')
    .columns(['store_id', 'state', 'at'])
    .execute();
  await db.schema
    .createTable('reviews')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('reviews_pk', ['store_id', 'till_id'])
    .execute();
  await db.schema
    .createTable('decisions')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('reviewed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('decisions_pk', ['store_id', 'till_id', 'seq'])
    .execute();
}

async function signIns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ins')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('opened', 'integer', (column) => column.notNull())
    .addColumn('offline', 'integer', (column) => column.notNull())
    .addColumn('steps', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sign_ins_pk', ['store_id', 'till_id', 'seq'])
    .execute();
  await db.schema
    .createIndex('sign_ins_by_date')
    .on('sign_ins')
    .columns(['store_id', 'business_date'])
    .execute();
}
