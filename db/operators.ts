/** Who may work the till, as the back office says; with the hash of each PIN, never a PIN. */
import { type Operator, operatorSchema } from '../domain/operator.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';

type OperatorRow = Readonly<{ body: string }>;

/** Adds and replaces; an operator who left comes as withdrawn. */
export function applyOperators(db: Writable, list: readonly Operator[]): void {
  db.transaction(() => {
    for (const operator of list) {
      db.run(
        sql`INSERT INTO operators (number, body)
            VALUES (${operator.number}, ${JSON.stringify(operator)})
            ON CONFLICT (number) DO UPDATE SET body = excluded.body`,
      );
    }
  });
}

/** Also one who is withdrawn: whether they may sign in is not decided here. */
export function findOperator(db: Readable, number: string): Operator | null {
  const row = db.get<OperatorRow>(sql`SELECT body FROM operators WHERE number = ${number}`);
  return row ? parse(row) : null;
}

/** By number, the withdrawn too. */
export function listOperators(db: Readable): Operator[] {
  return db.all<OperatorRow>(sql`SELECT body FROM operators ORDER BY number`).map(parse);
}

function parse(row: OperatorRow): Operator {
  return operatorSchema.parse(JSON.parse(row.body));
}
