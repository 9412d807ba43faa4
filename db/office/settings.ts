/** What the back office decided for the store. */
import { type StoreSettings, storeSettingsSchema } from '../../domain/office/store-settings.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

/** What was read last, by its text: every call asks, and next to none finds another. */
const read = new WeakMap<Readable, Readonly<{ body: string; settings: StoreSettings }>>();

/** Null until the till has joined a store. */
export function loadSettings(db: Readable): StoreSettings | null {
  const row = db.get<{ body: string }>(sql`SELECT body FROM settings`);
  if (!row) return null;
  const { body } = row;
  const known = read.get(db);
  if (known?.body === body) return known.settings;
  const settings = readStored(db.file, body, storeSettingsSchema.parse);
  read.set(db, { body, settings });
  return settings;
}

export function saveSettings(db: Writable, settings: StoreSettings): void {
  db.run(
    sql`INSERT INTO settings (one, body) VALUES (1, ${JSON.stringify(settings)})
        ON CONFLICT (one) DO UPDATE SET body = excluded.body`,
  );
}
