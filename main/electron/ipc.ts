/** The one door from the page into main: the sender is checked, everything else is the till's business. */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { Envelope } from '../../domain/contract/ipc.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { Till } from '../program/app.ts';
import { isOurPage } from './security.ts';

/** Invoke: `(channel, input) → Envelope`. The preload script uses the same names. */
const invokeName = 'till';
const eventName = 'till-event';

/** Answers the pages of `window()` and of nobody else, and tells them the till's events. */
export function connectIpc(till: Till, page: () => WebContents | null): void {
  ipcMain.handle(invokeName, (event, channel: unknown, input: unknown, grant: unknown) => {
    if (!isTrusted(event, page())) return refusal('not-permitted');
    if (typeof channel !== 'string') return refusal('bad-request');
    return till.handle(channel, input, grant);
  });
  till.onEvent((event) => {
    const contents = page();
    if (contents && !contents.isDestroyed()) contents.send(eventName, event);
  });
}

/** Only the top frame of our own window, showing our own page. */
function isTrusted(event: IpcMainInvokeEvent, page: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    page !== null &&
    event.sender.id === page.id &&
    frame !== null &&
    frame.parent === null &&
    isOurPage(frame.url)
  );
}

function refusal(kind: 'not-permitted' | 'bad-request'): Envelope<never> {
  return { ok: false, problem: new Problem(kind).toData() };
}
