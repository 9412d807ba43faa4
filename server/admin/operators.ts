/** Who may work the tills of a store. */
import { type Operator, operatorSchema } from '../../domain/operator.ts';
import { findVersioned, upsert } from '../store/versioned.ts';
import { type AdminContext, keyed, versioned } from './context.ts';
import { changeSeen, type Seen } from './seen.ts';

export type OperatorsAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putOperators(store: string, operators: readonly Operator[]): Promise<void>;
  /** By number, the withdrawn too. */
  operators(store: string): Promise<Operator[]>;
  findOperator(store: string, number: string): Promise<Seen<Operator> | null>;
  /** False where they are not as they were `seen` any more. */
  changeOperator(store: string, operator: Operator, seen: number | null): Promise<boolean>;
}>;

export function createOperatorsAdmin({ db }: AdminContext): OperatorsAdmin {
  return {
    putOperators: (store, operators) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(operatorSchema, operators, ({ number }) => ({ number }));
        return upsert(work, 'operators', ['number'], store, version, rows);
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
    changeOperator: (store, operator, seen) => {
      const body = JSON.stringify(operatorSchema.parse(operator));
      return changeSeen(db, store, 'operators', { number: operator.number }, { body }, seen);
    },
  };
}

function parse({ body }: Readonly<{ body: string }>): Operator {
  return operatorSchema.parse(JSON.parse(body));
}
