/** What a person writes on a line, and on the sale: it is seen in the basket and stands in the entry of the sale. */
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { more, payCash, people, scan, signIn } from './pages/flows.ts';
import { keyboard, pointer } from './pages/hands.ts';
import { expectReadable } from './pages/readable.ts';
import { sizes } from './pages/till.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');

for (const [locale, hands, line, whole] of [
  ['zh-CN', keyboard, '要今天的', '下午三点来取'],
  ['en', pointer, 'Today’s date', 'Collected at three'],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test('a line is noted, and the sale', async ({ shop, openTill }) => {
      const { page } = await openTill({ size: sizes['1024x768'] });
      const look = (name: string) =>
        page.screenshot({ path: test.info().outputPath(`${name}-${locale}.png`) });
      await signIn(page, people[locale].cashier, hands);
      await scan(page, milk?.barcode ?? '');

      await more(page, 'more-note', hands);
      await hands.fill(page, 'note-text', line);
      await look('note');
      await expectReadable(page, 'note');
      await expectFits(page, 'note');
      await hands.press(page, { id: 'note-confirm', key: 'Enter' });
      await expect(page.getByTestId('line-note')).toContainText(line);

      await more(page, 'more-note', hands);
      await hands.press(page, { id: 'note-sale', key: 'Alt+2' });
      await hands.fill(page, 'note-text', whole);
      await hands.press(page, { id: 'note-confirm', key: 'Enter' });
      await expect(page.getByTestId('sale-note')).toContainText(whole);
      await look('noted');
      await expectFits(page, 'sale');

      await payCash(page, hands);
      const sale = readJournal(shop).find(({ kind }) => kind === 'sale-completed')?.body;
      expect(sale).toMatchObject({ note: whole, lines: [{ note: line }] });
    });
  });
}
