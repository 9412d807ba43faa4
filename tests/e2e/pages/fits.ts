/** Nothing is cut and everything is large enough for a finger: measured on the screen as it stands, at several sizes. */
import { expect, type Page } from '@playwright/test';
import { type Size, sizes } from './till.ts';

/** WCAG 2.2 asks for 24 pixels; a till is worked with thumbs. */
const targetPx = 48;

/** Does `look` while everything of the page is `zoom` times as large in a window of `size`, as a person sets it. */
export async function zoomed(
  page: Page,
  size: Size,
  zoom: number,
  look: () => Promise<unknown>,
): Promise<void> {
  const [width, height] = [Math.round(size.width / zoom), Math.round(size.height / zoom)];
  const screen = await page.context().newCDPSession(page);
  const metrics = { width, height, deviceScaleFactor: zoom, mobile: false };
  await screen.send('Emulation.setDeviceMetricsOverride', metrics);
  await page.waitForFunction((wide) => window.innerWidth === wide, width);
  await look();
  await screen.send('Emulation.clearDeviceMetricsOverride');
  await screen.detach();
}

/** Both windows at 100, 150 and 200 %; whatever does not fit is told for all of them at once. */
export async function expectFits(page: Page, name: string): Promise<void> {
  const found: Record<string, readonly string[]> = {};
  for (const [window, size] of Object.entries(sizes)) {
    for (const zoom of [1, 1.5, 2]) {
      await zoomed(page, size, zoom, async () => {
        const faults = await page.evaluate(faultsOnPage, zoom === 1 ? targetPx : 0);
        if (faults.length > 0) found[`${window} at ${zoom * 100} %`] = faults;
      });
    }
  }
  expect.soft(found, name).toEqual({});
}

/** Runs in the page. */
function faultsOnPage(target: number): string[] {
  const faults = new Set<string>();
  const slack = 1.5;
  const nameOf = (element: Element): string => {
    const place = element.closest<HTMLElement>('[data-testid]')?.dataset.testid ?? '';
    return `${place} .${element.className} “${element.textContent?.trim().slice(0, 30)}”`;
  };
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ checkVisibilityCSS: true }) &&
    element.getClientRects().length > 0 &&
    element.closest('.hidden, [inert], [aria-hidden=true].seal-stage, .lane-text') === null;
  const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';

  /** Whether a part of `element` can never be seen: clipped where nothing scrolls. */
  const isCut = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    let [free, high] = [false, false];
    for (let above = element.parentElement; above; above = above.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(above);
      const edge = above.getBoundingClientRect();
      if (scrolls(overflowX)) free = true;
      if (scrolls(overflowY)) high = true;
      const clipsX = overflowX !== 'visible' && !free;
      const clipsY = overflowY !== 'visible' && !high;
      if (clipsX && (box.right > edge.right + slack || box.left < edge.left - slack)) return true;
      if (clipsY && (box.bottom > edge.bottom + slack || box.top < edge.top - slack)) return true;
      if (position === 'fixed') break;
    }
    return (
      (!free && (box.right > innerWidth + slack || box.left < -slack)) ||
      (!high && (box.bottom > innerHeight + slack || box.top < -slack))
    );
  };
  /** Whether its own text does not fit into it. */
  const isTooSmall = (element: Element): boolean => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return (
      (overflowX !== 'visible' &&
        !scrolls(overflowX) &&
        element.scrollWidth > element.clientWidth + 1) ||
      (overflowY !== 'visible' &&
        !scrolls(overflowY) &&
        element.scrollHeight > element.clientHeight + 1)
    );
  };

  for (const element of document.querySelectorAll('#root *')) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (!isShown(element) || !(hasText || element.matches('button, input'))) continue;
    if (isCut(element)) faults.add(`cut off: ${nameOf(element)}`);
    if (hasText && isTooSmall(element)) faults.add(`too small for its text: ${nameOf(element)}`);
    const button = hasText ? element.closest('button') : null;
    if (button && button !== element) {
      const [inner, outer] = [element.getBoundingClientRect(), button.getBoundingClientRect()];
      const isOut =
        inner.left < outer.left - slack ||
        inner.right > outer.right + slack ||
        inner.top < outer.top - slack ||
        inner.bottom > outer.bottom + slack;
      if (isOut) faults.add(`sticks out of its button: ${nameOf(element)}`);
    }
  }
  for (const element of document.querySelectorAll(
    '#root button, #root input, #root [role=option]',
  )) {
    // A field that is only read now is no target.
    if (!isShown(element) || element.matches('input:disabled')) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width < target - slack || height < target - slack) {
      faults.add(`${Math.round(width)}×${Math.round(height)} for a finger: ${nameOf(element)}`);
    }
  }
  return [...faults];
}
