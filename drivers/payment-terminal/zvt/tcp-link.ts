/** ZVT over TCP: bare APDUs, no acknowledgement below them (../shared/protocols/devices.md §1.2). */
import { Problem } from '../../../domain/words/problem.ts';
import type { Deadline } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { type ApduStream, apduStreamStart, splitApdus } from './apdu.ts';
import { describeApdu } from './describe.ts';
import { greetingBytesMax, passGreeting } from './greeting.ts';
import { Inbox } from './inbox.ts';
import type { ApduLink, Heard } from './link.ts';

/** Owns the till's end of a connection. */
export class TcpLink implements ApduLink {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #inbox = new Inbox<Heard>();
  readonly #onHeard: () => void;
  /** Bytes of a greeting; null once something of ZVT has come. */
  #greeting: Readonly<{ passed: number; kept: Uint8Array }> | null = {
    passed: 0,
    kept: new Uint8Array(),
  };

  /** `onHeard` is called after each message that came. */
  constructor(ports: DriverPorts, onHeard: () => void) {
    this.#ports = ports;
    this.#onHeard = onHeard;
    const end = (): void => this.#inbox.end(this.#goneProblem());
    this.gone = this.#read().then(end, end);
  }

  async send(apdu: Uint8Array): Promise<void> {
    this.#note('out', apdu);
    await this.#ports.transport.write(apdu).catch((error: unknown) => {
      throw this.#goneProblem(error);
    });
  }

  next(deadline: Deadline): Promise<Heard | null> {
    return this.#inbox.next(deadline);
  }

  isGone(): boolean {
    return this.#inbox.hasEnded();
  }

  isQuiet(): boolean {
    return this.#inbox.isEmpty();
  }

  isOtherwise(): boolean {
    return this.#greeting !== null && this.#greeting.passed > 0;
  }

  /** "T3 expired: the socket is closed": a late answer must not be taken for that of the next command. */
  giveUp(): Promise<void> {
    return this.#ports.transport.close();
  }

  async #read(): Promise<void> {
    let stream: ApduStream = apduStreamStart;
    for await (const chunk of this.#ports.transport.bytes) {
      const cut = splitApdus(stream, this.#pastGreeting(chunk));
      stream = cut.stream;
      for (const apdu of cut.apdus) {
        this.#note('in', apdu);
        this.#ports.tap.count('goodFrames');
        this.#inbox.push({ apdu, again: false });
        this.#onHeard();
      }
    }
  }

  #pastGreeting(chunk: Uint8Array): Uint8Array {
    if (this.#greeting === null) return chunk;
    const { kept, passed, rest } = passGreeting(this.#greeting.kept, chunk);
    if (passed.length > 0) {
      const meaning = `greeting, ${passed.length} bytes that are no ZVT`;
      this.#ports.tap.note({
        direction: 'in',
        bytes: passed,
        faulty: true,
        meaning,
        hidden: [[0, passed.length]],
      });
    }
    const before = this.#greeting.passed;
    const total = before + passed.length;
    if (before <= greetingBytesMax && total > greetingBytesMax) {
      this.#inbox.push(new Problem('device-garbage', { device: this.#ports.device }));
    }
    this.#greeting = rest === null ? { passed: total, kept } : null;
    return rest ?? new Uint8Array();
  }

  #note(direction: 'in' | 'out', apdu: Uint8Array): void {
    const { meaning, hidden } = describeApdu(apdu);
    this.#ports.tap.note({ direction, bytes: apdu, meaning, hidden });
  }

  #goneProblem(cause?: unknown): Problem {
    return new Problem('device-gone', { device: this.#ports.device }, cause);
  }
}
