/** Scanners that type, set up as people have them: pace, prefix and suffix; and what is on the screen before and after. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { root } from '../../../tools/paths.ts';

type Scanner = Readonly<{ name: string; code: string; gapMs: number; suffix: readonly string[] }>;

/** Of the demo's catalogue is none of these. */
export const scanners: readonly Scanner[] = [
  { name: 'fast', code: '6901025000003', gapMs: 3, suffix: ['Enter'] },
  { name: 'slow', code: '6901025000003', gapMs: 70, suffix: ['Enter'] },
  { name: 'short', code: '100234', gapMs: 3, suffix: ['Enter'] },
  { name: 'with a star', code: '*100234', gapMs: 3, suffix: ['Enter'] },
  { name: 'of letters', code: 'INV-2026-000123', gapMs: 3, suffix: ['Enter'] },
  { name: 'with two suffixes', code: '6901025000003', gapMs: 20, suffix: ['Enter', 'Enter'] },
  { name: 'with Tab', code: '1234567', gapMs: 3, suffix: ['Tab', 'Enter'] },
  { name: 'without a suffix', code: '6901025000003', gapMs: 20, suffix: [] },
];

/** Longer than the page listens for the rest of a scan. */
const pauseMs = 400;

const lines = new WeakMap<Page, Promise<CDPSession>>();

/** How long a scan takes by the scanner's clock, with the pause after it. */
const spanMs = ({ code, gapMs, suffix }: Omit<Scanner, 'name'>): number =>
  (code.length + suffix.length) * gapMs + pauseMs;

/**
 * Keys down to down `gapMs` apart by their own time stamps, and all of them sent at once: however slow the machine of the
 * test is, it does not split a scan. The last key went down `agoMs` before now, at a time when the page was there already.
 */
export async function typeCode(
  page: Page,
  scanner: Omit<Scanner, 'name'>,
  agoMs = 0,
): Promise<void> {
  const { code, gapMs, suffix } = scanner;
  const line = lines.get(page) ?? page.context().newCDPSession(page);
  lines.set(page, line);
  const cable = await line;
  const keys = [...code, ...suffix];
  const beganAgoMs = agoMs + keys.length * gapMs;
  await page.waitForFunction((ms) => performance.now() > ms, beganAgoMs + pauseMs);
  const beginMs = Date.now() - beganAgoMs;
  await Promise.all(
    keys.flatMap((key, index) => {
      const timestamp = (beginMs + index * gapMs) / 1_000;
      return (['keyDown', 'keyUp'] as const).map((type) =>
        cable.send('Input.dispatchKeyEvent', { type, timestamp, ...keyOf(key) }),
      );
    }),
  );
}

/** Scan after scan, each well after the one before; `then` is called after each. */
export async function typeCodes(
  page: Page,
  codes: readonly Scanner[],
  then: (scanner: Scanner) => Promise<void>,
): Promise<void> {
  for (const [index, scanner] of codes.entries()) {
    const agoMs = codes.slice(index + 1).reduce((sum, next) => sum + spanMs(next), 0);
    await typeCode(page, scanner, agoMs);
    await then(scanner);
  }
}

/** Until the page has stopped listening for the rest of a scan. */
export async function passAWhile(page: Page): Promise<void> {
  const endMs = Date.now() + pauseMs;
  await page.waitForFunction((until) => Date.now() > until, endMs);
}

/** As a keyboard of the US layout says it. */
function keyOf(key: string) {
  if (key === 'Enter') return { key, code: key, text: '\r', windowsVirtualKeyCode: 13 };
  if (key === 'Tab') return { key, code: key, windowsVirtualKeyCode: 9 };
  if (key === '*') return { key, code: 'Digit8', text: key, modifiers: 8 };
  if (key === '-') return { key, code: 'Minus', text: key };
  return { key, text: key, code: /\d/.test(key) ? `Digit${key}` : `Key${key}` };
}

/** Which screens and sheets are there, and what stands in them that keys could change. */
export function shown(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const all = <Of extends Element>(what: string) => [...document.querySelectorAll<Of>(what)];
    return {
      places: all<HTMLElement>('[data-testid]')
        .map(({ dataset }) => dataset.testid ?? '')
        .filter((id) => /-(screen|panel|dialog)$/.test(id)),
      fields: all<HTMLInputElement>('input').map(({ value, checked }) => [value, checked]),
      numbers: all<HTMLElement>('[data-minor], [data-text]').map(({ dataset }) => [
        dataset.testid,
        dataset.minor,
        dataset.text,
      ]),
      pin: all('.pin-dots *').map(({ className }) => className),
    };
  });
}

/** Every screen, panel and sheet that the source has. */
export function placesInSource(): string[] {
  const folder = join(root, 'renderer');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /(?:id|testid)=[{]?["'`]([a-z-]+-(?:screen|panel|dialog))["'`]/g,
      ),
    ])
    .map(([, id = '']) => id);
  return [...new Set(found)].sort();
}
