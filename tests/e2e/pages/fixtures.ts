/** Each test gets a shop of its own in a new directory, and tills that are closed when it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { openShop, type Shop } from '../../../tools/demo/shop.ts';
import { type LaunchOptions, launchTill, type TillWindow } from './till.ts';

type Fixtures = {
  locale: 'zh-CN' | 'en';
  shop: Shop;
  /** Starts the till of the shop; the second call is a restart on the same data. */
  openTill: (options?: Partial<LaunchOptions>) => Promise<TillWindow>;
};

/** The acquirer is given up on after this long: silence is part of what is tested. */
const answerTimeoutMs = 3_000;

export const test = base.extend<Fixtures>({
  locale: 'zh-CN',
  shop: async ({ locale }, use) => {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-e2e-'));
    const shop = await openShop({ directory, locale, answerTimeoutMs });
    await use(shop);
    await shop.close();
    rmSync(directory, { recursive: true, force: true });
  },
  openTill: async ({ shop }, use) => {
    const opened: TillWindow[] = [];
    await use(async (options = {}) => {
      const till = await launchTill({ tillDirectory: shop.tillDirectory, ...options });
      opened.push(till);
      return till;
    });
    for (const till of opened) await till.close();
  },
});

export { expect } from '@playwright/test';
