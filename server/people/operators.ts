/** Who may work the tills of a store. */
import { type Operator, operatorSchema } from '../../domain/people/operator.ts';
import { type AdminContext, keyed, versioned } from '../changes/context.ts';
import { changeSeen, type Seen } from '../changes/seen.ts';
import { findVersioned, upsert } from '../changes/versioned.ts';
import { together } from '../store/transaction.ts';
import { noteWithdrawals } from './withdrawals.ts';

export type OperatorsAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putOperators(store: string, operators: readonly Operator[]): Promise<void>;
  /** By number, the withdrawn too. */
  operators(store: string): Promise<Operator[]>;
  findOperator(store: string, number: string): Promise<Seen<Operator> | null>;
  /** False where they are not as they were `seen` any more. */
  changeOperator(store: string, operator: Operator, seen: number | null): Promise<boolean>;
}>;

export function createOperatorsAdmin({ db, clock }: AdminContext): OperatorsAdmin {
  return {
    putOperators: (store, operators) =>
      versioned(db, store, async (work, version) => {
        const rows = keyed(operatorSchema, operators, ({ number }) => ({ number }));
        await upsert(work, 'operators', ['number'], store, version, rows);
        await noteWithdrawals(work, clock, store, operators);
      }),
    operators: async (store) => {
      const rows = await db
        .selectFrom('operators')
        .select('body')
        .where('store_id', '=', store)
        .orderBy('number')
        .execute();
      return rows.map(parse);
    },
    findOperator: async (store, number) => {
      const row = await findVersioned(db, 'operators', store, { number });
      return row && { value: parse(row), version: row.version };
    },
    changeOperator: async (store, operator, seen) => {
      const body = JSON.stringify(operatorSchema.parse(operator));
      const key = { number: operator.number };
      return together(db, async (work) => {
        const isChanged = await changeSeen(work, store, 'operators', key, { body }, seen);
        if (isChanged) await noteWithdrawals(work, clock, store, [operator]);
        return isChanged;
      });
    },
  };
}

function parse({ body }: Readonly<{ body: string }>): Operator {
  return operatorSchema.parse(JSON.parse(body));
}
