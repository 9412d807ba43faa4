// A window around the demo's control page. It shows that one page and nothing else; whoever starts it says where it
// keeps what Chromium keeps (`--user-data-dir`).
const { app, BrowserWindow } = require('electron');

const url = process.env.ROLLCALL_CONTROL_URL;
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
