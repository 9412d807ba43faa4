import { describe, expect, test } from 'vitest';
import { sql } from '../../../../db/file/sql.ts';

describe('sql', () => {
  test('binds every value and pastes none', () => {
    const nasty = "'; DROP TABLE journal; --";
    const bytes = new Uint8Array([1, 2]);
    expect(sql`INSERT INTO t VALUES (${nasty}, ${1}, ${null}, ${bytes})`).toEqual({
      text: 'INSERT INTO t VALUES (?, ?, ?, ?)',
      values: [nasty, 1, null, bytes],
    });
  });

  test('gives one text for one place in the source, so that its statement is prepared once', () => {
    const find = (sku: string) => sql`SELECT 1 FROM items WHERE sku = ${sku}`;
    expect(find('10001').text).toBe(find('10002').text);
    expect(find('10002').values).toEqual(['10002']);
  });

  test('takes a statement without values', () => {
    expect(sql`PRAGMA user_version`).toEqual({ text: 'PRAGMA user_version', values: [] });
  });
});
