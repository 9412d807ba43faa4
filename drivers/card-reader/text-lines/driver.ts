/**
 * Text-line reader: swipes in, cards out. Lines of one swipe are taken together; a swipe ends when nothing more comes.
 *
 * A clear card that comes while nobody waits is dropped: `onDropped` hears that it happened, never which card it was.
 */
import type { DeviceHealth } from '../../../domain/contract/devices.ts';
import { Problem } from '../../../domain/problems.ts';
import { foldTextLines, type TextLine, textLinesStart } from '../../codecs/text-lines.ts';
import { readTrack, type StripeTrack, splitTracks } from '../../codecs/track.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import type { ByteRange } from '../../tap.ts';
import type { ReaderOptions } from '../options.ts';
import type { CardReader } from '../port.ts';
import { judgeStripe } from '../stripe.ts';
import { checkSwipe } from '../swipe-check.ts';
import { Takers } from '../takers.ts';
import { limits, swipeGapMs } from './spec.ts';

type Swiping = {
  tracks: StripeTrack[];
  /** It has led to a card, a problem or a drop. */
  decided: boolean;
  stopClock: () => void;
};

export type TextLineReaderPorts = DriverPorts &
  Readonly<{ options: ReaderOptions; onDropped: () => void }>;

export function createTextLineReader(ports: TextLineReaderPorts): Driven<CardReader> {
  return new TextLineReader(ports);
}

/** Owns the till's end of a reader's line. */
class TextLineReader implements Driven<CardReader> {
  readonly gone: Promise<void>;
  readonly #ports: TextLineReaderPorts;
  readonly #takers: Takers;
  #swiping: Swiping | null = null;

  constructor(ports: TextLineReaderPorts) {
    this.#ports = ports;
    this.#takers = new Takers(ports);
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
    const { problems, facts } =
      level === 'interactive'
        ? await checkSwipe(this.#ports, this, signal)
        : { problems: [], facts: {} };
    if (problems.length === 0 && this.#takers.gone()) {
      problems.push(new Problem('device-gone', { device }));
    }
    return {
      device,
      level,
      state: problems.length > 0 ? 'failed' : 'healthy',
      problems: problems.map((problem) => problem.toData()),
      facts,
      tookMs: clock.monotonic() - startedAt,
    };
  }

  waitForCard(signal: AbortSignal): ReturnType<CardReader['waitForCard']> {
    return this.#takers.waitForCard(signal);
  }

  waitForSwipe(signal: AbortSignal): ReturnType<CardReader['waitForSwipe']> {
    return this.#takers.waitForSwipe(signal);
  }

  onStoreCard(listener: (number: string) => void): () => void {
    return this.#takers.onStoreCard(listener);
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
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
    this.#endSwipe();
    this.#takers.lose();
  }

  #hear(line: TextLine): void {
    const tracks = line.kind === 'line' ? splitTracks(line.text) : [];
    this.#note(line, tracks);
    if (tracks.length === 0) return;
    const hasTrack2 = tracks.some(({ track }) => track === 2);
    // A stripe has one track 2: where a second comes, the next card has been pulled through at once.
    if (hasTrack2 && this.#swiping?.decided) this.#endSwipe();
    this.#prolongSwipe(tracks);
    // Track 2 decides: it alone holds what a host asks for.
    if (hasTrack2) this.#decide();
  }

  #decide(): void {
    const swiping = this.#swiping;
    if (!swiping || swiping.decided) return;
    swiping.decided = true;
    this.#takers.give(judgeStripe(swiping.tracks, this.#ports.options.storeCards));
    swiping.tracks = [];
  }

  #prolongSwipe(tracks: readonly StripeTrack[]): void {
    this.#swiping?.stopClock();
    const swiping: Swiping = this.#swiping ?? { tracks: [], decided: false, stopClock: () => {} };
    if (!swiping.decided) swiping.tracks.push(...tracks);
    swiping.stopClock = this.#ports.clock.after(swipeGapMs, () => {
      // Track 1 came and track 2 never did.
      this.#decide();
      this.#swiping = null;
    });
    this.#swiping = swiping;
  }

  #endSwipe(): void {
    this.#swiping?.stopClock();
    this.#swiping = null;
  }

  #note(line: TextLine, tracks: readonly StripeTrack[]): void {
    const { tap } = this.#ports;
    const faulty = tracks.length === 0;
    const everything: ByteRange[] = [[0, line.raw.length]];
    tap.count(faulty ? 'badFrames' : 'goodFrames');
    tap.note({
      direction: 'in',
      bytes: line.raw,
      meaning: faulty
        ? `no track: ${line.kind}`
        : tracks.map((each) => `track ${each.track} ${readTrack(each).kind}`).join(', '),
      faulty,
      ...(faulty ? {} : { hidden: everything }),
    });
  }
}
