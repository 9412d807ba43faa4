/** Line test: 0820 with network code 301. Vector G17: it has neither STAN nor MAC. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { AcquirerConfig, WrappedKeys } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { PinPad } from '../pin-pad/port.ts';
import { managementField60, terminalFields } from './fields.ts';
import type { Link } from './link.ts';
import { sealOf } from './mac.ts';

/** No batch is touched by it. */
const noBatch = '000000';

/**
 * How long the host took, in ms. An answer of any code proves the line, and nothing else: it needs no MAC, but one that is
 * there must be right, as far as there are keys to tell. Throws `Problem` (`host-…`).
 */
export async function echo(
  config: AcquirerConfig,
  ports: Readonly<{ link: Link; pad: () => PinPad; clock: Clock }>,
  keys: WrappedKeys | null,
  signal: AbortSignal,
): Promise<{ tookMs: number }> {
  const startedAt = ports.clock.monotonic();
  const fields = { ...terminalFields(config), 60: managementField60(noBatch, '301') };
  const answer = await ports.link.exchange({ mti: '0820', fields }, signal);
  const tookMs = ports.clock.monotonic() - startedAt;
  const isSealed = keys !== null && answer.message.fields[64] !== undefined;
  if (isSealed && (await sealOf(ports.pad(), keys.mak, answer, signal)) === 'wrong') {
    throw new Problem('host-mac-wrong');
  }
  return { tookMs };
}
