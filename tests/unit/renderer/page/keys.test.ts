import { describe, expect, it } from 'vitest';
import { keyFor } from '../../../../renderer/page/keys.ts';

describe('the keys of the page', () => {
  it('have one meaning each', () => {
    const keys = Object.values(keyFor);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
