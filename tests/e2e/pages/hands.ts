/** The two ways to work a till: by keys only, by pointer only. The same flows run with either. */
import type { Page } from '@playwright/test';

export type Hands = Readonly<{
  /** A key hint is what the screen shows beside the act. */
  press(page: Page, act: Readonly<{ id: string; key: string }>): Promise<void>;
  /** Digits, on the keyboard or on the keypad of the screen. */
  digits(page: Page, digits: string): Promise<void>;
  /** Into a field that takes text. */
  fill(page: Page, id: string, text: string): Promise<void>;
}>;

/** Between two keys of a quick hand. */
const fingersMs = 130;

export const keyboard: Hands = {
  press: async (page, { id, key }) => {
    await page.getByTestId(id).waitFor();
    await page.keyboard.press(key);
  },
  digits: async (page, digits) => {
    // As fast as fingers: faster and as evenly is a scanner.
    for (const digit of digits) await page.keyboard.press(digit, { delay: fingersMs });
  },
  fill: async (page, id, text) => {
    await page.getByTestId(id).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text, { delay: fingersMs });
  },
};

export const pointer: Hands = {
  press: (page, { id }) => page.getByTestId(id).click(),
  digits: async (page, digits) => {
    for (const digit of digits) await page.getByTestId(`key-${digit}`).click();
  },
  fill: (page, id, text) => page.getByTestId(id).fill(text),
};
