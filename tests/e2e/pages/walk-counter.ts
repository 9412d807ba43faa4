/** What a cashier does to a basket and to the drawer besides selling: the sheets of the walk through a day. */
import type { Page } from '@playwright/test';
import { allow, more } from './flows.ts';
import { keyboard } from './hands.ts';
import type { Visit } from './visit.ts';

/** A discount above the cashier's own limit: how much, why, and who allows it. Nobody does. */
export async function visitDiscount(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('%');
  await page.getByTestId('discount-dialog').waitFor();
  await visit(page, 'sell-discount');
  await keyboard.digits(page, '50');
  await page.keyboard.press('Enter');
  await page.getByTestId('discount-why-dialog').waitFor();
  await visit(page, 'sell-discount-why');
  await page.keyboard.press('1');
  await page.getByTestId('approval-dialog').waitFor();
  await page
    .getByTestId(/^approval-person-/)
    .first()
    .waitFor();
  await visit(page, 'approval');
  await leave(page, 'approval-dialog');
  await leave(page, 'discount-why-dialog');
}

/** The line above the last is worth more than a cashier takes back alone. */
export async function visitTakeBack(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await page.getByTestId('take-back-dialog').waitFor();
  await visit(page, 'sell-take-back');
  await leave(page, 'take-back-dialog');
}

/** The basket is put aside and taken up again. */
export async function visitHold(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('-');
  await page.getByTestId('hold-dialog').waitFor();
  await page.getByTestId('hold-name').fill('A7');
  await visit(page, 'sell-hold');
  await page.keyboard.press('Enter');
  await page.getByTestId('held-chip').waitFor();
  await visit(page, 'sell-held');
  await page.keyboard.press('-');
  await page.getByTestId('recall-dialog').waitFor();
  await visit(page, 'sell-recall');
  await page.keyboard.press('1');
  await page.getByTestId('basket-line').first().waitFor();
}

/** A part is taken in cash, and given back as `manager` allows. */
export async function visitSplit(page: Page, manager: string, visit: Visit): Promise<void> {
  await page.keyboard.press('+');
  await page.getByTestId('split-pane').waitFor();
  await keyboard.digits(page, '20');
  await page.keyboard.press('F1');
  await page.getByTestId('taken').waitFor();
  await visit(page, 'pay-split');
  await page.keyboard.press('Alt+1');
  await page.getByTestId('give-back-dialog').waitFor();
  await page.keyboard.press('Alt+1');
  await visit(page, 'pay-give-back');
  await page.keyboard.press('Delete');
  await allow(page, manager, keyboard);
  await page.getByTestId('taken').waitFor({ state: 'detached' });
  await leave(page, 'split-pane');
}

/** The drawer: passed on as far as the count, opened without a sale, and more put into it. */
export async function visitDrawer(page: Page, visit: Visit): Promise<void> {
  await more(page, 'more-hand-over');
  const handover = page.getByTestId('handover-screen');
  await handover.and(page.locator('[data-stage=counting]')).waitFor();
  await visit(page, 'handover-counting');
  await page.keyboard.press('F5');
  await handover.and(page.locator('[data-stage=counted]')).waitFor();
  await visit(page, 'handover-counted');
  await leave(page, 'handover-screen');
  await more(page, 'more-drawer');
  await page.getByTestId('no-sale-dialog').waitFor();
  await visit(page, 'no-sale');
  await leave(page, 'no-sale-dialog');
  // What moved makes the count stale: the close asks for one of its own.
  await more(page, 'more-pay-in');
  await page.getByTestId('move-dialog').waitFor();
  await keyboard.digits(page, '200');
  await page.keyboard.press('Alt+1');
  await visit(page, 'pay-in');
  await page.keyboard.press('Enter');
  await page.getByTestId('moved-dialog').waitFor();
  await visit(page, 'pay-in-done');
  await leave(page, 'moved-dialog');
}

async function leave(page: Page, id: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId(id).waitFor({ state: 'detached' });
}
