/** The pad's MAC over a known text, twice: a pad that keeps something from the first time gives another the second. */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

const sample = 'ROLLCALL BENCH 0123456789';

export function testMac(ports: BenchPorts, wrappedKey: string): Promise<Found> {
  const data = Buffer.from(sample, 'ascii');
  return ports.use(async (driver): Promise<Found> => {
    const pad = needs(driver.pad, ports);
    const once = await pad.mac({ wrappedKey, data, encoding: 'ascii' }, ports.signal);
    const again = await pad.mac({ wrappedKey, data, encoding: 'ascii' }, ports.signal);
    return {
      outcome: once === again ? 'passed' : 'failed',
      facts: { over: sample, mac: once, ...(once === again ? {} : { again }) },
    };
  });
}
