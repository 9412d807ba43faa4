/** Every screen of a day, in both languages and sizes: nothing that WCAG 2.2 AA forbids, nothing that does not fit. */

import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { expectKeysTold } from './pages/keys.ts';
import { expectReadable } from './pages/readable.ts';
import { sizes } from './pages/till.ts';
import { walkEveryScreen } from './pages/walk.ts';

for (const [locale, size] of [
  ['zh-CN', '1280x800'],
  ['en', '1024x768'],
] as const) {
  test.describe(`every screen, ${locale}, ${size}`, () => {
    test.use({ locale });
    test('is readable by everybody and fits the window', async ({ shop, openTill }) => {
      const seen: string[] = [];
      await walkEveryScreen(
        shop,
        () => openTill({ size: sizes[size] }),
        locale,
        async (page, name) => {
          seen.push(name);
          await expectReadable(page, name);
          await expectKeysTold(page, name);
          await expectFits(page, name);
        },
      );
      expect(seen.length).toBeGreaterThan(25);
    });
  });
}
