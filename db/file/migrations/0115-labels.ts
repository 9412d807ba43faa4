/**
 * What the shop's own labels mean is a setting now. Until here 20 to 29 were grams: a till that sells by them goes on so,
 * until the back office says something else.
 */
import type { Migration } from '../migrate.ts';

const asBefore = Array.from({ length: 10 }, (_, digit) => `2${digit}IIIIIWWWWWC`);

export const labels: Migration = {
  number: 115,
  name: 'labels',
  up: (db) =>
    db.script(`
      UPDATE settings SET body = json_set(body, '$.labels', json('${JSON.stringify(asBefore)}'))
      WHERE json_extract(body, '$.labels') IS NULL;
    `),
};
