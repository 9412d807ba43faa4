/**
 * A cent taken and given back, at a payment terminal that is marked as a test terminal: `testTerminal: true` in its
 * options. Money of a real card would move otherwise.
 */
import type { DeviceConfig } from '../../../domain/devices/verbs.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { PaymentTerminal, TerminalOutcome } from '../../payment-terminal/port.ts';
import { type BenchFacts, type BenchPorts, type Found, needs } from '../bench-test.ts';

const cent = 1;
/** Transbank terminals know one currency, whose smallest unit is the peso; ZVT's is an option. */
const currencyOf = ({ protocol, options }: DeviceConfig): string => {
  if (protocol === 'transbank') return 'CLP';
  return typeof options.currency === 'string' ? options.currency : 'EUR';
};

export function testPayment(ports: BenchPorts): Promise<Found> {
  const { config, signal, progress } = ports;
  return ports.use(async (driver): Promise<Found> => {
    const terminal = needs(driver.terminal, ports);
    if (config.options.testTerminal !== true)
      throw new Problem('test-not-possible', { device: config.device });
    const stop = terminal.onStatus((text) => progress(0, 2, { terminal: text }));
    try {
      const request = {
        amountMinor: cent,
        currency: currencyOf(config),
        reference: 'BENCH',
      };
      const paid = await terminal.pay(request, signal);
      progress(1, 2, { payment: paid.kind });
      if (paid.kind !== 'approved') return verdict(paid, { payment: paid.kind });
      const receipt = paid.transaction.receiptNumber;
      const facts: BenchFacts = { payment: 'approved', receipt: receipt ?? 'not told' };
      // The cent goes back even when somebody has ended the test meanwhile.
      const back = await giveBack(terminal, receipt, request);
      return verdict(back, { ...facts, reversal: back.kind });
    } finally {
      stop();
    }
  });
}

function giveBack(
  terminal: PaymentTerminal,
  receipt: string | null,
  request: Parameters<PaymentTerminal['refund']>[0],
): Promise<TerminalOutcome> {
  const untilDone = new AbortController().signal;
  return receipt === null
    ? terminal.refund(request, untilDone)
    : terminal.reverse(receipt, untilDone);
}

function verdict(outcome: TerminalOutcome, facts: BenchFacts): Found {
  if (outcome.kind === 'approved') return { outcome: 'passed', facts };
  return { outcome: 'failed', facts, problems: [outcome.problem] };
}
