/**
 * The public face of the drivers: the devices of a till, in this process or at the other end of a message port.
 *
 * `createDevices({ clock })` runs the devices here (tests, simulations, tools). `connectDevices(port)` is main's end of
 * a devices process (entry: host/process.ts) and fails what is pending with `devices-restarting` when that dies.
 */
export { connectDevices } from './host/client.ts';
export { createDevices, type DevicesHost } from './host/host.ts';
export { createMemoryNetwork } from './transports/memory.ts';
export type { OpenTransport } from './transports/transport.ts';
