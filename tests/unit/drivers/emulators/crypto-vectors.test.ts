/** Every row of ../shared/vectors/crypto.md. The same rows inside Electron: vectors-in-electron.test.ts. */
import { describe, expect, test } from 'vitest';
import { cryptoChecks } from '../../../helpers/crypto-vectors/index.ts';
import { vectorRows } from '../../../helpers/vector-tables.ts';

const rows = vectorRows('crypto.md');
const checks = cryptoChecks(rows ?? []);

describe.skipIf(rows === null)('crypto.md (skipped when ../shared/vectors is absent)', () => {
  test.each(checks)('$id: $what', ({ made, wanted }) => {
    expect(wanted).toBeDefined();
    expect(made).toEqual(wanted);
  });

  test('has every one of its rows worked out, none twice', () => {
    const ids = (rows ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(checks.map(({ id }) => id))]).toEqual(ids);
    expect(ids.length).toBeGreaterThanOrEqual(85);
  });

  test('a row that nobody knows is not passed over', () => {
    const row = { id: 'C999', section: '8. New', cells: [] };
    expect(() => cryptoChecks([row])).toThrow('C999');
  });
});
