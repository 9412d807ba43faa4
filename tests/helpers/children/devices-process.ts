/** The devices process without Electron: `process.parentPort` is given to it over a forked child's channel. */
import { EventEmitter } from 'node:events';

const parentPort = new EventEmitter();
process.on('message', (data) => parentPort.emit('message', { data }));
Object.assign(process, {
  parentPort: Object.assign(parentPort, {
    postMessage: (message: unknown) => process.send?.(message),
  }),
});
await import('../../../drivers/host/process.ts');
