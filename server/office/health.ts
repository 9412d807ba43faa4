/** Whether this server can do its work, for whoever watches over it. Route: `GET /healthz`, for anybody. */
import { sql } from 'kysely';
import type { Database } from '../store/tables.ts';

export async function isHealthy(db: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}
