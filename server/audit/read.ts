/** What stands in the audit. */
import type { Database, Tables } from '../store/tables.ts';

const dayMs = 24 * 3_600_000;

export type AuditRow = Readonly<Tables['audit']>;

export type AuditFilter = Readonly<{
  stores: readonly string[];
  /** Dates. */
  from: string;
  until: string;
  who: string | null;
  what: string | null;
}>;

/** The newest first; an id begins with its time, so that the key alone finds them. */
export async function readAudit(
  db: Database,
  filter: AuditFilter,
  after: string | null,
  limit: number,
): Promise<AuditRow[]> {
  const { stores, from, until, who, what } = filter;
  if (stores.length === 0) return [];
  return (
    db
      .selectFrom('audit')
      .selectAll()
      .where('store_id', 'in', stores)
      // A day on either side for the stores' zones; the exact day is a matter of reading.
      .where('id', '>=', idAt(Date.parse(from) - dayMs))
      .where('id', '<', after ?? idAt(Date.parse(until) + 2 * dayMs))
      .$if(who !== null, (query) => query.where('who', 'like', `%${plain(who ?? '')}%`))
      .$if(what !== null, (query) => query.where('what', '=', what ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  );
}

/** What there is to choose from. */
export async function auditKinds(db: Database, stores: readonly string[]): Promise<string[]> {
  if (stores.length === 0) return [];
  const rows = await db
    .selectFrom('audit')
    .select('what')
    .distinct()
    .where('store_id', 'in', stores)
    .orderBy('what')
    .execute();
  return rows.map(({ what }) => what);
}

/** As audit.ts writes it. */
function idAt(at: number): string {
  return Math.max(0, at).toString(36).padStart(9, '0');
}

/** Without what LIKE reads as a pattern: no name of ours has it. */
function plain(text: string): string {
  return text.replace(/[%_\\]/g, '');
}
