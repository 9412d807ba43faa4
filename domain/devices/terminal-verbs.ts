/**
 * The verbs of a semi-integrated payment terminal: it reads the card, asks for the PIN and talks to its acquirer by itself.
 *
 * Money is asked for once. After any doubt `terminalFind` is asked, never `terminalPay` again.
 */
import { z } from 'zod';
import { isMaskedPan } from '../basics/mask.ts';
import { terminalMarkSchema } from '../tenders/terminal-mark.ts';
import { problemSchema } from '../words/problem.ts';

const device = z.object({ device: z.string() });
const amountMinor = z.int().positive();
/** ISO 4217, three letters. */
const currency = z.string().length(3);
/** Lines of the customer's receipts as the terminal wrote them. */
const receipt = z.array(z.string());

export const terminalAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approved'),
    authorisationCode: z.string(),
    /** By which it is found and taken back. */
    mark: terminalMarkSchema,
    maskedPan: z.string().refine(isMaskedPan, 'a masked card number'),
    receipt,
  }),
  /** No money moved, or it has been given back. `responseCode` in the figures of the protocol. */
  z.object({ kind: z.literal('declined'), responseCode: z.string(), problem: problemSchema }),
  z.object({ kind: z.literal('unknown'), problem: problemSchema }),
]);
export type TerminalAnswer = z.infer<typeof terminalAnswerSchema>;

export const terminalVerbs = {
  /** Which transaction is the terminal's last: the next payment is told from it. No money moves. */
  terminalMark: {
    input: device.extend({ attemptId: z.string() }),
    output: z.object({ mark: terminalMarkSchema }),
  },
  /** Takes money. Throws only where nothing was asked of the terminal. `cancel` asks it to stop; its answer counts. */
  terminalPay: {
    input: device.extend({ attemptId: z.string(), amountMinor, currency, reference: z.string() }),
    output: terminalAnswerSchema,
  },
  /** What became of a payment of that amount that was asked for when `mark` was the last. */
  terminalFind: {
    input: device.extend({ amountMinor, currency, mark: terminalMarkSchema }),
    output: terminalAnswerSchema,
  },
  /** Takes the transaction of that mark back; harmless when it has been. Answers only when the terminal has confirmed. */
  terminalReverse: {
    input: device.extend({ attemptId: z.string(), mark: terminalMarkSchema }),
    output: z.object({ responseCode: z.string() }),
  },
  /** Closes the terminal's day with its acquirer; the lines are for the merchant. */
  terminalEndOfDay: { input: device, output: z.object({ receipt }) },
} as const;
