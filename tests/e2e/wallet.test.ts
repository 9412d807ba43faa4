/** The code on a customer's phone pays: by keys in one language, by pointer in the other. */

import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { readJournal } from './pages/books.ts';
import { expectFits } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import { due, finishSale, people, scan, signIn } from './pages/flows.ts';
import { pointer } from './pages/hands.ts';
import { expectReadable } from './pages/readable.ts';
import { typeCode } from './pages/scanners.ts';
import { sizes, type TillWindow } from './pages/till.ts';

const milk = demoCatalogue().find((item) => item.name.zh === '蒙牛纯牛奶 250ml×16');
const code = milk?.barcode ?? '';
const size = sizes['1024x768'];

const tendersSold = (shop: Shop) =>
  readJournal(shop)
    .filter(({ kind }) => kind === 'sale-completed')
    .flatMap(({ body }) => body.tenders as { kind: string; amountMinor: number }[])
    .map(({ kind, amountMinor }) => [kind, amountMinor]);

const stage = (page: TillWindow['page'], name: string) =>
  page.locator(`[data-testid=wallet-stage][data-stage=${name}]`).waitFor();

test('a code unasked says what to press; F2, a scan, a password on the phone: by keys', async ({
  shop,
  openTill,
}) => {
  const { wallet: phones, scanner } = shop.emulators.control;
  const { page } = await openTill({ size });
  await signIn(page, people['zh-CN'].cashier);
  await scan(page, code);
  const amount = await due(page);
  await scanner.scan(phones.showCode('wechat'));
  await expect(page.getByTestId('sale-problem')).toHaveAttribute(
    'data-kind',
    'payment-code-scanned',
  );
  expect(phones.received('pay')).toBe(0);

  await page.keyboard.press('F2');
  await stage(page, 'code');
  await expectReadable(page, 'wallet');
  await expectFits(page, 'wallet');
  await page.screenshot({ path: test.info().outputPath('wallet-zh-CN.png') });
  await scanner.scan(phones.showCode('alipay', 'asks'));
  await stage(page, 'customer-confirms');
  await page.screenshot({ path: test.info().outputPath('confirms-zh-CN.png') });
  phones.confirm();
  await page.keyboard.press('F2');
  expect(await finishSale(page)).toBe(amount);
  expect(tendersSold(shop)).toEqual([['wallet', amount]]);
  expect(phones.books.chargedMinor()).toBe(amount);
});

test.describe('in English', () => {
  test.use({ locale: 'en' });
  test('a part that is refused, stopped, paid and given back, then all of it: by pointer', async ({
    shop,
    openTill,
  }) => {
    const phones = shop.emulators.control.wallet;
    const { page } = await openTill({ size });
    await signIn(page, people.en.cashier);
    await scan(page, code);
    const amount = await due(page);
    const press = (id: string) => page.getByTestId(id).click();
    const typed = async (digits: string) => {
      const keypad = page.getByTestId('wallet-dialog');
      for (const digit of digits) await keypad.getByTestId(`key-${digit}`).click();
      await press('wallet-charge');
    };
    const shows = (digits: string) => typeCode(page, { code: digits, gapMs: 3, suffix: ['Enter'] });
    await press('tender-split');
    await press('key-1');
    await press('key-0');
    await press('split-wallet');
    await typed(phones.showCode('unionpay', 'no-funds'));
    await stage(page, 'declined');
    await expectFits(page, 'wallet');
    await page.screenshot({ path: test.info().outputPath('declined-en.png') });
    await press('wallet-again');
    await shows(phones.showCode('wechat', 'asks'));
    await stage(page, 'customer-confirms');
    await press('wallet-stop');
    await stage(page, 'reversed');
    await press('wallet-again');
    await shows(phones.showCode('wechat'));
    await expect(page.getByTestId('taken')).toHaveAttribute('data-minor', '1000');
    await page.screenshot({ path: test.info().outputPath('split-en.png') });
    expect(phones.books.chargedMinor()).toBe(1_000);
    await press('give-back-1');
    await press('reason-typed');
    await press('give-back-confirm');
    await expect(page.getByTestId('taken')).toHaveCount(0);
    expect(phones.books.chargedMinor()).toBe(0);
    await press('split-wallet');
    await shows(phones.showCode('alipay'));
    expect(await finishSale(page, pointer)).toBe(amount);
    expect(tendersSold(shop)).toEqual([['wallet', amount]]);
  });
});
