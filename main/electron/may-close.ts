/** Whether the till is to be closed: the desktop's own question, which the page cannot answer. */
import { type BrowserWindow, dialog } from 'electron';
import type { Locale } from '../../domain/basics/languages.ts';
import { speakerIn } from '../machine/words.ts';

export async function mayClose(window: BrowserWindow, locale: Locale): Promise<boolean> {
  const say = speakerIn(locale);
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Rollcall',
    message: say('window.ask'),
    detail: say('window.kept'),
    // The first has the focus, and is meant by Esc.
    buttons: [say('window.stay'), say('window.close')],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
