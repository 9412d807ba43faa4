/**
 * Text-line reader: swipes in, cards out. Lines of one swipe are taken together; a swipe ends when nothing more comes.
 *
 * A clear card that comes while nobody waits is dropped: `onDropped` hears that it happened, never which card it was.
 */
import type { DeviceHealth } from '../../../domain/contract/devices.ts';
import { Problem } from '../../../domain/problems.ts';
import { foldTextLines, type TextLine, textLinesStart } from '../../codecs/text-lines.ts';
import { deadlineIn } from '../../deadline.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import type { ByteRange } from '../../tap.ts';
import type { CardReader, ClearCard } from '../port.ts';
import { isMonth, passesLuhn, readTracks, type TrackReading } from './codec.ts';
import { limits, swipeGapMs } from './spec.ts';

type Waiter = Readonly<{ settle: (card: ClearCard) => void; fail: (problem: Problem) => void }>;

type Swipe = {
  /** A track came whole: there was a card. */
  read: boolean;
  /** It has led to a card, a problem or a drop. */
  decided: boolean;
  stopClock: () => void;
};

/** How long a technician has to swipe a card in the interactive check. */
const checkWaitMs = 30_000;

export function createTextLineReader(
  ports: DriverPorts & Readonly<{ onDropped: () => void }>,
): Driven<CardReader> {
  return new TextLineReader(ports);
}

/** Owns the till's end of a reader's line. */
class TextLineReader implements Driven<CardReader> {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts & Readonly<{ onDropped: () => void }>;
  #waiter: Waiter | null = null;
  #isGone = false;
  #swipe: Swipe | null = null;

  constructor(ports: DriverPorts & Readonly<{ onDropped: () => void }>) {
    this.#ports = ports;
    this.gone = this.#read().then(
      () => this.#lose(),
      () => this.#lose(),
    );
  }

  /** These readers cannot tell who they are. */
  async identify(): ReturnType<CardReader['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  async health(...[level, signal]: Parameters<CardReader['health']>): Promise<DeviceHealth> {
    const { device, clock } = this.#ports;
    const startedAt = clock.monotonic();
    const problems = level === 'interactive' ? await this.#checkSwipe(signal) : [];
    if (this.#isGone) problems.push(new Problem('device-gone', { device }));
    return {
      device,
      level,
      state: problems.length > 0 ? 'failed' : 'healthy',
      problems: problems.map((problem) => problem.toData()),
      facts: level === 'interactive' && problems.length === 0 ? { swipe: 'read' } : {},
      tookMs: clock.monotonic() - startedAt,
    };
  }

  waitForCard(signal: AbortSignal): Promise<ClearCard> {
    const { device } = this.#ports;
    if (this.#isGone) return Promise.reject(new Problem('device-gone', { device }));
    if (this.#waiter) return Promise.reject(new Problem('device-busy', { device }));
    if (signal.aborted) return Promise.reject(new Problem('card-cancelled', { device }));
    return new Promise((resolve, reject) => {
      const finish = (run: () => void): void => {
        this.#waiter = null;
        signal.removeEventListener('abort', onAbort);
        run();
      };
      const onAbort = (): void => finish(() => reject(new Problem('card-cancelled', { device })));
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiter = {
        settle: (card) => finish(() => resolve(card)),
        fail: (problem) => finish(() => reject(problem)),
      };
    });
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  /** The card of a test swipe is looked at here and let go. */
  async #checkSwipe(signal: AbortSignal): Promise<Problem[]> {
    const deadline = deadlineIn(this.#ports.clock, checkWaitMs, signal);
    try {
      await this.waitForCard(deadline.signal);
      return [];
    } catch (thrown) {
      if (!(thrown instanceof Problem) || signal.aborted) throw thrown;
      return [
        deadline.expired() ? new Problem('device-silent', { device: this.#ports.device }) : thrown,
      ];
    } finally {
      deadline.done();
    }
  }

  async #read(): Promise<void> {
    let state = textLinesStart;
    for await (const chunk of this.#ports.transport.bytes) {
      const folded = foldTextLines(state, chunk, limits);
      state = folded.state;
      for (const line of folded.lines) this.#hear(line);
    }
  }

  #lose(): void {
    const { device } = this.#ports;
    this.#isGone = true;
    this.#endSwipe();
    this.#waiter?.fail(new Problem('device-gone', { device }));
  }

  #hear(line: TextLine): void {
    const tracks = line.kind === 'line' ? readTracks(line.text) : [];
    this.#note(line, tracks);
    if (tracks.length === 0) return;
    for (const reading of tracks) {
      // A stripe has one track 2: where a second comes, the next card has been pulled through at once.
      if (reading.track === 2 && this.#swipe?.decided) this.#endSwipe();
      this.#prolongSwipe(reading.kind === 'read');
      if (reading.track === 2) this.#decide(reading);
    }
  }

  /** Track 2 decides: it alone holds what a host asks for. */
  #decide(reading: Extract<TrackReading, { track: 2 } | { kind: 'unreadable' }>): void {
    if (!this.#swipe || this.#swipe.decided) return;
    this.#swipe.decided = true;
    if (!this.#waiter) {
      if (this.#swipe.read) this.#ports.onDropped();
      return;
    }
    const card = reading.kind === 'read' ? bankCard(reading.value) : null;
    if (card) this.#waiter.settle(card);
    else this.#waiter.fail(new Problem('card-unreadable', { device: this.#ports.device }));
  }

  #prolongSwipe(read: boolean): void {
    this.#swipe?.stopClock();
    const swipe: Swipe = this.#swipe ?? { read: false, decided: false, stopClock: () => {} };
    swipe.read ||= read;
    swipe.stopClock = this.#ports.clock.after(swipeGapMs, () => {
      // Track 1 came and track 2 never did.
      this.#decide({ track: 2, kind: 'unreadable' });
      this.#swipe = null;
    });
    this.#swipe = swipe;
  }

  #endSwipe(): void {
    this.#swipe?.stopClock();
    this.#swipe = null;
  }

  #note(line: TextLine, tracks: readonly TrackReading[]): void {
    const { tap } = this.#ports;
    const faulty = tracks.length === 0;
    const everything: ByteRange[] = [[0, line.raw.length]];
    tap.count(faulty ? 'badFrames' : 'goodFrames');
    tap.note({
      direction: 'in',
      bytes: line.raw,
      meaning: faulty
        ? `no track: ${line.kind}`
        : tracks.map((each) => `track ${each.track} ${each.kind}`).join(', '),
      faulty,
      ...(faulty ? {} : { hidden: everything }),
    });
  }
}

function bankCard(
  track: NonNullable<Extract<TrackReading, { track: 2; kind: 'read' }>>['value'],
): ClearCard | null {
  const isBankCard =
    /^\d{12,19}$/.test(track.pan) && passesLuhn(track.pan) && isMonth(track.expiry);
  return isBankCard ? { pan: track.pan, track2: track.raw, expiry: track.expiry } : null;
}
