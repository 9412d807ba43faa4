/** All the page can reach: `window.till`. Runs sandboxed, so it imports nothing but Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { TillBridge } from '../../domain/contract/ipc.ts';

const bridge: TillBridge = {
  invoke: (channel, input, grant) => ipcRenderer.invoke('till', channel, input, grant),
  onEvent: (listener) => {
    const onEvent = (_event: IpcRendererEvent, told: unknown): void => listener(told);
    ipcRenderer.on('till-event', onEvent);
    return () => ipcRenderer.removeListener('till-event', onEvent);
  },
};

contextBridge.exposeInMainWorld('till', bridge);
