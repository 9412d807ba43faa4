/** An attempt at a payment terminal remembers what the terminal had done last before it. */
import type { Migration } from '../migrate.ts';

export const terminalMark: Migration = {
  number: 60,
  name: 'terminal-mark',
  up: (db) => db.script('ALTER TABLE attempts ADD COLUMN terminal_mark TEXT;'),
};
