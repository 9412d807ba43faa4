/** Line test: 0820 with network code 301. Vector G17: it has neither STAN nor MAC. */
import type { Clock } from '../../domain/clock.ts';
import type { AcquirerConfig } from '../../domain/contract/devices.ts';
import { managementField60, terminalFields } from './fields.ts';
import type { Link } from './link.ts';

/** No batch is touched by it. */
const noBatch = '000000';

/** How long the host took, in ms. An answer of any code proves the line. Throws `Problem` (`host-…`). */
export async function echo(
  config: AcquirerConfig,
  ports: Readonly<{ link: Link; clock: Clock }>,
  signal: AbortSignal,
): Promise<{ tookMs: number }> {
  const startedAt = ports.clock.monotonic();
  const fields = { ...terminalFields(config), 60: managementField60(noBatch, '301') };
  await ports.link.exchange({ mti: '0820', fields }, signal);
  return { tookMs: ports.clock.monotonic() - startedAt };
}
