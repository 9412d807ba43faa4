/**
 * What the customer reads while the cashier works: the last line and the total; in the end what was paid and what comes
 * back. A courtesy: it never holds up a sale, and a display that is away is told of elsewhere.
 */

import type { Locale } from '../../../domain/basics/languages.ts';
import { formatMinor } from '../../../domain/basics/money.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import type { BasketView } from '../../../domain/contract/ipc.ts';
import type { DeviceConfig } from '../../../domain/devices/verbs.ts';
import type { PricedLine } from '../../../domain/prices/line.ts';
import type { SaleBody } from '../../../domain/sale/facts.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { speakerIn } from '../../machine/words.ts';
import { deviceOf } from '../../till/attached.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';

const columns = 20;

/** Shown last, and what is to be shown once the display has taken that: only the newest matters. */
type Showing = { lines: readonly PricedLine[]; next: readonly string[] | null; busy: boolean };
const showingOf = memory<Showing>(() => ({ lines: [], next: null, busy: false }));

/** The line that was added or changed, and the total; an empty basket clears. */
export function showBasket(till: OpenTill, view: BasketView): void {
  const display = deviceOf(till, 'customer-display');
  if (!display) return;
  const showing = showingOf(till);
  const before = new Map(showing.lines.map((line) => [line.line, line]));
  const changed = view.lines.find((line) => before.get(line.line)?.totalMinor !== line.totalMinor);
  const line = changed ?? view.lines.at(-1);
  showing.lines = view.lines;
  const locale = languageOf(till, display);
  const say = speakerIn(locale);
  show(
    till,
    display,
    line
      ? [
          leftAndRight(nameIn(line.name, locale), formatMinor(line.totalMinor)),
          leftAndRight(say('display.total'), formatMinor(view.totals.dueMinor)),
        ]
      : [],
  );
}

/** Until the next customer's first line. */
export function showSold(till: OpenTill, { totalMinor, roundingMinor, tenders }: SaleBody): void {
  const display = deviceOf(till, 'customer-display');
  if (!display) return;
  const say = speakerIn(languageOf(till, display));
  const change = tenders.reduce((sum, one) => sum + (one.kind === 'cash' ? one.changeMinor : 0), 0);
  show(till, display, [
    leftAndRight(say('display.total'), formatMinor(totalMinor + roundingMinor)),
    change > 0 ? leftAndRight(say('display.change'), formatMinor(change)) : say('display.thanks'),
  ]);
}

/** A part was paid. */
export function showOwed(till: OpenTill, owedMinor: number): void {
  const display = deviceOf(till, 'customer-display');
  if (!display) return;
  const say = speakerIn(languageOf(till, display));
  show(till, display, [leftAndRight(say('display.owed'), formatMinor(owedMinor))]);
}

/** A display that knows no Chinese is spoken to in English, whatever the till's language. */
function languageOf(till: OpenTill, display: DeviceConfig): Locale {
  return display.options.charset === 'gb18030' ? presence(till).locale : 'en';
}

function show(till: OpenTill, { device }: DeviceConfig, lines: readonly string[]): void {
  const showing = showingOf(till);
  showing.next = lines;
  if (showing.busy) return;
  showing.busy = true;
  till.inBackground('customer display', false, async () => {
    try {
      while (showing.next) {
        const next = showing.next;
        showing.next = null;
        await till.ports.devices.request('showCustomer', { device, lines: [...next] });
      }
    } catch (thrown) {
      showing.next = null;
      // Its state is on the status bar; the next line tries again.
      if (!(thrown instanceof Problem)) throw thrown;
    } finally {
      showing.busy = false;
    }
  });
}

/** A figure at the right edge, as much of the text as there is room for; a Chinese character takes two columns. */
export function leftAndRight(left: string, right: string): string {
  const room = columns - right.length - 1;
  let text = '';
  let used = 0;
  for (const character of left) {
    const wide = (character.codePointAt(0) ?? 0) > 0x7f ? 2 : 1;
    if (used + wide > room) break;
    text += character;
    used += wide;
  }
  return text + ' '.repeat(columns - right.length - used) + right;
}
