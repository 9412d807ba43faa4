/** CD5220 customer display: it is told and never answers. */
import type { DeviceHealth } from '../../../domain/devices/verbs.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { hearNothing } from '../../transports/hear-nothing.ts';
import type { CustomerDisplay } from '../port.ts';
import { encodeLines, encodeOpening } from './codec.ts';
import type { Cd5220Options } from './spec.ts';

const testLines = ['Rollcall 0123456789', 'ABCDEFGHIJKLMNOPQRST'];

export function createCd5220(ports: DriverPorts, options: Cd5220Options): Driven<CustomerDisplay> {
  const { clock, device, tap, transport } = ports;
  const turn = oneAtATime(device);
  let isGone = false;
  let opened = false;

  const write = async (bytes: Uint8Array, meaning: string): Promise<void> => {
    tap.note({ direction: 'out', bytes, meaning, hidden: [] });
    await transport.write(bytes).catch((error: unknown) => {
      throw new Problem('device-gone', { device }, error);
    });
  };
  const show = (lines: readonly string[]): Promise<void> =>
    turn(async () => {
      if (!opened) await write(encodeOpening(options), 'initialise, clear');
      opened = true;
      await write(encodeLines(lines, options.charset), lines.length > 0 ? 'show' : 'clear');
    });

  return {
    gone: hearNothing(transport).then(() => {
      isGone = true;
    }),
    identify: async () => ({ model: null, serialNumber: null, firmware: null }),
    /** A display cannot be asked; at the external level a person sees whether it shows what it was told. */
    health: async (level): Promise<DeviceHealth> => {
      const startedAt = clock.monotonic();
      const problems: Problem[] = isGone ? [new Problem('device-gone', { device })] : [];
      if (level !== 'internal' && !isGone) await show(testLines);
      return {
        device,
        level,
        state: problems.length > 0 ? 'failed' : 'healthy',
        problems: problems.map((problem) => problem.toData()),
        facts: level === 'internal' ? {} : { shown: testLines.join(' / ') },
        tookMs: clock.monotonic() - startedAt,
      };
    },
    show: (lines) => show(lines),
    close: () => transport.close(),
  };
}
