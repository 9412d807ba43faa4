/** What the back office decided for the store. */
import { type StoreSettings, storeSettingsSchema } from '../../domain/office/store-settings.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { createLastRead } from '../file/stored.ts';

const last = createLastRead<StoreSettings>();

/** Null until the till has joined a store. */
export function loadSettings(db: Readable): StoreSettings | null {
  const row = db.get<{ body: string }>(sql`SELECT body FROM settings`);
  return row ? last.read(db, row.body, storeSettingsSchema.parse) : null;
}

export function saveSettings(db: Writable, settings: StoreSettings): void {
  db.run(
    sql`INSERT INTO settings (one, body) VALUES (1, ${JSON.stringify(settings)})
        ON CONFLICT (one) DO UPDATE SET body = excluded.body`,
  );
}
