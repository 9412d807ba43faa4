/** The far end of a line in a test's own hands: sees every byte that was sent, sends what the test says. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { DriverPorts } from '../../drivers/driver.ts';
import { createTap } from '../../drivers/tap.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import type { Transport } from '../../drivers/transports/transport.ts';
import { until } from './until.ts';

export type ScriptedDevice = Readonly<{
  ports: DriverPorts;
  /** Everything the till has sent so far, upper-case hex. */
  sent(): string;
  /** Waits until the till has sent exactly this since the last `heard`, hex with or without spaces. */
  heard(hex: string): Promise<void>;
  say(hex: string): Promise<void>;
  unplug(): void;
}>;

export async function scriptedDevice(clock: Clock, device = 'pin-pad'): Promise<ScriptedDevice> {
  const network = createMemoryNetwork();
  let far: Transport | null = null;
  let sent = '';
  let read = 0;
  const unplug = network.listen('device', (transport) => {
    far = transport;
    void (async () => {
      try {
        for await (const chunk of transport.bytes)
          sent += Buffer.from(chunk).toString('hex').toUpperCase();
      } catch {
        // Unplugged by the test.
      }
    })();
  });
  const transport = await network.open('memory://device', new AbortController().signal);
  const bare = (hex: string): string => hex.replace(/ /g, '').toUpperCase();
  return {
    ports: { device, transport, clock, tap: createTap(clock) },
    sent: () => sent,
    heard: async (hex) => {
      const wanted = bare(hex);
      await until(
        () => sent.length >= read + wanted.length,
        `the till sends ${hex}, sent: ${sent.slice(read)}`,
      );
      const got = sent.slice(read, read + wanted.length);
      if (got !== wanted) throw new Error(`expected ${wanted}, heard ${got}`);
      read += wanted.length;
    },
    say: async (hex) => {
      await far?.write(Buffer.from(bare(hex), 'hex'));
    },
    unplug,
  };
}
