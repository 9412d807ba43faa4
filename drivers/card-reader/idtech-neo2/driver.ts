/**
 * ID TECH NEO2: told to wait for a card, answers when one was swiped or tapped. Over HID in reports, over serial as it
 * is. What comes unasked (lights, display) is noted and passed over.
 */
import { Problem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import type { Driven } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { CardReader } from '../port.ts';
import { createReader, type ReaderParts, type ReaderPorts } from '../reader.ts';
import type { Checked } from '../swipe-check.ts';
import type { Takers } from '../takers.ts';
import { decodeCard, judgeCard } from './card.ts';
import {
  encodeNeo2,
  type FrameState,
  foldNeo2,
  frameStart,
  fromReport,
  type Neo2Frame,
  toReports,
} from './codec.ts';
import { type CommandName, commands, status, statuses, timing } from './spec.ts';

type Answer = Extract<Neo2Frame, { kind: 'answer' }>;

export function createNeo2Reader(ports: ReaderPorts): Driven<CardReader> {
  return createReader(ports, (takers) => new Neo2(ports, takers));
}

/** Owns the line to one reader: what was asked, and whether it waits for a card. */
class Neo2 implements ReaderParts {
  readonly #ports: ReaderPorts;
  readonly #takers: Takers;
  readonly #inTurn;
  #state: FrameState = frameStart;
  #asked: Readonly<{ command: number; settle: (answer: Answer) => void }> | null = null;

  constructor(ports: ReaderPorts, takers: Takers) {
    this.#ports = ports;
    this.#takers = takers;
    this.#inTurn = oneAtATime(ports.device);
  }

  async identify(signal: AbortSignal): ReturnType<ReaderParts['identify']> {
    const serial = await this.#ask('serialNumber', signal);
    const version = await this.#ask('firmware', signal);
    return {
      model: 'ID TECH NEO2',
      // Refused until somebody has given the reader one (§8.2.25).
      serialNumber: serial.status === status.ok ? printable(serial.data) : null,
      firmware: version.status === status.ok ? printable(version.data) : null,
    };
  }

  async check(signal: AbortSignal): Promise<Checked> {
    const { device } = this.#ports;
    const ping = await this.#ask('ping', signal);
    if (ping.status === status.tampered) {
      return { problems: [new Problem('device-tampered', { device })], facts: {} };
    }
    const { serialNumber, firmware } = await this.identify(signal);
    const facts: Record<string, string> = { ping: statuses[ping.status] ?? String(ping.status) };
    if (serialNumber) facts.serial = serialNumber;
    if (firmware) facts.firmware = firmware;
    return { problems: [], facts };
  }

  /** The answer comes with a card, or when the reader gives up waiting. */
  async arm(): Promise<void> {
    await this.#send('activate', Uint8Array.of(timing.activateS));
  }

  /** A courtesy: what the reader says to it is passed over. */
  async disarm(): Promise<void> {
    if (this.#takers.gone()) return;
    await this.#send('cancel').catch(() => {});
  }

  hear(chunk: Uint8Array): void {
    const part = this.#ports.transport.hid ? fromReport(chunk) : { restart: false, data: chunk };
    if (!part) return;
    const folded = foldNeo2(part.restart ? frameStart : this.#state, part.data);
    this.#state = folded.state;
    for (const frame of folded.frames) this.#hearFrame(frame);
  }

  #hearFrame(frame: Neo2Frame): void {
    this.#note('in', frame);
    if (frame.kind !== 'answer') return;
    const asked = this.#asked;
    if (asked?.command === frame.command) {
      this.#asked = null;
      asked.settle(frame);
    } else if (frame.command === commands.activate[0]) this.#hearCard(frame);
  }

  #hearCard(answer: Answer): void {
    const { device, options } = this.#ports;
    const wanted = this.#takers.wanted();
    if (answer.status === status.timeout && wanted !== null) {
      this.arm().catch(() => {});
      return;
    }
    const read = answer.status === status.ok || answer.status === status.online;
    const card = read ? decodeCard(answer.data) : null;
    if (card && card.errors.length === 0) this.#takers.give(judgeCard(card, options.storeCards));
    else this.#takers.fail(new Problem('card-unreadable', { device }));
  }

  /** Throws `Problem`: `device-silent`, `device-gone`. */
  #ask(name: CommandName, signal: AbortSignal): Promise<Answer> {
    return this.#inTurn(async () => {
      const { device, clock, tap } = this.#ports;
      const deadline = deadlineIn(clock, timing.answerWaitMs, signal);
      const startedAt = clock.monotonic();
      try {
        const answered = new Promise<Answer | null>((settle) => {
          this.#asked = { command: commands[name][0], settle };
          deadline.signal.addEventListener('abort', () => settle(null), { once: true });
        });
        await this.#send(name);
        const answer = await answered;
        if (!answer) {
          if (deadline.expired()) tap.timedOut('answer');
          throw new Problem(deadline.expired() ? 'device-silent' : 'card-cancelled', { device });
        }
        tap.roundTrip(clock.monotonic() - startedAt);
        return answer;
      } finally {
        this.#asked = null;
        deadline.done();
      }
    });
  }

  async #send(name: CommandName, data?: Uint8Array): Promise<void> {
    const { transport } = this.#ports;
    const [command, sub] = commands[name];
    const raw = encodeNeo2('till', command, sub, data);
    this.#note('out', { kind: 'command', command, sub, data: data ?? new Uint8Array(0), raw });
    for (const report of transport.hid ? toReports(raw) : [raw]) await transport.write(report);
  }

  #note(direction: 'in' | 'out', frame: Neo2Frame): void {
    const { tap } = this.#ports;
    const faulty = frame.kind === 'bad';
    if (direction === 'in') tap.count(faulty ? 'badFrames' : 'goodFrames');
    // A card may be in the data of an answer to "activate", and anything in what is no frame.
    const secret = frame.kind === 'answer' && frame.command === commands.activate[0];
    const hidden = faulty ? 0 : secret ? Math.min(14, frame.raw.length) : frame.raw.length;
    tap.note({
      direction,
      bytes: frame.raw,
      meaning: describe(frame),
      faulty,
      hidden: [[hidden, frame.raw.length]],
    });
  }
}

function describe(frame: Neo2Frame): string {
  if (frame.kind === 'bad') return `no frame: ${frame.reason}`;
  if (frame.kind === 'event') return `user interface event, ${frame.data.length} bytes`;
  const name = Object.entries(commands).find(([, [command]]) => command === frame.command)?.[0];
  const what = name ?? `command ${frame.command.toString(16).padStart(2, '0')}`;
  return frame.kind === 'command' ? what : `${what}: ${statuses[frame.status] ?? frame.status}`;
}

/** Text up to the first zero; null where there is none. */
function printable(data: Uint8Array): string | null {
  const text = (Buffer.from(data).toString('latin1').split('\0')[0] ?? '').trim();
  return /^[\x20-\x7e]+$/.test(text) ? text : null;
}
