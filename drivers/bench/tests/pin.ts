/**
 * A PIN for a synthetic card: under a test key that came in wrapped, or under the pad's own DUKPT keys. What was typed
 * stays in the pad; the block is not kept either, since the world knows the test key.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { DukptPinEntry, PinEntry } from '../../pin-pad/port.ts';
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

/** The test card of the UnionPay vectors (../shared/vectors/iso8583-cups.json); no issuer knows it. */
const testPan = '6200000000000013';
const request = { pan: testPan, amountMinor: 1, timeoutMs: 60_000 } as const;

export async function testPin(ports: BenchPorts, wrappedKey: string | null): Promise<Found> {
  const entry = await ports.use<PinEntry | DukptPinEntry>((driver) => {
    const pad = needs(driver.pad, ports);
    return wrappedKey === null
      ? pad.enterDukptPin(request, ports.signal)
      : pad.enterPin({ ...request, wrappedPik: wrappedKey }, ports.signal);
  });
  switch (entry.kind) {
    case 'entered':
      return {
        outcome: 'passed',
        facts: {
          block: `${entry.pinBlock.length / 2} bytes`,
          ...('ksn' in entry ? { ksn: entry.ksn } : {}),
        },
      };
    case 'no-pin':
      return { outcome: 'needs-look', facts: { block: 'ENTER without a PIN' } };
    default:
      throw new Problem(entry.kind === 'timeout' ? 'pin-timeout' : 'card-cancelled', {});
  }
}
