/** Keys in haste, notices, and the focus: ../shared/cases/screens.md U2 and U10, in both languages, by keys alone. */
import type { Page } from '@playwright/test';
import { testCards } from '../../drivers/acquirer/emulator.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import { readJournal } from './pages/books.ts';
import { zoomed } from './pages/fits.ts';
import { expect, test } from './pages/fixtures.ts';
import {
  due,
  expectStage,
  givePin,
  more,
  payCash,
  people,
  scan,
  signIn,
  signInAgain,
  startCard,
} from './pages/flows.ts';
import { pointer } from './pages/hands.ts';
import { passAWhile, typeCode } from './pages/scanners.ts';
import { sizes } from './pages/till.ts';

const goods = demoCatalogue().filter(({ barcode, unit }) => barcode && unit === 'piece');
const [code = '', other = ''] = goods.map(({ barcode }) => barcode ?? '');
/** Of use nowhere but at the sale. */
const stray = { code: '6901025000003', gapMs: 4, suffix: ['Enter'] };

/** Of which act it is the way back. */
const said = {
  'zh-CN': { removed: '已删', quantity: '数量', added: '已加' },
  en: { removed: 'removed', quantity: 'quantity', added: 'added' },
} as const;

for (const [locale, size] of [
  ['zh-CN', '1280x800'],
  ['en', '1024x768'],
] as const) {
  test.describe(`${locale}, ${size}`, () => {
    test.use({ locale });

    test('no key takes money or goods in haste, and ? tells what each does', async ({
      shop,
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await signIn(page, people[locale].cashier);
      const written = () => readJournal(shop).map(({ kind }) => kind);
      await scan(page, code);
      await scan(page, other);
      const owed = await due(page);

      await test.step('Del belongs to the search until a line is chosen', async () => {
        await page.keyboard.type('ab', { delay: 200 });
        for (let times = 0; times < 3; times += 1) await page.keyboard.press('Backspace');
        await page.keyboard.press('Delete');
        await page.keyboard.press('Delete');
        await expect(page.getByTestId('basket-line')).toHaveCount(2);
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Delete');
        await expect(page.getByTestId('basket-line')).toHaveCount(1);
        expect(await due(page)).toBeLessThan(owed);
        await passAWhile(page);
      });

      await test.step('? tells the keys of this screen, F1 among them, and Esc puts them away', async () => {
        await page.keyboard.press('?');
        await page.getByTestId('keys-dialog').waitFor();
        const keys = page.getByTestId('key-row');
        for (const key of ['F1', 'F3', 'F4', 'F12', 'Del', 'Alt 1–9']) {
          await expect(keys.and(page.locator(`[data-key="${key}"]`)).first()).toBeVisible();
        }
        await page.keyboard.press('F1');
        await expect(page.getByTestId('cash-dialog')).toHaveCount(0);
        await page.keyboard.press('Escape');
        await page.getByTestId('keys-dialog').waitFor({ state: 'detached' });
        await expect(page.getByTestId('search')).toBeFocused();
      });

      await test.step('a note is only written down until Enter, whatever F-key is hit', async () => {
        await page.keyboard.press('F1');
        await page.getByTestId('cash-dialog').waitFor();
        for (const key of ['F5', 'F6', 'F7', 'F8', 'F9', 'F3', 'F4'])
          await page.keyboard.press(key);
        await page.getByTestId('cash-dialog').waitFor();
        const exact = await minor(page, 'cash-tendered');
        await page.keyboard.press('Alt+3');
        await expect(page.getByTestId('cash-tendered')).not.toHaveAttribute('data-minor', exact);
        const given = Number(await minor(page, 'cash-tendered'));
        expect(written()).not.toContain('sale-completed');
        await page.keyboard.press('Enter');
        await page.getByTestId('done-dialog').waitFor();
        expect(Number(await minor(page, 'done-figure'))).toBe(given - Number(exact));
        await page.keyboard.press('Enter');
      });

      await test.step('what was touched is not pressed again by the Enter that is meant for the next act', async () => {
        await scan(page, code);
        await page.keyboard.press('F1');
        await page.getByTestId('cash-dialog').waitFor();
        const exact = await minor(page, 'cash-tendered');
        await page.locator('[data-testid^=quick-]').last().click();
        await expect(page.getByTestId('cash-tendered')).not.toHaveAttribute('data-minor', exact);
        await page.keyboard.press('Enter');
        await page.getByTestId('done-dialog').waitFor();
        await page.getByTestId('done-print').click();
        await expect(page.getByTestId('done-next')).toBeFocused();
        await page.keyboard.press('Enter');
        await page.getByTestId('done-dialog').waitFor({ state: 'detached' });
      });

      await test.step('the safe answer has the focus', async () => {
        await scan(page, code);
        await page.keyboard.press('F9');
        await expect(page.getByTestId('abandon-cancel')).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(page.getByTestId('basket-line')).toHaveCount(1);
      });
    });

    test('Ctrl Z takes back one act after the other, and says which is next', async ({
      shop,
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await signIn(page, people[locale].cashier);
      const lines = page.getByTestId('basket-line');
      const last = page.getByTestId('last-act');
      await scan(page, code);
      const one = await due(page);
      await scan(page, other);
      const two = await due(page);
      await page.keyboard.type('3*', { delay: 200 });
      await expect(lines.last()).toHaveAttribute('data-quantity', '3000');
      const three = await due(page);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Delete');
      await expect(lines).toHaveCount(1);

      const acts = [
        { said: said[locale].removed, lines: 2, owed: three },
        { said: said[locale].quantity, lines: 2, owed: two },
        { said: said[locale].added, lines: 1, owed: one },
      ];
      for (const act of acts) {
        await expect(last).toContainText(act.said);
        await page.keyboard.press('Control+z');
        await expect(page.getByTestId('basket-due')).toHaveAttribute(
          'data-minor',
          String(act.owed),
        );
        await expect(lines).toHaveCount(act.lines);
      }
      const written = readJournal(shop).filter(({ body }) => body.undone || body.act === 'remove');
      expect(written.map(({ kind }) => kind)).toEqual([
        'act-undone',
        'line-taken-back',
        'line-taken-back',
      ]);
    });

    test('notices count up instead of piling up, cover nothing, and end by a key or by themselves', async ({
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await signIn(page, people[locale].cashier);
      await scan(page, code);
      await page.keyboard.press('F1');
      await page.getByTestId('cash-dialog').waitFor();
      const notice = page.getByTestId('notice');
      for (let times = 1; times <= 3; times += 1) {
        await typeCode(page, stray);
        await expect(notice).toHaveAttribute('data-times', String(times));
        await passAWhile(page);
      }
      await expect(notice).toHaveCount(1);
      await expect(notice).toContainText('×3');
      for (const id of ['cash-dialog', 'cash-confirm', 'cash-change']) await expectApart(page, id);
      // While the sheet is open, and the sheet stays.
      await page.keyboard.press('Alt+0');
      await expect(notice).toHaveCount(0);
      await page.getByTestId('cash-dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('cash-dialog').waitFor({ state: 'detached' });

      await page.keyboard.press('F4');
      await page.getByTestId('more-dialog').waitFor();
      await typeCode(page, stray);
      await notice.waitFor();
      await page.keyboard.press('Escape');
      for (const id of ['tender-cash', 'tender-card', 'basket-due', 'basket-abandon']) {
        await expectApart(page, id);
      }
      await expect(notice).toHaveCount(0);
    });

    test('a printer without paper is one notice and an amber lamp until it prints again', async ({
      shop,
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await signIn(page, people[locale].cashier);
      const { printer } = shop.emulators.control;
      const lamp = page.getByTestId('bar-device-printer');
      const notice = page.getByTestId('notice');
      printer.setPaper('out');
      for (let sale = 0; sale < 2; sale += 1) {
        await scan(page, code);
        await payCash(page);
        await expect(notice).toHaveAttribute('data-kind', 'printer-paper-out');
        await expect(notice).toHaveAttribute('data-times', '1');
        await expect(lamp).toHaveAttribute('data-health', 'needs-look');
      }
      printer.setPaper('ok');
      await scan(page, code);
      await payCash(page);
      await expect(notice).toHaveCount(0);
      await expect(lamp).toHaveAttribute('data-health', 'healthy');
    });

    test('a PIN pad pulled out is told in words, at the stage it failed, with what to try first', async ({
      shop,
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await signIn(page, people[locale].cashier);
      await scan(page, code);
      await startCard(page);
      const { pad, reader } = shop.emulators.control;
      reader.swipe(null, testCards.find(({ name }) => name === 'good')?.track2 ?? null);
      await expectStage(page, 'enter-pin');
      await expect.poll(() => pad.wantsPin()).toBe(true);
      await shop.emulators.control.unplug('pin-pad');
      const problem = page.getByTestId('card-problem');
      await problem.waitFor();
      await expect(problem).not.toContainText('://');
      await expect(page.getByTestId('road-enter-pin')).toHaveAttribute('data-state', 'failed');
      await expect(page.getByTestId('card-again')).toBeFocused();
    });

    test('the float is counted by touch alone, and an odd one is asked about once', async ({
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      await givePin(page, people[locale].cashier, undefined, pointer);
      await pointer.press(page, { id: 'seals-intact', key: 'Enter' });
      const sum = page.getByTestId('float-sum');
      await page.getByTestId('count-10000').click();
      await pointer.digits(page, '34');
      await page.getByTestId('count-500').click();
      await pointer.digits(page, '7');
      await expect(sum).toHaveAttribute('data-minor', '343500');
      await page.getByTestId('count-10000').click();
      await pointer.digits(page, '2');
      await expect(sum, 'a new number, not one more digit').toHaveAttribute('data-minor', '23500');
      for (const row of ['10000', '500']) {
        await page.getByTestId(`count-${row}`).click();
        await page.getByTestId('key-clear').click();
      }
      await page.getByTestId('float-confirm').click();
      await page.getByTestId('float-asked').waitFor();
      await page.keyboard.press('F12');
      await page.keyboard.press('Enter');
      await page.getByTestId('float-asked').waitFor();
      await page.keyboard.press('F10');
      await page.getByTestId('sell-screen').waitFor();
    });

    test('nobody is expected at a new till, then the last one; a person keeps their key', async ({
      openTill,
    }) => {
      const { page } = await openTill({ size: sizes[size] });
      const { cashier } = people[locale];
      const own = page.getByTestId(`operator-${cashier}`);
      await own.waitFor();
      const chosen = page.locator('.person[aria-pressed=true]');
      await expect(chosen).toHaveAttribute('data-testid', 'operator-other');
      await zoomed(page, sizes[size], 1.5, async () => {
        for (const id of ['key-1', 'key-0', 'pin-submit']) {
          await expect(page.getByTestId(id), 'without scrolling').toBeInViewport({ ratio: 1 });
        }
      });
      const key = await own.getAttribute('aria-keyshortcuts');
      await signIn(page, cashier);
      await page.keyboard.press('F12');
      await page.getByTestId('locked-screen').waitFor();
      await expect(chosen).toHaveAttribute('data-testid', `operator-${cashier}`);
      await expect(own).toHaveAttribute('aria-keyshortcuts', key ?? '');
      await page.keyboard.press('F3');
      await expect(chosen).toHaveAttribute('data-testid', `operator-${cashier}`);
      await signInAgain(page, cashier);
      await more(page, 'more-sign-out');
      await page.getByTestId('sign-in-screen').waitFor();
      await expect(chosen).toHaveAttribute('data-testid', `operator-${cashier}`);
    });
  });
}

const minor = async (page: Page, id: string): Promise<string> =>
  (await page.getByTestId(id).getAttribute('data-minor')) ?? '';

/** The notice lies over no part of it. */
async function expectApart(page: Page, id: string): Promise<void> {
  const [notice, place] = await Promise.all(
    ['notices', id].map((one) => page.getByTestId(one).boundingBox()),
  );
  if (!notice || !place) throw new Error(`${id} is not shown`);
  expect(place.y + place.height, id).toBeLessThanOrEqual(notice.y);
}
