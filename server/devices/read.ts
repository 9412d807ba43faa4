/** What a till's journal says of one device: registered, attached, checked. */
import { type Fact, parseFact } from '../../domain/contract/entry.ts';
import type { Database } from '../store/tables.ts';

const kinds = ['device-registered', 'device-attached', 'device-checked'] as const;
export type DeviceFact = Extract<Fact, { kind: (typeof kinds)[number] }>;
export type PastDevice = Readonly<{
  seq: number;
  at: number;
  operator: string | null;
  fact: DeviceFact;
}>;

/** Of all devices of the till; those of one are among them. */
const entriesMax = 500;

/** The newest first. An entry that nobody here can read is left out: the till's page names it. */
export async function readHistory(
  db: Database,
  store: string,
  till: string,
  device: string,
): Promise<PastDevice[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['seq', 'at', 'operator', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('kind', 'in', kinds)
    .orderBy('seq', 'desc')
    .limit(entriesMax)
    .execute();
  return rows.flatMap(({ seq, at, operator, kind, body }) => {
    const fact = readFact(kind, body);
    return fact?.body.device === device ? [{ seq, at, operator, fact }] : [];
  });
}

function readFact(kind: string, body: string): DeviceFact | null {
  try {
    return parseFact(kind, JSON.parse(body)) as DeviceFact;
  } catch {
    return null;
  }
}
