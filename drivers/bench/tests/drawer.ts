/** The drawer's pulse, as long as its solenoid wants it. */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

export async function testDrawer(ports: BenchPorts, pulseMs: number): Promise<Found> {
  const { signal } = ports;
  return ports.use(async (driver): Promise<Found> => {
    const printer = needs(driver.printer, ports);
    await printer.openDrawer(signal, pulseMs);
    const { facts } = await printer.health('internal', signal);
    return { outcome: 'passed', facts: { ...facts, pulse: `${pulseMs} ms` } };
  });
}
