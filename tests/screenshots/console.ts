/** Every page of the back office in both languages, as docs/screenshots shows them. */
import { join } from 'node:path';
import { chromium, test } from '@playwright/test';
import { root } from '../../tools/paths.ts';
import { addressOf, shownPages } from '../helpers/console-routes.ts';
import { type ConsoleShop, openConsoleShop } from '../helpers/console-shop.ts';
import { tellStories } from '../helpers/console-stories.ts';
import { password } from '../helpers/console-visitor.ts';

const folder = join(root, 'docs/screenshots');
const viewport = { width: 1280, height: 800 };

/** Name of the picture → address. */
async function pagesOf({ office, stores, till }: ConsoleShop): Promise<Map<string, string>> {
  const accounts = await office.store.db.selectFrom('accounts').select('account_id').execute();
  const parts = { seq: '2', account: accounts[0]?.account_id ?? '' };
  const where = { store: stores[0] ?? '', till: till.till };
  return new Map(
    [...shownPages()].map(([name, page]) => {
      const isOfAll = page.scope === 'all' && !/[:*]/.test(page.path);
      return [name, isOfAll ? page.path : addressOf(page, where, parts)];
    }),
  );
}

test('the console', async () => {
  const shop = await openConsoleShop();
  await tellStories(shop);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    for (const locale of ['zh-CN', 'en']) {
      const options = { locale, viewport, ignoreHTTPSErrors: true };
      const page = await (await browser.newContext(options)).newPage();
      const take = (name: string) =>
        page.screenshot({ path: join(folder, `console-${name}-${locale}-1280x800.png`) });
      await page.goto(`${shop.url}/login`);
      await take('login');
      await page.locator('[name=name]').fill('boss');
      await page.locator('[name=password]').fill(password);
      await page.getByTestId('log-in').click();
      await page.waitForURL(`${shop.url}/`);
      for (const [name, path] of await pagesOf(shop)) {
        await page.goto(shop.url + path);
        await take(name);
      }
    }
  } finally {
    await browser.close();
    await shop.close();
  }
});
