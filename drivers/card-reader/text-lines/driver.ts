/**
 * Text-line reader: swipes in, cards out. Lines of one swipe are taken together; a swipe ends when nothing more comes.
 *
 * A clear card that comes while nobody waits is dropped: `onCardDropped` hears that it happened, never which card it was.
 */
import { foldTextLines, type TextLine, textLinesStart } from '../../codecs/text-lines.ts';
import { readTrack, type StripeTrack, splitTracks } from '../../codecs/track.ts';
import type { Driven } from '../../driver.ts';
import type { ByteRange } from '../../tap.ts';
import type { CardReader } from '../port.ts';
import { createReader, type ReaderParts, type ReaderPorts } from '../reader.ts';
import { judgeStripe } from '../stripe.ts';
import type { Takers } from '../takers.ts';
import { limits, swipeGapMs } from './spec.ts';

type Swiping = {
  tracks: StripeTrack[];
  /** It has led to a card, a problem or a drop. */
  decided: boolean;
  stopClock: () => void;
};

export function createTextLineReader(ports: ReaderPorts): Driven<CardReader> {
  return createReader(ports, (takers) => new TextLines(ports, takers));
}

/** Owns the lines of one reader, and the swipe they make. */
class TextLines implements ReaderParts {
  readonly #ports: ReaderPorts;
  readonly #takers: Takers;
  #state = textLinesStart;
  #swiping: Swiping | null = null;

  constructor(ports: ReaderPorts, takers: Takers) {
    this.#ports = ports;
    this.#takers = takers;
  }

  /** These readers cannot tell who they are, nor how. */
  async identify(): ReturnType<ReaderParts['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  hear(chunk: Uint8Array): void {
    const folded = foldTextLines(this.#state, chunk, limits);
    this.#state = folded.state;
    for (const line of folded.lines) this.#hearLine(line);
  }

  end(): void {
    this.#swiping?.stopClock();
    this.#swiping = null;
  }

  #hearLine(line: TextLine): void {
    const tracks = line.kind === 'line' ? splitTracks(line.text) : [];
    this.#note(line, tracks);
    if (tracks.length === 0) return;
    const hasTrack2 = tracks.some(({ track }) => track === 2);
    // A stripe has one track 2: where a second comes, the next card has been pulled through at once.
    if (hasTrack2 && this.#swiping?.decided) this.end();
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
