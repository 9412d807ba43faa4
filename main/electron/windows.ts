/** The till's one window. */
import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { pageUrl } from './security.ts';

let tillWindow: BrowserWindow | null = null;

/** Opens the window, or brings it to the front. `directory` holds preload.cjs. */
export async function openTillWindow(directory: string): Promise<void> {
  if (tillWindow) {
    if (tillWindow.isMinimized()) tillWindow.restore();
    tillWindow.focus();
    return;
  }
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 720,
    useContentSize: true,
    // The paper of the page, so that nothing flashes before it is there.
    backgroundColor: '#f7f5f0',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(directory, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: process.env.ROLLCALL_DEVTOOLS === '1',
    },
  });
  tillWindow = window;
  window.removeMenu();
  window.on('closed', () => {
    tillWindow = null;
  });
  // A page that died takes nothing with it: the truth is in main.
  window.webContents.on('render-process-gone', () => window.webContents.reload());
  await window.loadURL(pageUrl);
}

/** The page of the window, while there is one. */
export function tillPage(): Electron.WebContents | null {
  return tillWindow && !tillWindow.isDestroyed() ? tillWindow.webContents : null;
}
