/** ZVT over TCP: bare APDUs, no acknowledgement below them (../shared/protocols/devices.md §1.2). */
import { Problem } from '../../../domain/problems.ts';
import type { Deadline } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { type ApduStream, apduStreamStart, splitApdus } from './apdu.ts';
import { describeApdu } from './describe.ts';
import { Inbox } from './inbox.ts';
import type { ApduLink, Heard } from './link.ts';

/** Owns the till's end of a connection. */
export class TcpLink implements ApduLink {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #inbox = new Inbox<Heard>();
  readonly #onHeard: () => void;

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

  /** "T3 expired: the socket is closed": a late answer must not be taken for that of the next command. */
  giveUp(): Promise<void> {
    return this.#ports.transport.close();
  }

  async #read(): Promise<void> {
    let stream: ApduStream = apduStreamStart;
    for await (const chunk of this.#ports.transport.bytes) {
      const cut = splitApdus(stream, chunk);
      stream = cut.stream;
      for (const apdu of cut.apdus) {
        this.#note('in', apdu);
        this.#ports.tap.count('goodFrames');
        this.#inbox.push({ apdu, again: false });
        this.#onHeard();
      }
    }
  }

  #note(direction: 'in' | 'out', apdu: Uint8Array): void {
    const { meaning, hidden } = describeApdu(apdu);
    this.#ports.tap.note({ direction, bytes: apdu, meaning, hidden });
  }

  #goneProblem(cause?: unknown): Problem {
    return new Problem('device-gone', { device: this.#ports.device }, cause);
  }
}
