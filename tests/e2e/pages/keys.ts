/** The keys of a screen as the screen itself tells them, held against those that its buttons show. */
import { expect, type Page } from '@playwright/test';

/** A card's picture lies over everything; before the till has begun there is only Enter. */
const withoutList = ['self-check-picture'];

/** Every key that a button shows is in the list of `?`, and no key is there twice with two meanings. */
export async function expectKeysTold(page: Page, name: string): Promise<void> {
  if (withoutList.includes(name)) return;
  const shown = await shownKeys(page);
  await page.getByTestId('keys').click();
  await page.getByTestId('keys-dialog').waitFor();
  const told = await page
    .getByTestId('key-row')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.key ?? ''));
  await page.keyboard.press('Escape');
  await page.getByTestId('keys-dialog').waitFor({ state: 'detached' });
  expect
    .soft(
      shown.filter((key) => !told.includes(key)),
      `${name}: keys on buttons that ? does not tell`,
    )
    .toEqual([]);
}

/** As the list of `?` has them printed. */
function shownKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const printed: Record<string, string> = {
      Escape: 'Esc',
      Delete: 'Del',
      'Control+Z': 'Ctrl Z',
    };
    return [...document.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')]
      .filter((button) => !button.closest('[inert], [data-testid=lane]') && button.offsetParent)
      .filter((button) => !button.matches(':disabled'))
      .map((button) => button.getAttribute('aria-keyshortcuts') ?? '')
      .filter((key) => key !== 'A–Z')
      .map((key) => {
        if (/^Alt\+\d$/.test(key)) return 'Alt 1–9';
        return /^\d$/.test(key) ? '1–9' : (printed[key] ?? key);
      });
  });
}
