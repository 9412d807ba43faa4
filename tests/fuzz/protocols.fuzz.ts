/** Every protocol of the list under any bytes: its driver stays and ends with its line, its emulator goes on. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocolNames } from '../../domain/devices/verbs.ts';
import { emulators } from '../../drivers/emulators/registry.ts';
import { makeDriver, protocols } from '../../drivers/protocols.ts';
import { createTap } from '../../drivers/tap.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import { handClock } from '../helpers/hand-clock.ts';
import { seededRandom } from '../helpers/seeded-random.ts';

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 120 }), { maxLength: 8 });
const runs = { numRuns: 40 };
const settle = () => new Promise((resolve) => setImmediate(resolve));

test.each(protocolNames)('%s', async (protocol) => {
  const { family } = protocols[protocol];
  await fc.assert(
    fc.asyncProperty(chunks, async (said) => {
      const clock = handClock();
      const network = createMemoryNetwork();
      const { signal } = new AbortController();
      const far: { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> }[] = [];
      network.listen('driver', (line) => far.push(line));
      const device = { device: 'device', family, protocol, address: 'memory://driver' } as const;
      const driver = makeDriver({
        config: { ...device, masterKey: '0', options: {} },
        transport: await network.open('memory://driver', signal),
        clock,
        tap: createTap(clock),
        onCardDropped: () => {},
      });
      for (const bytes of said) {
        await far[0]?.write(bytes);
        await settle();
      }
      await far[0]?.close();
      await driver.gone;

      const emulator = emulators[protocol]({
        clock,
        random: seededRandom(protocol),
        fault: () => 'none',
      });
      network.listen('emulator', (line) => emulator.attach(line));
      const line = await network.open('memory://emulator', signal);
      for (const bytes of said) {
        await line.write(bytes);
        await settle();
      }
      await line.close();
      expect(Object.keys(emulator.look())).not.toEqual([]);
    }),
    runs,
  );
});
