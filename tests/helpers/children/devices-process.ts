/** The devices process without Electron: `process.parentPort` is given to it over a forked child's channel. */
import { EventEmitter } from 'node:events';

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => process.send?.(message),
});
Object.assign(process, { parentPort });
// Node keeps messages until somebody listens: as Electron does, they come once the process is ready.
void import('../../../drivers/host/process.ts').then(() =>
  process.on('message', (data) => parentPort.emit('message', { data })),
);
