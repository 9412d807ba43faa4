// A window around the demo's control page. It shows that one page and nothing else.
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { app, BrowserWindow } = require('electron');

const url = process.env.ROLLCALL_CONTROL_URL;
app.setPath('userData', join(tmpdir(), `rollcall-control-${process.pid}`));
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1360,
    height: 820,
    autoHideMenuBar: true,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.loadURL(url);
});
app.on('window-all-closed', () => app.quit());
