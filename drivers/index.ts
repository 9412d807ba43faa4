/**
 * The public face of the drivers: the devices of a till, in this process or at the other end of a message port.
 *
 * `createDevices({ clock })` runs the devices here (tests, simulations, tools). `connectDevices(port)` is main's end of
 * a devices process (entry: host/process.ts) and fails what is pending with `devices-restarting` when that dies.
 */
import type { renderReport as RenderReport } from './bench/report-pdf.ts';

export { makeReport, type ReportInput } from './bench/report.ts';
export { connectDevices } from './host/client.ts';
export { createDevices, type DevicesHost } from './host/host.ts';
export { createMemoryNetwork } from './transports/memory.ts';
export type { OpenTransport } from './transports/transport.ts';

/** The report on A4, as PDF; see bench/report-pdf.ts. pdfkit is loaded with the first report. */
export const renderReport: typeof RenderReport = async (...args) =>
  (await import('./bench/report-pdf.ts')).renderReport(...args);
