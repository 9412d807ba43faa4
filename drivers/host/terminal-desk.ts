/**
 * Taking cards at a payment terminal, for main: one attempt at a time, its status texts told as they come, and every
 * doubt decided by the terminal's last transaction.
 */

import { hiddenPan, holdsPan, isMaskedPan } from '../../domain/basics/mask.ts';
import type { TerminalAnswer } from '../../domain/devices/terminal-verbs.ts';
import type { DeviceEvent, VerbInput, VerbOutput } from '../../domain/devices/verbs.ts';
import { markOf, numbersOf } from '../../domain/tenders/terminal-mark.ts';
import { Problem } from '../../domain/words/problem.ts';
import { judgeLast, markOfLast } from '../payment-terminal/last-transaction.ts';
import type {
  PaymentTerminal,
  TerminalOutcome,
  TerminalReceipt,
  TerminalTransaction,
} from '../payment-terminal/port.ts';

export type TerminalDeskPorts = Readonly<{
  /** Runs a verb of that device's terminal once it is there; `again` as in supervised-device.ts. */
  use<T>(
    device: string,
    run: (terminal: PaymentTerminal) => Promise<T>,
    again: boolean,
    signal: AbortSignal,
  ): Promise<T>;
  emit(event: DeviceEvent): void;
}>;

/** A display has a few short lines; more is no text for a customer. */
const hintCharactersMax = 200;

/** A payment that the terminal's last transaction shows not to have happened has this code. */
const notCharged = 'none';

export class TerminalDesk {
  readonly #ports: TerminalDeskPorts;
  readonly #closing = new AbortController();
  #current: Readonly<{ attemptId: string; abort: AbortController }> | null = null;

  constructor(ports: TerminalDeskPorts) {
    this.#ports = ports;
  }

  /** Throws `Problem`: `card-cancelled`, `device-…`. */
  async mark({
    device,
    attemptId,
  }: VerbInput<'terminalMark'>): Promise<VerbOutput<'terminalMark'>> {
    const { signal } = this.#begin(attemptId);
    try {
      const last = await this.#last(device, signal);
      if (!signal.aborted) return { mark: markOfLast(last) };
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
    throw new Problem('card-cancelled', { device });
  }

  /** Throws `Problem` only where nothing was asked of the terminal: `card-cancelled`, `terminal-…`, `device-…`. */
  async pay({ device, attemptId, ...request }: VerbInput<'terminalPay'>): Promise<TerminalAnswer> {
    const { signal } = this.#begin(attemptId);
    const run = async (terminal: PaymentTerminal): Promise<TerminalOutcome> => {
      const stop = terminal.onStatus((text) => this.#tell(attemptId, text));
      try {
        return await terminal.pay(request, signal);
      } finally {
        stop();
      }
    };
    try {
      return answerOf(await this.#ports.use(device, run, false, signal));
    } finally {
      if (this.#current?.attemptId === attemptId) this.#current = null;
    }
  }

  /** Throws `Problem` `device-…` where the terminal cannot be asked now. */
  async find({
    device,
    mark,
    ...request
  }: VerbInput<'terminalFind'>): Promise<VerbOutput<'terminalFind'>> {
    const last = await this.#last(device, this.#closing.signal);
    const verdict = judgeLast(last, { ...request, before: mark });
    if (verdict === 'charged' && last) return answerOf(last);
    if (verdict === 'unclear') {
      return { kind: 'unknown', problem: { kind: 'terminal-unknown', params: { device } } };
    }
    if (last?.kind === 'declined') return answerOf(last);
    const problem = new Problem('terminal-declined', { device, code: notCharged });
    return { kind: 'declined', responseCode: notCharged, problem: problem.toData() };
  }

  /** Throws `Problem` where the terminal has not confirmed: `terminal-unknown`, `terminal-declined`, `device-…`. */
  async reverse({
    device,
    attemptId,
    mark,
  }: VerbInput<'terminalReverse'>): Promise<VerbOutput<'terminalReverse'>> {
    const { traceNumber, receiptNumber } = numbersOf(mark);
    if (receiptNumber === null) throw new Problem('terminal-unknown', { device });
    this.#ports.emit({ kind: 'payment-stage', attemptId, stage: 'reversing', maskedPan: null });
    const { signal } = this.#closing;
    const outcome = await this.#ports.use(
      device,
      async (terminal): Promise<TerminalOutcome> => {
        const last = await terminal.lastTransaction(signal);
        const isDone =
          last?.kind === 'approved' &&
          traceNumber !== null &&
          last.transaction.reversedTraceNumber === traceNumber;
        return isDone ? last : terminal.reverse(receiptNumber, signal);
      },
      false,
      signal,
    );
    if (outcome.kind === 'approved') {
      const { reversedTraceNumber = traceNumber } = outcome.transaction;
      // It took another one back: of ours that is no word.
      if (traceNumber !== null && reversedTraceNumber !== traceNumber) {
        throw new Problem('terminal-unknown', { device });
      }
      return { responseCode: '00' };
    }
    if (outcome.kind === 'declined' && outcome.takenBack) return { responseCode: outcome.code };
    throw new Problem(outcome.problem.kind as 'terminal-unknown', outcome.problem.params);
  }

  /** Throws `Problem`: `device-refused`, `device-busy`, `device-…`. */
  async endOfDay({
    device,
  }: VerbInput<'terminalEndOfDay'>): Promise<VerbOutput<'terminalEndOfDay'>> {
    const { signal } = this.#closing;
    const totals = await this.#ports.use(device, (it) => it.endOfDay(signal), false, signal);
    return { receipt: linesOf(totals.receipts, 'administration') };
  }

  cancel(attemptId: string): void {
    if (this.#current?.attemptId === attemptId) this.#current.abort.abort();
  }

  close(): void {
    this.#closing.abort();
    this.#current?.abort.abort();
  }

  /** What was cancelled while the terminal was asked for its mark stays cancelled. */
  #begin(attemptId: string): AbortController {
    if (this.#current?.attemptId !== attemptId) {
      this.#current = { attemptId, abort: new AbortController() };
    }
    return this.#current.abort;
  }

  #last(device: string, signal: AbortSignal): Promise<TerminalOutcome | null> {
    return this.#ports.use(device, (terminal) => terminal.lastTransaction(signal), true, signal);
  }

  #tell(attemptId: string, text: string): void {
    const hint = holdsPan(text) ? '' : text.slice(0, hintCharactersMax);
    const stage = 'at-terminal' as const;
    this.#ports.emit({ kind: 'payment-stage', attemptId, stage, maskedPan: null, hint });
  }
}

function answerOf(outcome: TerminalOutcome): TerminalAnswer {
  switch (outcome.kind) {
    case 'approved':
      return approved(outcome.transaction);
    case 'declined':
      return { kind: 'declined', responseCode: outcome.code, problem: outcome.problem };
    case 'unknown':
      return outcome;
  }
}

function approved(transaction: TerminalTransaction): TerminalAnswer {
  const { maskedPan, authorisationCode, receipts } = transaction;
  return {
    kind: 'approved',
    authorisationCode: authorisationCode ?? '',
    mark: markOf(transaction),
    maskedPan: maskedPan !== null && isMaskedPan(maskedPan) ? maskedPan : hiddenPan,
    receipt: linesOf(receipts, 'customer'),
  };
}

/** What a terminal prints is its business; a full card number on it is not ours to keep. */
function linesOf(receipts: readonly TerminalReceipt[], reader: TerminalReceipt['for']): string[] {
  return receipts
    .filter((receipt) => receipt.for === reader)
    .flatMap(({ lines }) => lines)
    .filter((line) => !holdsPan(line));
}
