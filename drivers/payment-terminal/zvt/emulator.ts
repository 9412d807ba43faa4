/**
 * A ZVT terminal of our own: registers tills, takes cards, prints, remembers, is locked, starts again. Serial or TCP, as the
 * till begins.
 */
import { z } from 'zod';
import type { Clock } from '../../../domain/clock.ts';
import type { Fault } from '../../emulators/control.ts';
import type { DeviceEmulator, EmulatorAct } from '../../emulators/device-emulator.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { hexOf, readApdu } from './apdu.ts';
import { type EmulatedCard, TerminalBooks, terminalId } from './emulator-books.ts';
import { Customer } from './emulator-customer.ts';
import { TerminalJobs } from './emulator-jobs.ts';
import { TerminalLine } from './emulator-line.ts';
import type { PrintWay } from './emulator-print.ts';
import { abort, completion, intermediate, TillSide } from './emulator-till.ts';
import type { ReceiptKind } from './print.ts';
import { configBits } from './spec.ts';
import { decodeTill, type TillCommand } from './till-codec.ts';
import { findTlvs } from './tlv.ts';

export type ZvtEmulatorOptions = Readonly<{ clock: Clock; fault: () => Fault }>;

type Registration = Readonly<{ config: number; takesBlocks: boolean }>;

/** A terminal that is switched off and on again says nothing for so long. */
const rebootMs = 10_000;
const paperLinesMax = 500;
const cards: Readonly<Record<string, EmulatedCard>> = {
  VISA: { name: 'VISA', type: '0A', maskedPan: '************1111' },
  girocard: { name: 'girocard', type: '05', maskedPan: '************4711' },
  Mastercard: { name: 'Mastercard', type: '06', maskedPan: '************8074' },
};

/** Owns a terminal and, while one is attached, its end of a line. */
export class ZvtEmulator implements DeviceEmulator {
  readonly #options: ZvtEmulatorOptions;
  readonly #line: TerminalLine;
  readonly #till: TillSide;
  readonly #customer: Customer;
  readonly #books: TerminalBooks;
  readonly #jobs: TerminalJobs;
  #registration: Registration | null = null;
  /** The command under way; what comes twice is not begun twice. */
  #job: Readonly<{ apdu: string }> | null = null;
  #display = 'ready';
  #paper: string[] = [];
  #networkUp = true;
  #hostMs = 0;
  #verdict = '00';
  #locked = false;
  #occupied = false;
  #maintenanceDue = false;

  constructor(options: ZvtEmulatorOptions) {
    const { clock } = options;
    this.#options = options;
    this.#line = new TerminalLine(clock, {
      onMessage: (apdu) => this.#hear(apdu),
      onEnd: () => this.#till.hear(null),
    });
    this.#till = new TillSide(clock, this.#line, () => {
      this.#job = null;
    });
    this.#customer = new Customer(clock);
    this.#books = new TerminalBooks(clock);
    this.#jobs = new TerminalJobs({
      clock,
      books: this.#books,
      customer: this.#customer,
      till: this.#till,
      printWay: (kind) => this.#printWay(kind),
      onPaper: (lines) => {
        this.#paper = [...this.#paper, ...lines].slice(-paperLinesMax);
      },
      show: (text) => {
        this.#display = text;
      },
      hostMs: () => this.#hostMs,
      askHost: () => (this.#networkUp ? this.#verdict : '9B'),
      setLocked: (locked) => {
        this.#locked = locked;
      },
      takeMaintenance: () => {
        const due = this.#maintenanceDue;
        this.#maintenanceDue = false;
        if (due) this.#registration = null;
        return due;
      },
    });
  }

  attach(line: Transport): void {
    this.#line.attach(misbehaving(line, this.#options.clock, this.#options.fault));
  }

  look(): ReturnType<DeviceEmulator['look']> {
    return {
      display: this.#display,
      state: this.#job === null ? 'idle' : 'busy',
      wants: this.#customer.wants() ?? '',
      registered: this.#registration ? hexOf(Uint8Array.of(this.#registration.config)) : '',
      locked: this.#locked ? 'end of day open' : '',
      paper: this.#paper,
      'last receipt': this.#books.last()?.receiptNumber ?? '',
      reservations: this.#books.openReservations(),
      'day total': String(
        this.#books.totals().cards.reduce((sum, card) => sum + card.amountMinor, 0),
      ),
    };
  }

  readonly acts: Readonly<Record<string, EmulatorAct>> = {
    presentCard: act(
      z.object({
        card: z.enum(['VISA', 'girocard', 'Mastercard']).default('VISA'),
        how: z.enum(['chip', 'contactless']).default('chip'),
      }),
      ({ card, how }) => {
        const chosen = cards[card];
        if (chosen) this.#customer.present({ card: chosen, how });
      },
    ),
    removeCard: act(z.object({}), () => this.#customer.remove()),
    typePin: act(z.object({ digits: z.string().regex(/^\d{4,12}$/) }), () =>
      this.#customer.typePin(),
    ),
    stop: act(z.object({}), () => this.#customer.stop()),
    network: act(z.object({ up: z.boolean() }), ({ up }) => {
      this.#networkUp = up;
    }),
    slowHost: act(z.object({ seconds: z.int().min(0).max(900) }), ({ seconds }) => {
      this.#hostMs = seconds * 1_000;
    }),
    /** What the host answers from now on: 00, or an error id. */
    decide: act(z.object({ code: z.string().regex(/^[0-9A-F]{2}$/) }), ({ code }) => {
      this.#verdict = code;
    }),
    /** Somebody is in its menu. */
    occupy: act(z.object({ occupied: z.boolean() }), ({ occupied }) => {
      this.#occupied = occupied;
    }),
    /** A sign of life of its own, 04 FF. */
    say: act(
      z.object({
        status: z.string().regex(/^[0-9A-F]{2}$/),
        lines: z.array(z.string()).default([]),
        minutes: z.int().min(1).max(99).nullable().default(null),
      }),
      async ({ status, lines, minutes }) => {
        await this.#till.tell(intermediate(status, lines, minutes));
      },
    ),
    /** The next end of day is followed by maintenance: 27 E0. */
    maintain: act(z.object({}), () => {
      this.#maintenanceDue = true;
    }),
    reboot: act(z.object({}), () => this.#reboot()),
  };

  #reboot(): void {
    this.#registration = null;
    this.#display = 'starting';
    this.#line.setDead(true);
    this.#till.hear(null);
    this.#customer.stop();
    this.#options.clock.after(rebootMs, () => {
      this.#line.setDead(false);
      this.#display = 'ready';
    });
  }

  #hear(apdu: Uint8Array): void {
    const reading = readApdu(apdu);
    const command = reading.kind === 'apdu' ? decodeTill(reading.apdu).command : null;
    if (!command) {
      this.#till.reply({ kind: 'refused', error: '83' });
    } else if (command.kind === 'accept' || command.kind === 'refuse') {
      this.#till.hear(command);
    } else if (command.kind === 'abort') {
      this.#till.reply({ kind: 'accepted' });
      this.#customer.stop();
    } else if (this.#job !== null || this.#occupied) {
      this.#refuseBusy(command, hexOf(apdu));
    } else {
      void this.#begin(command, hexOf(apdu));
    }
  }

  /** Only the status may be asked for meanwhile (vector Z077). */
  #refuseBusy(command: TillCommand, apdu: string): void {
    if (apdu === this.#job?.apdu) return;
    if (command.kind !== 'enquireStatus' || this.#job !== null) {
      this.#till.reply({ kind: 'refused', error: '9C' });
      return;
    }
    this.#till.reply({ kind: 'accepted' });
    void this.#till.tell(completion({ terminalStatus: '9C' }));
  }

  async #begin(command: TillCommand, apdu: string): Promise<void> {
    const needsRegistration = command.kind !== 'register' && command.kind !== 'enquireStatus';
    if (needsRegistration && !this.#registration) {
      this.#till.reply({ kind: 'refused', error: '6B' });
      return;
    }
    const job = { apdu };
    this.#job = job;
    this.#till.reply({ kind: 'accepted' });
    try {
      await this.#run(command);
    } finally {
      if (this.#job === job) this.#job = null;
      if (!this.#job && this.#display !== 'starting') this.#display = 'ready';
    }
  }

  async #run(command: TillCommand): Promise<void> {
    switch (command.kind) {
      case 'register':
        return this.#register(command);
      case 'enquireStatus':
        return this.#tellStatus();
      case 'authorise':
      case 'reserve':
      case 'refund':
        return this.#locked ? this.#jobs.lockedOut() : this.#jobs.takeCard(command);
      case 'reverse':
        return this.#locked ? this.#jobs.lockedOut() : this.#jobs.reverse(command);
      case 'bookReservation':
      case 'cancelReservation':
      case 'releaseReservation':
        return this.#jobs.settleReservation(command);
      case 'repeatReceipt':
        return this.#jobs.repeatReceipt();
      case 'endOfDay':
        return this.#jobs.endDay();
      case 'readCard':
        return this.#jobs.readCard(command);
      case 'diagnose':
      case 'initialise':
        return this.#jobs.consultHost();
      case 'showText':
        this.#display = command.lines.join(' / ');
        await this.#till.tell(completion());
        return;
      case 'logOff':
        this.#registration = null;
        await this.#till.tell(completion());
        return;
      case 'reset':
        await this.#till.tell(completion());
        this.#reboot();
        return;
      default:
        await this.#till.tell(abort('83'));
    }
  }

  async #register(command: Extract<TillCommand, { kind: 'register' }>): Promise<void> {
    const permitted = findTlvs(command.tlvs ?? [], '0A').map(({ value }) => hexOf(value));
    this.#registration = { config: command.config, takesBlocks: permitted.includes('06D3') };
    await this.#till.tell(completion({ registrationStatus: 0, terminalId, currency: 'EUR' }));
  }

  async #tellStatus(): Promise<void> {
    const told = completion({
      softwareVersion: 'ROLLCALL-ZVT-1.0',
      terminalStatus: this.#locked ? 'F0' : '00',
      terminalId,
      deviceName: 'Rollcall emulator',
      serialNumber: '00018632',
    });
    await this.#till.tell(told);
  }

  #printWay(kind: ReceiptKind): PrintWay {
    const { config = 0, takesBlocks = false } = this.#registration ?? {};
    const bit =
      kind === 'administration'
        ? configBits.tillPrintsAdministration
        : configBits.tillPrintsPayments;
    if ((config & bit) === 0) return 'paper';
    if ((config & configBits.printsByCommand) === 0 && !takesBlocks) return 'composed';
    return takesBlocks ? 'blocks' : 'lines';
  }
}

function act<Schema extends z.ZodType>(
  input: Schema,
  run: (input: z.output<Schema>) => void | Promise<void>,
): EmulatorAct {
  return { input, run };
}
