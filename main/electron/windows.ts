/** The till's one window. */
import { join } from 'node:path';
import { app, BrowserWindow, type WebContents } from 'electron';
import { isOurPage, pageUrl } from './security.ts';

let tillWindow: BrowserWindow | null = null;

type Options = Readonly<{
  /** Holds preload.cjs. */
  directory: string;
  devTools: boolean;
  /** Asks whoever closes the window. */
  mayClose: (window: BrowserWindow) => Promise<boolean>;
}>;

/** Opens the window, or brings it to the front. */
export async function openTillWindow(options: Options): Promise<void> {
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
      preload: join(options.directory, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  tillWindow = window;
  window.removeMenu();
  endWithThePerson(window, options);
  keepOnPage(window.webContents);
  await window.loadURL(pageUrl);
}

/** The program ends when a person says so, or the system; a page that closes its window gets another. */
function endWithThePerson(window: BrowserWindow, options: Options): void {
  let isEnding = false;
  let isAsking = false;
  app.once('before-quit', () => {
    isEnding = true;
  });
  // Of a person only: a page closes its window without.
  window.on('close', (event) => {
    if (isEnding) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void options.mayClose(window).then((may) => {
      isAsking = false;
      if (may) app.quit();
    });
  });
  window.on('closed', () => {
    tillWindow = null;
    if (!isEnding) void openTillWindow(options);
  });
}

/** Whatever becomes of the page, it is loaded again: nothing is lost with it, the truth is in main. */
function keepOnPage(contents: WebContents): void {
  // One that a later one overtakes ends with an error that means nothing.
  const load = (): void => void contents.loadURL(pageUrl).catch(() => {});
  const backFrom = (url: string): void => {
    if (!isOurPage(url)) load();
  };
  contents.on('render-process-gone', load);
  contents.on('unresponsive', () => contents.forcefullyCrashRenderer());
  contents.on('did-navigate', (_event, url) => backFrom(url));
  contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
    if (isMainFrame) backFrom(url);
  });
}

/** The page of the window, while there is one. */
export function tillPage(): Electron.WebContents | null {
  return tillWindow && !tillWindow.isDestroyed() ? tillWindow.webContents : null;
}
