/** The terminal's side of POS Integrado: sells when a card is presented, remembers its day, repeats what was not heard. */
import { z } from 'zod';
import type { Clock } from '../../../domain/basics/clock.ts';
import {
  control,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../codecs/stx-etx-lrc.ts';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { decodeMessage, encodeMessage, type Message } from './codec.ts';
import { codes, commands, limits, statusId, timing } from './spec.ts';

const commerceCode = '597029414300';
const terminalId = '75001637';
const head = [commerceCode, terminalId];
/**
 * Between what it heard and what it says. Transbank's own SDK for tills parts messages by 100 ms of silence (PosBase.js of
 * transbank-pos-sdk-nodejs): an answer right behind an ACK would be one garbled message to it.
 */
const thinkingMs = 150;
/** 0260: the list is printed by the terminal itself. */
const onTerminal = '0';

type Sale = {
  ticket: string;
  amount: number;
  last4: string;
  cardType: string;
  operation: string;
  takenBack: boolean;
};
type Wish = Readonly<{ answerId: string; ticket: string; amount: number }>;

const card = z.object({
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .default('0461'),
  cardType: z.enum(['CR', 'DB']).default('CR'),
});
const decline = z.object({
  code: z
    .string()
    .regex(/^\d{2}$/)
    .default('01'),
});
const nothing = z.object({});

export class TransbankEmulator {
  readonly #clock: Clock;
  readonly #fault: EmulatorPorts['fault'];
  #line: Transport | null = null;
  #sales: Sale[] = [];
  #operations = 0;
  #wish: Wish | null = null;
  #outbox: Message[] = [];
  #unacknowledged: Readonly<{ raw: Uint8Array; tries: number; stopClock: () => void }> | null =
    null;
  #loseAnswer = false;
  #stopThinking: () => void = () => {};
  #mode: 'integrated' | 'normal' = 'integrated';

  constructor({ clock, fault }: Pick<EmulatorPorts, 'clock' | 'fault'>) {
    this.#clock = clock;
    this.#fault = fault;
  }

  attach(transport: Transport): void {
    void this.#line?.close();
    this.#settle();
    this.#outbox = [];
    const line = misbehaving(transport, this.#clock, this.#fault);
    this.#line = line;
    void this.#read(line);
  }

  wantsCard(): boolean {
    return this.#wish !== null;
  }

  mode(): 'integrated' | 'normal' {
    return this.#mode;
  }

  sales(): readonly Readonly<Sale>[] {
    return this.#sales;
  }

  /** Throws an Error where no card is asked for. */
  presentCard({ last4, cardType }: z.infer<typeof card>): void {
    const wish = this.#takeWish();
    this.#operations += 1;
    const operation = String(this.#operations).padStart(6, '0');
    const { ticket, amount } = wish;
    this.#sales.push({ ticket, amount, last4, cardType, operation, takenBack: false });
    this.#answer(saleAnswer(wish.answerId, this.#sales.at(-1)));
  }

  /** The customer's red key, or the host's no. */
  refuse(code: string): void {
    const { answerId, ticket } = this.#takeWish();
    this.#answer({
      id: answerId,
      values: [
        code,
        ...head,
        ticket,
        '      ',
        '0',
        '0',
        '',
        '',
        '',
        ...Array(8).fill(''),
        '0',
        '',
        '',
      ],
    });
  }

  /** The next answer never arrives, and neither do its repetitions. */
  loseAnswer(): void {
    this.#loseAnswer = true;
  }

  #takeWish(): Wish {
    const wish = this.#wish;
    if (!wish) throw new Error('The terminal asks for no card.');
    this.#wish = null;
    return wish;
  }

  async #read(line: Transport): Promise<void> {
    let framer: FramerState = framerStart;
    try {
      for await (const chunk of line.bytes) {
        const folded = foldFrames(framer, chunk, limits);
        framer = folded.state;
        for (const unit of folded.units) this.#hear(unit);
      }
    } catch {
      // The cable went; the sale goes on without.
    }
    if (this.#line === line) this.#settle();
  }

  #hear(unit: LinkUnit): void {
    if (unit.kind === 'control') this.#hearControl(unit.control);
    else if (unit.kind === 'bad-frame') this.#write(Uint8Array.of(control.nak));
    // While a customer is at it, nobody listens to the till.
    else if (unit.kind === 'frame' && !this.#wish) {
      this.#write(Uint8Array.of(control.ack));
      this.#settle();
      this.#outbox = [];
      const message = decodeMessage(unit.body);
      if (message) this.#obey(message);
    }
  }

  #hearControl(name: keyof typeof control): void {
    const sent = this.#unacknowledged;
    this.#settle();
    if (name === 'nak' && sent) this.#repeat(sent.raw, sent.tries);
    else if (name === 'ack') this.#sendSoon();
  }

  #obey({ id, values }: Message): void {
    switch (id) {
      case commands.sale:
      case commands.multicodeSale: {
        const [amount = '', ticket = '', , , status] = values;
        this.#mode = 'integrated';
        this.#wish = {
          answerId: id === commands.sale ? '0210' : '0271',
          ticket,
          amount: Number(amount),
        };
        if (status === '1')
          this.#answer({ id: statusId, values: ['78', commerceCode, terminalId] });
        break;
      }
      case commands.lastSale:
        this.#answer(saleAnswer('0260', this.#sales.at(-1)));
        break;
      case commands.multicodeLastSale:
        this.#answer(saleAnswer('0281', this.#sales.at(-1)));
        break;
      case commands.details:
        // Printed at the terminal, they are acknowledged and no more ("Detalle de Ventas").
        if (values[0] === onTerminal) break;
        for (const sale of this.#sales) this.#answer(...detailsOf(sale));
        this.#answer(endOfDetails(this.#operations + 1));
        break;
      case commands.totals:
        this.#answer({
          id: '0710',
          values: ['00', String(this.#standing().length), this.#total(), ''],
        });
        break;
      case commands.close:
        this.#sales = [];
        this.#answer({ id: '0510', values: ['00', ...head, ''] });
        break;
      case commands.loadKeys:
        this.#answer({ id: '0810', values: ['00', ...head] });
        break;
      case commands.normalMode:
        this.#mode = 'normal';
        break;
      case commands.refund:
        this.#takeBack(values[0] ?? '');
        break;
      default:
    }
  }

  #takeBack(operation: string): void {
    const sale = this.#sales.find((each) => Number(each.operation) === Number(operation));
    const code = !sale ? '05' : sale.cardType === 'DB' ? '08' : sale.takenBack ? '04' : '00';
    if (sale && code === '00') sale.takenBack = true;
    this.#answer({ id: '1210', values: [code, ...head, code === '00' ? '794981' : '', operation] });
  }

  #standing(): Sale[] {
    return this.#sales.filter(({ takenBack }) => !takenBack);
  }

  #total(): string {
    return String(this.#standing().reduce((sum, { amount }) => sum + amount, 0));
  }

  #answer(...messages: Message[]): void {
    this.#outbox.push(...messages);
    if (!this.#unacknowledged) this.#sendSoon();
  }

  #sendSoon(): void {
    this.#stopThinking();
    this.#stopThinking = this.#clock.after(thinkingMs, () => this.#sendNext());
  }

  #sendNext(): void {
    const next = this.#outbox.shift();
    if (!next) return;
    if (this.#loseAnswer && next.id !== statusId) {
      this.#loseAnswer = false;
      this.#outbox = [];
      return;
    }
    this.#transmit(encodeMessage(next), 0);
  }

  #transmit(raw: Uint8Array, tries: number): void {
    this.#write(raw);
    const stopClock = this.#clock.after(timing.terminalAckWaitMs, () => this.#repeat(raw, tries));
    this.#unacknowledged = { raw, tries, stopClock };
  }

  #repeat(raw: Uint8Array, tries: number): void {
    this.#unacknowledged = null;
    if (tries < timing.retransmissionsMax) this.#transmit(raw, tries + 1);
    else this.#outbox = [];
  }

  #settle(): void {
    this.#unacknowledged?.stopClock();
    this.#unacknowledged = null;
  }

  #write(bytes: Uint8Array): void {
    // The till's end may be unplugged at any byte.
    this.#line?.write(bytes).catch(() => {});
  }
}

/** P040's layout; without a sale it is code 11. */
function saleAnswer(id: string, sale: Sale | undefined): Message {
  if (!sale) return { id, values: [codes.noSale, ...head, ''] };
  const { ticket, amount, last4, operation, cardType } = sale;
  const money = [
    ticket,
    '252985',
    String(amount),
    '0',
    '',
    last4,
    operation,
    cardType,
    '',
    '',
    '  ',
  ];
  return { id, values: ['00', ...head, ...money, '26072023', '113748', '0', '0', '', '', ''] };
}

/** What was taken back stands there again, negative (P046). */
function detailsOf(sale: Sale): Message[] {
  const row = (amount: number): Message => ({
    id: '0261',
    values: [
      ...['00', ...head, sale.ticket, '794981', String(amount), sale.last4, sale.operation],
      ...[sale.cardType, '', '', '  ', '28072023', '172129', '0', '0', '', '0', ''],
    ],
  });
  return sale.takenBack ? [row(sale.amount), row(-sale.amount)] : [row(sale.amount)];
}

/** P047: the next number, and blanks. */
const endOfDetails = (operation: number): Message => ({
  id: '0261',
  values: [
    ...['00', ...head, ' ', ' ', ' ', ' ', String(operation).padStart(6, '0')],
    ...['', '', '', ' ', '', ' ', ' ', ' ', ' ', ' ', ''],
  ],
});

/** With the hands and eyes by name. */
export function createEmulatedTransbank(ports: EmulatorPorts): DeviceEmulator {
  const terminal = new TransbankEmulator(ports);
  return {
    attach: (line) => terminal.attach(line),
    acts: {
      'present-card': {
        input: card,
        run: (input: z.infer<typeof card>) => terminal.presentCard(input),
      },
      decline: {
        input: decline,
        run: ({ code }: z.infer<typeof decline>) => terminal.refuse(code),
      },
      cancel: { input: nothing, run: () => terminal.refuse('07') },
      'lose-answer': { input: nothing, run: () => terminal.loseAnswer() },
    },
    look: () => ({
      wantsCard: String(terminal.wantsCard()),
      mode: terminal.mode(),
      sales: terminal
        .sales()
        .map(({ operation, amount, takenBack }) => `${operation} ${takenBack ? '-' : ''}${amount}`),
    }),
  };
}
