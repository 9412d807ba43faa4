/** Who may work the tills of a store. */
import { type Operator, operatorSchema } from '../../domain/operator.ts';
import { upsert } from '../store/versioned.ts';
import { type AdminContext, keyed, versioned } from './context.ts';

export type OperatorsAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putOperators(store: string, operators: readonly Operator[]): Promise<void>;
}>;

export function createOperatorsAdmin({ db }: AdminContext): OperatorsAdmin {
  return {
    putOperators: (store, operators) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(operatorSchema, operators, ({ number }) => ({ number }));
        return upsert(work, 'operators', ['number'], store, version, rows);
      }),
  };
}
