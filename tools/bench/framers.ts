/**
 * Frames per second of each framer of the devices, from a line that delivers sixteen bytes at a time as a UART's buffer
 * does, beside the least that has to be done: every byte looked at once, each frame copied from where it is known to be.
 */
import { apduHeadBytesMax, apduLength } from '../../drivers/codecs/apdu-length.ts';
import { dleStart, encodeDleFrame, foldDleFrames } from '../../drivers/codecs/dle-crc16.ts';
import { foldReport, reportsStart, splitIntoReports } from '../../drivers/codecs/hid-reports.ts';
import { foldLengthPrefixed, lengthPrefixedStart } from '../../drivers/codecs/length-prefixed.ts';
import { encodeFrame, foldFrames, framerStart } from '../../drivers/codecs/stx-etx-lrc.ts';
import { type Figure, spreadOf } from './figures.ts';

const framesPerRun = 2_000;
const warmup = 5;
const chunkBytes = 16;
/** A status information of ZVT with a receipt number and a card: what a payment ends with. */
const apdu = Uint8Array.from([0x04, 0x0f, 90, ...Array.from({ length: 90 }, (_, at) => at)]);
const text = 'Z60.6200000000000013\x1c3EB3B72576BBBE83';
const report = Uint8Array.from({ length: 150 }, (_, at) => at);

type Framer = Readonly<{
  name: string;
  frame: Uint8Array;
  /** One conversation's framer; gives how many frames the chunk has ended. */
  start(): (chunk: Uint8Array) => number;
  chunkBytes: number;
}>;

const framers = {
  'framer-lrc': {
    name: 'STX/ETX/LRC',
    frame: encodeFrame('transaction', text),
    chunkBytes,
    start: () => {
      let state = framerStart;
      return (chunk) => {
        const folded = foldFrames(state, chunk, { frameBytesMax: 512 });
        state = folded.state;
        return folded.units.filter(({ kind }) => kind === 'frame').length;
      };
    },
  },
  'framer-crc16': {
    name: 'DLE and CRC-16/KERMIT',
    frame: encodeDleFrame(apdu),
    chunkBytes,
    start: () => {
      let state = dleStart;
      return (chunk) => {
        const folded = foldDleFrames(state, chunk, { frameBytesMax: 512 });
        state = folded.state;
        return folded.units.filter(({ kind }) => kind === 'frame').length;
      };
    },
  },
  'framer-length': {
    name: 'length-prefixed',
    frame: apdu,
    chunkBytes,
    start: () => {
      let state = lengthPrefixedStart;
      const format = { headBytesMax: apduHeadBytesMax, frameBytesMax: 512, lengthOf: apduLength };
      return (chunk) => {
        const folded = foldLengthPrefixed(state, chunk, format);
        state = folded.state;
        return folded.units.filter(({ kind }) => kind === 'frame').length;
      };
    },
  },
  'framer-hid': {
    name: 'HID reports, three a message',
    frame: Uint8Array.from(splitIntoReports(report, 64).flatMap((part) => Array.from(part))),
    chunkBytes: 64,
    start: () => {
      let state = reportsStart;
      return (chunk) => {
        const folded = foldReport(state, chunk, { messageBytesMax: 512 });
        state = folded.state;
        return folded.units.filter(({ kind }) => kind === 'message').length;
      };
    },
  },
} satisfies Record<string, Framer>;

export type FramerName = keyof typeof framers;

/** `count` runs of two thousand frames each, in turn with the floor. Throws when a frame is not found. */
export function benchFramer(name: FramerName): (count: number) => Figure {
  return (count) => {
    const framer: Framer = framers[name];
    const line = Buffer.concat(Array.from({ length: framesPerRun }, () => framer.frame));
    const rates: number[] = [];
    const floors: number[] = [];
    for (let run = -warmup; run < count; run += 1) {
      const rate = perSecond(() => framesFound(framer, line));
      const floor = perSecond(() => framesLookedAt(line, framer.frame.length));
      if (run < 0) continue;
      rates.push(rate);
      floors.push(floor);
    }
    return {
      what: `${framer.name}, frames of ${framer.frame.length} bytes found and checked`,
      unit: 'per second',
      value: spreadOf(rates, 'per second'),
      floor: {
        what: 'each byte looked at once, frames copied where they are',
        value: spreadOf(floors, 'per second'),
      },
    };
  };
}

function perSecond(run: () => number): number {
  const begun = performance.now();
  if (run() !== framesPerRun) throw new Error('frames are missing');
  return (framesPerRun * 1_000) / (performance.now() - begun);
}

function framesFound(framer: Framer, line: Uint8Array): number {
  const take = framer.start();
  let found = 0;
  for (let at = 0; at < line.length; at += framer.chunkBytes) {
    found += take(line.subarray(at, at + framer.chunkBytes));
  }
  return found;
}

function framesLookedAt(line: Uint8Array, frameBytes: number): number {
  const checks = new Set<number>();
  let found = 0;
  for (let at = 0; at < line.length; at += frameBytes) {
    let check = 0;
    for (const byte of line.slice(at, at + frameBytes)) check ^= byte;
    checks.add(check);
    found += 1;
  }
  // All frames are alike; a check that nobody used would not have to be computed.
  return checks.size === 1 ? found : 0;
}
