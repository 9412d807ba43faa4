/** What is asked about the sign-ins of the past, as the review has listed them. */
import { z } from 'zod';
import { stepOutcomeSchema } from '../../domain/sign-in/facts.ts';
import type { Database } from '../store/tables.ts';

export type SignInFilter = Readonly<{
  store: string;
  till: string | null;
  operator: string | null;
  from: string;
  until: string;
}>;

const stepsSchema = z.array(stepOutcomeSchema);

export type PastSignIn = Readonly<{
  till: string;
  seq: number;
  at: number;
  operator: string | null;
  opened: boolean;
  offline: boolean;
  steps: z.output<typeof stepsSchema>;
}>;

/** The newest first, after the row that `after` names. */
export async function readSignIns(
  db: Database,
  filter: SignInFilter,
  after: string | null,
  limit: number,
): Promise<PastSignIn[]> {
  const { store, till, operator, from, until } = filter;
  const [at = '', afterTill = '', seq = ''] = after?.split('.') ?? [];
  const rows = await db
    .selectFrom('sign_ins')
    .selectAll()
    .where('store_id', '=', store)
    .where('business_date', '>=', from)
    .where('business_date', '<=', until)
    .$if(till !== null, (query) => query.where('till_id', '=', till ?? ''))
    .$if(operator !== null, (query) => query.where('operator', '=', operator ?? ''))
    .$if(after !== null, (query) =>
      query.where((is) =>
        is.or([
          is('at', '<', Number(at)),
          is.and([is('at', '=', Number(at)), is('till_id', '>', afterTill)]),
          is.and([
            is('at', '=', Number(at)),
            is('till_id', '=', afterTill),
            is('seq', '<', Number(seq)),
          ]),
        ]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('till_id')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    till: row.till_id,
    seq: row.seq,
    at: row.at,
    operator: row.operator,
    opened: row.opened === 1,
    offline: row.offline === 1,
    steps: stepsSchema.parse(JSON.parse(row.steps)),
  }));
}
