/** What is sold by hand: shelves, tabs and folders as the shop has made them. */
import { expectFits, zoomed } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { people, signIn } from './pages/flows.ts';
import { sizes } from './pages/till.ts';

const words = {
  'zh-CN': { drinks: '饮料', all: '全部', tea: '茶饮' },
  en: { drinks: 'Drinks', all: 'All', tea: 'Tea' },
} as const;

for (const locale of ['zh-CN', 'en'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('a shelf shows all that is under it, a tab and a folder what is theirs', async ({
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes['1024x768'] });
      await signIn(page, people[locale].cashier);
      const said = words[locale];
      const grid = page.getByTestId('item-grid');
      await page.keyboard.press('Alt+2');
      const drinks = page.getByTestId('shelf-drinks');
      await expect(drinks).toHaveAttribute('aria-pressed', 'true');
      await expect(drinks).toContainText(said.drinks);
      await expect(page.getByTestId('tab-all')).toHaveText(said.all);
      await expect(grid.getByTestId('item-10001')).toBeVisible();

      await page.getByTestId('tab-tea').click();
      await expect(page.getByTestId('tab-tea')).toHaveText(said.tea);
      await expect(grid.getByTestId('item-10001')).toHaveCount(0);
      const before = await grid.getByRole('button').count();
      await expect(page.getByTestId('folder-flower-tea')).toBeVisible();
      await expectFits(page, 'tabs and folders');
      await page.getByTestId('folder-flower-tea').click();
      await expect(page.getByTestId('folder-flower-tea')).toHaveCount(0);
      expect(await grid.getByRole('button').count()).toBeLessThan(before);
      await grid.getByRole('button').first().click();
      await expect(page.getByTestId('basket-line')).toHaveCount(1);

      await zoomed(page, sizes['1024x768'], 1.5, async () => {
        await page.keyboard.press('Alt+8');
        await expect(page.locator('.shelf-chosen'), 'comes into the line').toBeInViewport({
          ratio: 1,
        });
      });

      await page.getByTestId('shelf-produce').click();
      await expect(page.getByTestId('tab-all')).toHaveCount(0);
      await expect(grid.getByRole('button').first()).toContainText('500 g');
    });
  });
}
