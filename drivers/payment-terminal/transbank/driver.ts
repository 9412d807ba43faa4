/** Transbank POS Integrado: the verbs of a payment terminal. Money is never asked for twice. */
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { PaymentTerminal, TerminalOutcome, TerminalTotals } from '../port.ts';
import { amountOf, field, type Message, say, ticketOf, wordsOf } from './codec.ts';
import { TransbankLink } from './link.ts';
import { codes, currency, limits, type Options, optionsSchema } from './spec.ts';
import { declined, outcomeOf, transactionOf } from './transaction.ts';

type Sale = Readonly<{ amount: number; ticket: string }>;

/** What only this terminal can do, beside the verbs of its family. */
export type TransbankTerminal = PaymentTerminal &
  Readonly<{
    /** 0800: new working keys from the acquirer; closing the day brings them too. */
    loadKeys(): Promise<void>;
    /** 0300: the terminal works by itself again until it is told otherwise at its own menu. */
    normalMode(): Promise<void>;
    /** 0260: everything it has sold since the day was closed; what was taken back is negative. */
    details(): Promise<readonly Message[]>;
  }>;

export function createTransbankTerminal(
  ports: DriverPorts,
  options: Options = optionsSchema.parse({}),
): Driven<TransbankTerminal> {
  const { device, clock, transport } = ports;
  const listeners = new Set<(text: string) => void>();
  const link = new TransbankLink(ports, (code) => {
    for (const listener of listeners) listener(wordsOf(code));
  });
  const turn = oneAtATime(device);
  let terminalId: string | null = null;
  const remember = (outcome: TerminalOutcome): TerminalOutcome => {
    if (outcome.kind === 'approved') terminalId = outcome.transaction.terminalId ?? terminalId;
    return outcome;
  };

  return {
    identify: (signal) =>
      turn(async () => {
        stopped(device, signal);
        await link.tell(say.poll);
        return { model: 'POS Integrado', serialNumber: terminalId, firmware: null };
      }),
    health: (level, signal) =>
      turn(async () => {
        stopped(device, signal);
        const startedAt = clock.monotonic();
        const result = await checkHealth(link, level);
        return { ...result, device, level, tookMs: clock.monotonic() - startedAt };
      }),
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pay: (request, signal) =>
      turn(async () => {
        const sale = saleOf(device, request);
        stopped(device, signal);
        // Nothing has been asked of it yet: a terminal that is away says so here and not in the middle of a sale.
        await link.tell(say.poll);
        return remember(await sell(link, device, sale, options));
      }),
    refund: async () => {
      // The terminal takes back by the number of the operation, with `reverse`; it has no refund to a card.
      throw new Problem('device-refused', { device, code: 'no refund to a card' });
    },
    reverse: (receiptNumber, signal) =>
      turn(async () => {
        if (!/^\d{1,6}$/.test(receiptNumber)) {
          throw new Problem('bad-request', { device, field: 'receiptNumber' });
        }
        stopped(device, signal);
        return remember(await reverse(link, device, receiptNumber));
      }),
    lastTransaction: (signal) =>
      turn(async () => {
        stopped(device, signal);
        const answer = await askLastSale(link, options);
        if (field(answer, 'responseCode') === codes.noSale) return null;
        mustApprove(device, answer);
        return remember(outcomeOf(device, answer));
      }),
    endOfDay: (signal) =>
      turn(async () => {
        stopped(device, signal);
        return endOfDay(link, device);
      }),
    loadKeys: () =>
      turn(async () => {
        mustApprove(device, await link.ask(say.loadKeys, ({ id }) => id === '0810'));
      }),
    normalMode: () => turn(() => link.tell(say.normalMode)),
    details: () => turn(() => details(link)),
    close: () => transport.close(),
    gone: link.gone,
  };
}

function stopped(device: string, signal: AbortSignal): void {
  if (signal.aborted) throw new Problem('card-cancelled', { device });
}

function saleOf(device: string, request: Parameters<PaymentTerminal['pay']>[0]): Sale {
  const { amountMinor, reference } = request;
  const ticket = ticketOf(reference);
  const whole = Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor <= limits.amountMax;
  if (request.currency !== currency)
    throw new Problem('bad-request', { device, field: 'currency' });
  if (!whole) throw new Problem('bad-request', { device, field: 'amountMinor' });
  if (ticket === '') throw new Problem('bad-request', { device, field: 'reference' });
  return { amount: amountMinor, ticket };
}

/** The terminal cannot be stopped by the till: a signal that aborts now changes nothing, the answer counts. */
async function sell(
  link: TransbankLink,
  device: string,
  sale: Sale,
  options: Options,
): Promise<TerminalOutcome> {
  const asked = await link.exchange({
    message: say.sale(sale.amount, sale.ticket, true, options),
    money: true,
    accept: (answer) => isSaleAnswer(answer) && !isOfAnother(answer, sale),
  });
  if (asked.kind === 'doubt') {
    return asked.problem.kind === 'device-gone'
      ? { kind: 'unknown', problem: asked.problem.toData() }
      : compareWithLastSale(link, device, sale, options, asked);
  }
  const approved = field(asked.answer, 'responseCode') === codes.approved;
  if (approved && !isThis(asked.answer, sale)) {
    const problem = new Problem('device-garbage', { device });
    return { kind: 'unknown', problem: problem.toData() };
  }
  return outcomeOf(device, asked.answer, sale.amount);
}

const isSaleAnswer = ({ id }: Message): boolean => id === '0210' || id === '0271';

/**
 * The repetition of an answer that was acknowledged before; a refusal may come without a ticket, and then must not be about
 * another amount.
 */
function isOfAnother(answer: Message, { ticket, amount }: Sale): boolean {
  const told = field(answer, 'ticket');
  if (told !== '') return told.toUpperCase() !== ticket;
  return (amountOf(answer) || amount) !== amount;
}

const isThis = (answer: Message, { ticket, amount }: Sale): boolean =>
  field(answer, 'ticket').toUpperCase() === ticket && amountOf(answer) === amount;

/**
 * 0250 after doubt. The last sale is ours: approved. It is another's, and the terminal had heard us and is now ready
 * again: ours came to nothing. Anything else stays unknown.
 */
async function compareWithLastSale(
  link: TransbankLink,
  device: string,
  sale: Sale,
  options: Options,
  { heard, problem }: Readonly<{ heard: boolean; problem: Problem }>,
): Promise<TerminalOutcome> {
  const unknown: TerminalOutcome = { kind: 'unknown', problem: problem.toData() };
  let last: Message;
  try {
    last = await askLastSale(link, options);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return unknown;
  }
  const code = field(last, 'responseCode');
  if (code === codes.approved && isThis(last, sale)) return outcomeOf(device, last);
  const anothers = code === codes.approved && isOfAnother(last, sale);
  return heard && (anothers || code === codes.noSale)
    ? declined(device, codes.noSale, 'the terminal has no such sale')
    : unknown;
}

const askLastSale = (link: TransbankLink, options: Options): Promise<Message> =>
  link.ask(say.lastSale(options), ({ id }) => id === '0260' || id === '0281');

/** 1200. Said twice it does no harm: the second is refused with 04. */
async function reverse(
  link: TransbankLink,
  device: string,
  operationNumber: string,
): Promise<TerminalOutcome> {
  await link.tell(say.poll);
  const same = (each: Message): boolean =>
    Number(field(each, 'operationNumber')) === Number(operationNumber);
  // The answer does not tell the amount; the list of sales does.
  const sold = (await details(link)).find((each) => same(each) && (amountOf(each) ?? 0) > 0);
  const asked = await link.exchange({
    message: say.refund(operationNumber),
    money: true,
    accept: (answer) => answer.id === '1210' && !isOfAnotherOperation(answer, operationNumber),
  });
  if (asked.kind === 'doubt') return { kind: 'unknown', problem: asked.problem.toData() };
  const outcome = outcomeOf(device, asked.answer);
  if (outcome.kind !== 'approved' || !sold) return outcome;
  const { authorisationCode } = outcome.transaction;
  return { kind: 'approved', transaction: { ...transactionOf(sold), authorisationCode } };
}

/** A refusal may come without the number. */
function isOfAnotherOperation(answer: Message, operationNumber: string): boolean {
  const told = field(answer, 'operationNumber');
  return told !== '' && Number(told) !== Number(operationNumber);
}

/** One 0261 for each, and one without an authorisation code that ends the list. */
async function details(link: TransbankLink): Promise<readonly Message[]> {
  const sales: Message[] = [];
  await link.ask(say.details, (answer) => {
    if (answer.id !== '0261') return false;
    if (field(answer, 'authorisationCode') === '') return true;
    sales.push(answer);
    return sales.length >= limits.detailsMax;
  });
  return sales;
}

async function endOfDay(link: TransbankLink, device: string): Promise<TerminalTotals> {
  const cards = new Map<string, { name: string; count: number; amountMinor: number }>();
  for (const sale of await details(link)) {
    const name = transactionOf(sale).cardName ?? '?';
    const card = cards.get(name) ?? { name, count: 0, amountMinor: 0 };
    card.count += 1;
    card.amountMinor += amountOf(sale) ?? 0;
    cards.set(name, card);
  }
  const totals = await link.ask(say.totals, ({ id }) => id === '0710');
  mustApprove(device, totals);
  mustApprove(device, await link.ask(say.close, ({ id }) => id === '0510'));
  return {
    cards: [...cards.values()],
    totalMinor: Number(field(totals, 'total')),
    traceNumber: null,
    receipts: [],
  };
}

/** Throws `Problem` `device-refused` with the terminal's code and its words. */
function mustApprove(device: string, answer: Message): void {
  const code = field(answer, 'responseCode');
  if (code !== codes.approved) {
    throw new Problem('device-refused', { device, code: `${code} (${wordsOf(code)})` });
  }
}

type Findings = Pick<DeviceHealth, 'state' | 'problems' | 'facts'>;

/** 0100; and beyond the inside its totals. Nothing is printed. */
async function checkHealth(link: TransbankLink, level: HealthLevel): Promise<Findings> {
  const facts: Record<string, string> = {};
  try {
    await link.tell(say.poll);
    facts.poll = 'acknowledged';
    if (level !== 'internal') {
      const totals = await link.ask(say.totals, ({ id }) => id === '0710');
      facts.sales = field(totals, 'count');
      facts.total = `${field(totals, 'total')} ${currency}`;
    }
    return { state: 'healthy', problems: [], facts };
  } catch (thrown) {
    return { state: 'failed', problems: [toProblem(thrown).toData()], facts };
  }
}
