/** The least an Electron app can be: the floor of a start. The window has the size and the sandbox of the till's. */
const { join } = require('node:path');
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.env.ROLLCALL_BARE_DATA);

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    autoHideMenuBar: true,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.removeMenu();
  void window.loadFile(join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
