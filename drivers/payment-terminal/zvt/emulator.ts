/**
 * A ZVT terminal of our own: registers tills, takes cards, prints, remembers, is locked, starts again. Serial or TCP, as the
 * till begins.
 */
import { z } from 'zod';
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Fault } from '../../emulators/control.ts';
import type { DeviceEmulator, EmulatorAct } from '../../emulators/device-emulator.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { bytesOfHex, encodeApdu, hexOf, readApdu } from './apdu.ts';
import { type EmulatedCard, TerminalBooks, terminalId } from './emulator-books.ts';
import { asDone, type CommandPorts, doneAtOnce, jobOf } from './emulator-commands.ts';
import { Customer } from './emulator-customer.ts';
import { type Finish, TerminalJobs } from './emulator-jobs.ts';
import { TerminalLine } from './emulator-line.ts';
import {
  asPermitted,
  loggedOff,
  maySay,
  printWayOf,
  type Registration,
  registrationOf,
} from './emulator-registration.ts';
import { completion, intermediate, TillSide } from './emulator-till.ts';
import { type End, endOf, statusServiceBits } from './spec.ts';
import { controlOf, decodeTill, type TillCommand } from './till-codec.ts';

export type ZvtEmulatorOptions = Readonly<{ clock: Clock; fault: () => Fault }>;

/** A terminal that is switched off and on again says nothing for so long. */
const rebootMs = 10_000;
/** After a new speed has been agreed on, nothing is heard for so long (2.57). */
const newSpeedMs = 2_000;
/** How long somebody may take to press a key. */
const entryMs = 60_000;
const paperLinesMax = 500;
const cards: Readonly<Record<string, EmulatedCard>> = {
  VISA: { name: 'VISA', type: '0A', maskedPan: '************1111' },
  girocard: { name: 'girocard', type: '05', maskedPan: '************4711' },
  Mastercard: { name: 'Mastercard', type: '06', maskedPan: '************8074' },
  MIFARE: { name: 'MIFARE', type: '00', maskedPan: '', pays: false },
};
const transparentMode = '06DD';

/** Owns a terminal and, while one is attached, its end of a line. */
export class ZvtEmulator implements DeviceEmulator {
  readonly #options: ZvtEmulatorOptions;
  readonly #line: TerminalLine;
  readonly #till: TillSide;
  readonly #customer: Customer;
  readonly #books: TerminalBooks;
  readonly #commandPorts: CommandPorts;
  #registration: Registration = loggedOff;
  /** After a restart some terminals want to be registered before anything else (6B). */
  #wantsRegistration = false;
  /** The command under way; what comes twice is not begun twice. */
  #job: Readonly<{ apdu: string; hasContainer: boolean }> | null = null;
  #display = 'ready';
  #paper: string[] = [];
  #networkUp = true;
  #hostMs = 0;
  #verdict = '00';
  #locked = false;
  #occupied = false;
  #maintenanceDue = false;
  #goesTransparent = false;
  #tellsFurtherStatus = true;

  constructor(options: ZvtEmulatorOptions) {
    const { clock } = options;
    this.#options = options;
    this.#line = new TerminalLine(clock, {
      onMessage: (apdu) => this.#hear(apdu),
      onEnd: () => this.#till.hear(null),
    });
    this.#till = new TillSide(
      clock,
      this.#line,
      (message) => asPermitted(message, this.#asked()),
      () => {
        this.#job = null;
      },
    );
    this.#customer = new Customer(clock);
    this.#books = new TerminalBooks(clock);
    const jobs = new TerminalJobs({
      clock,
      books: this.#books,
      customer: this.#customer,
      till: this.#till,
      printWay: (kind) => printWayOf(kind, this.#registration),
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
        if (due) this.#registration = loggedOff;
        return due;
      },
    });
    this.#commandPorts = {
      jobs,
      isLocked: () => this.#locked,
      show: (text) => {
        this.#display = text;
      },
      register: (command) => this.#register(command),
      tellStatus: (command) => this.#statusFor(command),
      logOff: () => {
        this.#registration = loggedOff;
      },
      // Over TCP there is no speed.
      changeSpeed: () => this.#line.framing() === 'serial',
    };
  }

  attach(line: Transport): void {
    this.#line.attach(misbehaving(line, this.#options.clock, this.#options.fault));
  }

  look(): ReturnType<DeviceEmulator['look']> {
    return {
      display: this.#display,
      state: this.#job === null ? 'idle' : 'busy',
      wants: this.#customer.wants() ?? '',
      registered: this.#registration.loggedOn
        ? hexOf(Uint8Array.of(this.#registration.config))
        : '',
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
        card: z.enum(['VISA', 'girocard', 'Mastercard', 'MIFARE']).default('VISA'),
        how: z.enum(['chip', 'contactless']).default('chip'),
      }),
      ({ card, how }) => {
        const chosen = cards[card];
        if (chosen) this.#customer.present({ card: chosen, how });
      },
    ),
    removeCard: act(z.object({}), () => this.#customer.remove()),
    typePin: act(
      z.object({ digits: z.string().regex(/^\d{4,12}$/), right: z.boolean().default(true) }),
      ({ right }) => this.#customer.typePin(right),
    ),
    /** What a text of the till asks for (06 E1, 06 E2 and their like): the data of the answer, `0D` for OK. */
    enter: act(z.object({ said: z.string().regex(/^([0-9A-F]{2}){1,40}$/) }), ({ said }) =>
      this.#customer.enter(said),
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
    /** The next status enquiry, service mode or software update goes over a dial-up of the till, where it lists 06 DD. */
    goTransparent: act(z.object({}), () => {
      this.#goesTransparent = true;
    }),
    /** card complete's say nothing more to 05 01 than a status, whatever the service byte asks for. */
    tellFurtherStatus: act(z.object({ told: z.boolean() }), ({ told }) => {
      this.#tellsFurtherStatus = told;
    }),
    reboot: act(z.object({}), () => this.#reboot()),
  };

  #reboot(): void {
    this.#registration = loggedOff;
    this.#wantsRegistration = true;
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
      void this.#till.reply({ kind: 'refused', error: '83' });
    } else if (command.kind === 'accept' || command.kind === 'refuse') {
      this.#till.hear(command);
    } else if (command.kind === 'abort') {
      void this.#till.reply({ kind: 'accepted' });
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
      void this.#till.reply({ kind: 'refused', error: '9C' });
      return;
    }
    void this.#till.reply({ kind: 'accepted' });
    void this.#till.tell(completion({ terminalStatus: '9C' }), true);
  }

  async #begin(told: TillCommand, apdu: string): Promise<void> {
    const command = asDone(told);
    const isFirst = command.kind === 'register' || command.kind === 'enquireStatus';
    if (this.#wantsRegistration && !isFirst) {
      await this.#till.reply({ kind: 'refused', error: '6B' });
      return;
    }
    const job = { apdu, hasContainer: command.tlvs !== undefined };
    this.#job = job;
    this.#customer.begin();
    try {
      await this.#do(command, endOf(controlOf(told)));
    } finally {
      if (this.#job === job) this.#job = null;
      if (!this.#job && this.#display !== 'starting') this.#rest(command);
    }
    if (command.kind === 'reset') this.#reboot();
  }

  /** A text of the till stays until something else is shown. */
  #rest({ kind }: TillCommand): void {
    if (kind !== 'showText') this.#display = 'ready';
  }

  async #do(command: TillCommand, ends: End): Promise<void> {
    if (ends === 'entry') return this.#untilEntered();
    if (ends === 'answer') {
      const isDone = doneAtOnce(command, this.#commandPorts);
      this.#job = null;
      await this.#till.reply(isDone ? { kind: 'accepted' } : { kind: 'refused', error: '83' });
      if (isDone && command.kind === 'changeBaudRate') this.#beDeaf(newSpeedMs);
      return;
    }
    const job = jobOf(command, this.#commandPorts);
    if (!job) {
      this.#job = null;
      return this.#till.reply({ kind: 'refused', error: '83' });
    }
    void this.#till.reply({ kind: 'accepted' });
    if (ends === 'completion-or-transparent' && (await this.#isTransparent())) return;
    const finish = await job();
    if (finish) await this.#till.tell(finish, true);
  }

  /** The first answer says what a person entered; 6C when nobody did, or STOP was pressed. */
  async #untilEntered(): Promise<void> {
    this.#display = 'enter';
    const touch = await this.#customer.waitFor('entry', entryMs);
    this.#job = null;
    await this.#till.reply(
      touch.kind === 'entry'
        ? { kind: 'accepted', said: touch.said }
        : { kind: 'refused', error: '6C' },
    );
  }

  /** Whether the till took 06 DD: it has no completion after that. */
  async #isTransparent(): Promise<boolean> {
    const goes = this.#goesTransparent && maySay(transparentMode, this.#registration);
    this.#goesTransparent = false;
    if (!goes) return false;
    const apdu = encodeApdu({ command: transparentMode, data: bytesOfHex('') });
    return (await this.#till.ask(apdu, true))?.kind === 'accept';
  }

  #beDeaf(ms: number): void {
    this.#line.setDead(true);
    this.#options.clock.after(ms, () => this.#line.setDead(false));
  }

  /** The registration, with a container allowed where the command under way brought one. */
  #asked(): Registration {
    const takesContainers = this.#registration.takesContainers || this.#job?.hasContainer === true;
    return { ...this.#registration, takesContainers };
  }

  #register(command: Extract<TillCommand, { kind: 'register' }>): Finish {
    this.#registration = registrationOf(command);
    this.#wantsRegistration = false;
    const currency = command.currency === null ? null : 'EUR';
    return completion({ registrationStatus: 0, terminalId, currency });
  }

  #statusFor({ serviceByte }: Extract<TillCommand, { kind: 'enquireStatus' }>): Finish {
    const asked = serviceByte ?? 0;
    const version = (asked & statusServiceBits.noSoftwareVersion) === 0;
    const further = (asked & statusServiceBits.furtherStatus) !== 0 && this.#tellsFurtherStatus;
    return completion({
      softwareVersion: version ? 'ROLLCALL-ZVT-1.0' : null,
      terminalStatus: this.#locked ? 'F0' : '00',
      ...(further ? { terminalId, deviceName: 'Rollcall emulator', serialNumber: '00018632' } : {}),
    });
  }
}

function act<Schema extends z.ZodType>(
  input: Schema,
  run: (input: z.output<Schema>) => void | Promise<void>,
): EmulatorAct {
  return { input, run };
}
