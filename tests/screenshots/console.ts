/** Every page of the back office in both languages, as docs/screenshots shows them. */
import { join } from 'node:path';
import { chromium, test } from '@playwright/test';
import { root } from '../../tools/paths.ts';
import { type ConsoleShop, openConsoleShop } from '../helpers/console-shop.ts';
import { tellStories } from '../helpers/console-stories.ts';
import { password } from '../helpers/console-visitor.ts';

const folder = join(root, 'docs/screenshots');
const viewport = { width: 1280, height: 800 };

/** Name of the picture → address. */
function pagesOf({ stores: [store = ''], till }: ConsoleShop): Record<string, string> {
  const sections = [
    'takings',
    'closings',
    'journal',
    'sales',
    'catalogue',
    'promotions',
    'operators',
  ];
  const more = ['devices', 'releases', 'policies', 'anomalies', 'tills', 'codes', 'sign-ins'];
  const listed = [...sections, ...more, 'audit'];
  return {
    today: '/',
    ...Object.fromEntries(listed.map((name) => [name, `/${name}?store=${store}`])),
    till: `/tills/${till.till}`,
    entry: `/tills/${till.till}/entries/2`,
    accounts: '/accounts',
    account: '/account',
  };
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
      for (const [name, path] of Object.entries(pagesOf(shop))) {
        await page.goto(shop.url + path);
        await take(name);
      }
    }
  } finally {
    await browser.close();
    await shop.close();
  }
});
