/**
 * ID TECH SecureMag: frames with masked tracks and ciphertext from security level 3 on, plain reports below it.
 *
 * Its settings commands travel in feature reports whose size no manual page that was read gives; so nothing is asked of
 * it, and who it is comes from its USB ids.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { Driven } from '../../driver.ts';
import type { CardReader } from '../port.ts';
import { createReader, type ReaderParts, type ReaderPorts } from '../reader.ts';
import type { Takers } from '../takers.ts';
import { hearTrackReport } from '../track-report-swipe.ts';
import { decodeCardData } from './codec.ts';
import { type FramerState, foldReport, framerStart, type SecureMagUnit } from './framer.ts';
import { cardTypes, reportGapMs } from './spec.ts';
import { judgeSecureMag, stateOf } from './swipe.ts';

export function createSecureMagReader(ports: ReaderPorts): Driven<CardReader> {
  return createReader(ports, (takers) => new SecureMag(ports, takers));
}

/** Owns what came of a frame that has not ended. */
class SecureMag implements ReaderParts {
  readonly #ports: ReaderPorts;
  readonly #takers: Takers;
  #state: FramerState = framerStart;
  #stopGap: () => void = () => {};

  constructor(ports: ReaderPorts, takers: Takers) {
    this.#ports = ports;
    this.#takers = takers;
  }

  async identify(): ReturnType<ReaderParts['identify']> {
    return { model: 'ID TECH SecureMag', serialNumber: null, firmware: null };
  }

  hear(report: Uint8Array): void {
    this.#stopGap();
    const folded = foldReport(this.#state, report);
    this.#state = folded.state;
    if (folded.unit) this.#hearUnit(folded.unit);
    if (this.#state.length > 0) {
      this.#stopGap = this.#ports.clock.after(reportGapMs, () => this.#giveUp());
    }
  }

  end(): void {
    this.#stopGap();
    this.#state = framerStart;
  }

  /** A report of this frame was lost: the next one begins another. */
  #giveUp(): void {
    const raw = Uint8Array.from(this.#state);
    this.#state = framerStart;
    this.#ports.tap.timedOut('report');
    this.#refuse(raw, 'a frame that was cut off');
  }

  #hearUnit(unit: SecureMagUnit): void {
    if (unit.kind === 'plain') hearTrackReport(this.#ports, this.#takers, unit.raw);
    else if (unit.kind === 'bad') this.#refuse(unit.raw, `no frame: ${unit.reason}`);
    else this.#hearFrame(unit.data, unit.raw);
  }

  #hearFrame(data: Uint8Array, raw: Uint8Array): void {
    const { swipe, errors } = decodeCardData(data);
    if (!swipe || errors.length > 0) {
      this.#refuse(raw, errors.join(', '));
      return;
    }
    const { tap, options } = this.#ports;
    const tracks = swipe.tracks.map((each) => `track ${each.track} ${stateOf(each)}`).join(', ');
    const type = cardTypes[swipe.cardType] ?? swipe.cardType;
    tap.count('goodFrames');
    tap.note({
      direction: 'in',
      bytes: raw,
      meaning: `swipe, ${swipe.format}, ${type}: ${tracks}, ${swipe.ksn ? `KSN ${swipe.ksn}` : 'not encrypted'}`,
      // A track 3, or a card that is no bank's, stands there in clear.
      hidden: [[8, Math.max(8, raw.length - 3)]],
    });
    this.#takers.give(judgeSecureMag(swipe, options.storeCards));
  }

  #refuse(raw: Uint8Array, meaning: string): void {
    const { device, tap } = this.#ports;
    tap.count('badFrames');
    tap.note({ direction: 'in', bytes: raw, meaning, faulty: true, hidden: [[0, raw.length]] });
    this.#takers.fail(new Problem('card-unreadable', { device }));
  }
}
