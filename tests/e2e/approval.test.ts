/** A manager beside the cashier: the price of a line changes with their PIN, and with nothing else. */
import { badgeText } from '../../domain/people/badge.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { allow, due, more, offerPin, payCash, people, pinOf, scan, signIn } from './pages/flows.ts';
import { keyboard, pointer } from './pages/hands.ts';
import { badgeToken, changeOperator, changeSettings } from './pages/head-office.ts';

const { cashier, manager } = people['zh-CN'];
const badge = badgeText(new Uint8Array(16).fill(5));
const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

const priceReasons = [{ id: 'damaged', name: { zh: '破损', en: 'Damaged' } }];

for (const [how, hands, reasons] of [
  ['by keyboard', keyboard, []],
  ['by pointer, where the store asks why', pointer, priceReasons],
] as const) {
  test(`changes a price with a manager’s PIN, ${how}`, async ({ shop, openTill }) => {
    if (reasons.length > 0) await changeSettings(shop, { reasons: { price: [...reasons] } });
    const { page } = await openTill();
    await signIn(page, cashier, hands);
    await scan(page, water?.barcode ?? '');
    const listed = await due(page);

    await hands.press(page, { id: 'line-price', key: 'F6' });
    await page.getByTestId('price-dialog').waitFor();
    await hands.digits(page, '1');
    await hands.press(page, { id: 'number-confirm', key: 'Enter' });
    for (const { id } of reasons) await hands.press(page, { id: `price-why-${id}`, key: '1' });
    await page.getByTestId('approval-dialog').waitFor();
    await offerPin(page, manager, pinOf(cashier), hands);
    await page.getByTestId('approval-problem').waitFor();
    expect(await due(page)).toBe(listed);
    await allow(page, manager, hands);
    expect(await due(page)).toBe(100);
    await payCash(page, hands);
    const changed = readJournal(shop).find(({ kind }) => kind === 'price-overridden');
    expect(changed?.body).toMatchObject({
      listPriceMinor: listed,
      priceMinor: 100,
      approvedBy: manager,
      ...(reasons[0] && { reasonId: reasons[0].id, reason: reasons[0].name.zh }),
    });
  });
}

for (const locale of ['zh-CN', 'en'] as const) {
  test(`the drawer opens for a cashier by a manager’s badge, at the keys or at a device, in ${locale}`, async ({
    shop,
    openTill,
  }) => {
    const { cashier, manager } = people[locale];
    await changeSettings(shop, { ways: [['secret'], ['badge']] });
    await changeOperator(shop, manager, { tokens: [await badgeToken(shop, badge)] });
    const { page } = await openTill();
    await signIn(page, cashier);
    const { scanner } = shop.emulators.control;
    const reads = [
      // As quick as a scanner, however busy the machine is.
      () =>
        page.evaluate((text) => {
          for (const key of [...text, 'Enter']) {
            const event = { key, bubbles: true, cancelable: true };
            document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', event));
          }
        }, badge),
      () => scanner.scan(badge),
    ];
    for (const read of reads) {
      await more(page, 'more-drawer');
      await page.getByTestId('no-sale-dialog').waitFor();
      await page.keyboard.press('1');
      await expect(page.getByTestId('approval-hint')).toHaveAttribute('data-heard', 'true');
      await read();
      await page.getByTestId('approval-dialog').waitFor({ state: 'detached' });
      await expect(page.getByTestId('no-sale-done')).not.toBeEmpty();
      await page.keyboard.press('Escape');
      await page.getByTestId('no-sale-dialog').waitFor({ state: 'detached' });
    }
    const opened = readJournal(shop).filter(({ kind }) => kind === 'drawer-opened');
    expect(opened.map(({ body }) => body)).toMatchObject([
      { approvedBy: manager },
      { approvedBy: manager },
    ]);
  });
}

for (const [locale, hands] of [
  ['zh-CN', keyboard],
  ['en', pointer],
] as const) {
  test(`goods taken back above the limit want a reason and a manager, in ${locale}`, async ({
    shop,
    openTill,
  }) => {
    const { cashier, manager } = people[locale];
    await changeSettings(shop, { takeBackMinorMax: 0 });
    const { page } = await openTill();
    await signIn(page, cashier, hands);
    await scan(page, water?.barcode ?? '');
    const listed = await due(page);
    const remove = async () => {
      if (hands === keyboard) await page.keyboard.press('ArrowDown');
      await hands.press(page, { id: 'line-remove', key: 'Delete' });
      await page.getByTestId('take-back-dialog').waitFor();
      await expect(page.getByTestId('dialog-problem')).toHaveAttribute(
        'data-kind',
        'take-back-limit',
      );
    };
    await remove();
    await hands.press(page, { id: 'take-back-back', key: 'Escape' });
    await page.getByTestId('take-back-dialog').waitFor({ state: 'detached' });
    expect(await due(page)).toBe(listed);

    await remove();
    await hands.press(page, { id: 'take-back-scanned', key: '2' });
    await page.getByTestId('approval-dialog').waitFor();
    await allow(page, manager, hands);
    await page.getByTestId('basket-empty').waitFor();
    const taken = readJournal(shop).find(({ kind }) => kind === 'line-taken-back');
    expect(taken).toMatchObject({
      body: { left: 0, amountMinor: listed, reasonId: 'scanned', approvedBy: manager },
    });
  });
}
