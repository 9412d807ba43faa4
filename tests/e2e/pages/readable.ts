/** What every screen must pass, whatever it shows: nothing that WCAG 2.2 AA forbids, nothing that does not fit. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function expectReadable(page: Page, name: string): Promise<void> {
  // Electron cannot open the second page that axe would like for its report.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(rules)
    .analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => ({ id, on: nodes.map(({ html }) => html) })),
      name,
    )
    .toEqual([]);
  expect
    .soft(
      await page.evaluate(() => ({
        right: document.documentElement.scrollWidth - window.innerWidth,
        down: document.documentElement.scrollHeight - window.innerHeight,
      })),
      name,
    )
    .toEqual({ right: 0, down: 0 });
}
