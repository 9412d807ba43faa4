/**
 * Check value of a wrapped key: the first bytes of the pad's MAC over eight zero bytes, which is that block encrypted.
 * Without a key: which master key slots hold one. The pad tells no more of those.
 */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

const zeroBlock = new Uint8Array(8);
/** Eight digits, as acquirers print it. */
const kcvDigits = 8;

export function testKcv(ports: BenchPorts, wrappedKey: string | null): Promise<Found> {
  const { signal } = ports;
  return ports.use(async (driver): Promise<Found> => {
    const pad = needs(driver.pad, ports);
    if (wrappedKey !== null) {
      const mac = await pad.mac({ wrappedKey, data: zeroBlock, encoding: 'binary' }, signal);
      return { outcome: 'passed', facts: { kcv: mac.slice(0, kcvDigits) } };
    }
    const slots = await pad.keySlots(signal);
    const facts = Object.fromEntries(
      slots.map(({ slot, present }) => [`master key ${slot}`, present ? 'present' : 'absent']),
    );
    return { outcome: slots.some(({ present }) => present) ? 'passed' : 'failed', facts };
  });
}
