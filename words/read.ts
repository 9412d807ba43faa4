/** Words for whoever runs in Node: main, back office, tools. The page takes them in when it is built. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Messages } from '../domain/words/speaker.ts';

/**
 * The messages of some rooms in one language, `readWords('zh-CN', ['problems', 'console/sale'])`; what that language
 * lacks is said in English. Throws what the file system throws when a room is in neither.
 */
export function readWords<Id extends string = string>(
  tag: string,
  rooms: readonly string[],
  folder: string = import.meta.dirname,
): Messages<Id> {
  const parts = rooms.flatMap((room) => {
    const own = join(folder, tag, `${room}.json`);
    const english: Messages = JSON.parse(readFileSync(join(folder, 'en', `${room}.json`), 'utf8'));
    return existsSync(own) ? [english, JSON.parse(readFileSync(own, 'utf8'))] : [english];
  });
  return Object.assign({}, ...parts);
}
