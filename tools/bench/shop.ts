/** A demo shop in a folder of its own, gone when the benchmark ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShop } from '../demo/shop.ts';

export type BenchShop = Readonly<{
  directory: string;
  /** `ROLLCALL_DATA` of the till. */
  tillDirectory: string;
}>;

export async function withShop<T>(use: (shop: BenchShop) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    const shop = await openShop({ directory, locale: 'zh-CN' });
    try {
      return await use({ directory, tillDirectory: shop.tillDirectory });
    } finally {
      await shop.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
