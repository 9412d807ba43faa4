/** The payment terminal of a till that takes its cards there, and what it says of an attempt. */

import type { AttemptRow } from '../../../db/tenders/attempts.ts';
import type { TerminalAnswer } from '../../../domain/devices/terminal-verbs.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { deviceOf } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure } from '../../till/record.ts';

/** Its device; null where cards go through PIN pad and acquirer, or nowhere. */
export function terminalOf(till: OpenTill): string | null {
  if (till.ports.config.acquirer !== null) return null;
  return deviceOf(till, 'payment-terminal')?.device ?? null;
}

/** What became of an attempt that was requested at the terminal. Never throws: a terminal that is away leaves it unknown. */
export async function askTerminal(
  till: OpenTill,
  attempt: Pick<AttemptRow, 'amountMinor' | 'currency' | 'terminalMark'>,
): Promise<TerminalAnswer> {
  try {
    const device = neededTerminal(till);
    const { amountMinor, currency, terminalMark } = attempt;
    const mark = terminalMark ?? '';
    return await till.ports.devices.request('terminalFind', {
      device,
      amountMinor,
      currency,
      mark,
    });
  } catch (thrown) {
    logFailure(till, 'ask the terminal', thrown);
    return { kind: 'unknown', problem: toProblem(thrown).toData() };
  }
}

/** Throws `Problem` `device-not-configured`. */
export function neededTerminal(till: OpenTill): string {
  const device = terminalOf(till);
  if (device === null) throw new Problem('device-not-configured', { device: 'payment-terminal' });
  return device;
}
