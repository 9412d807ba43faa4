/** Every screen, in both languages and sizes: nothing that WCAG 2.2 AA forbids, nothing that does not fit. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './pages/fixtures.ts';
import { sizes } from './pages/till.ts';
import { walkEveryScreen } from './pages/walk.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

for (const [locale, size] of [
  ['zh-CN', '1280x800'],
  ['en', '1024x768'],
] as const) {
  test.describe(`every screen, ${locale}, ${size}`, () => {
    test.use({ locale });
    test('is readable by everybody and fits the window', async ({ shop, openTill }) => {
      test.setTimeout(300_000);
      const seen: string[] = [];
      await walkEveryScreen(
        shop,
        () => openTill({ size: sizes[size] }),
        locale,
        async (page, name) => {
          seen.push(name);
          // Electron cannot open the second page that axe would like for its report.
          const { violations } = await new AxeBuilder({ page })
            .setLegacyMode(true)
            .withTags(rules)
            .analyze();
          expect(
            violations.map(({ id, nodes }) => ({ id, on: nodes.map(({ html }) => html) })),
            name,
          ).toEqual([]);
          expect(
            await page.evaluate(() => ({
              right: document.documentElement.scrollWidth - window.innerWidth,
              down: document.documentElement.scrollHeight - window.innerHeight,
            })),
            name,
          ).toEqual({ right: 0, down: 0 });
        },
      );
      expect(seen.length).toBeGreaterThan(25);
    });
  });
}
