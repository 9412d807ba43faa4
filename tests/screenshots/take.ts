/** Every screen of the till in both sizes and languages, and at 150 %, as docs/screenshots shows them. */
import { join } from 'node:path';
import { root } from '../../tools/paths.ts';
import { canBreakDisks } from '../e2e/pages/failing-disk.ts';
import { zoomed } from '../e2e/pages/fits.ts';
import { test } from '../e2e/pages/fixtures.ts';
import { walks } from '../e2e/pages/stops.ts';
import { sizes } from '../e2e/pages/till.ts';
import type { Visit } from '../e2e/pages/visit.ts';
import { walkEveryScreen } from '../e2e/pages/walk.ts';

const folder = join(root, 'docs/screenshots');

for (const locale of ['zh-CN', 'en'] as const) {
  for (const size of ['1280x800', '1024x768'] as const) {
    const visit: Visit = async (page, name) => {
      const take = (view: string) =>
        page.screenshot({
          path: join(folder, `${name}-${locale}-${view}.png`),
          animations: 'disabled',
        });
      await take(size);
      if (size === '1280x800') await zoomed(page, sizes[size], 1.5, () => take('150'));
    };
    test.describe(`${locale} ${size}`, () => {
      test.use({ locale });
      test('pictures', async ({ shop, openTill }) => {
        await walkEveryScreen(shop, () => openTill({ size: sizes[size] }), locale, visit);
      });
      for (const [name, walk] of Object.entries(walks)) {
        test(`pictures of stops: ${name}`, async ({ shop, openTill }) => {
          test.skip(name === 'doubt' && !canBreakDisks, 'strace is not here, or may not trace');
          const open = () => openTill({ size: sizes[size] });
          await walk({ shop, openTill: open, locale, visit });
        });
      }
    });
  }
}
