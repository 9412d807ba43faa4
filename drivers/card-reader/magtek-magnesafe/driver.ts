/**
 * MagTek MagneSafe V5: a report is a swipe. From security level 3 on, tracks leave the reader as ciphertext only; below
 * it they come in clear and go to the attempt that waits, or are dropped.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { Driven } from '../../driver.ts';
import { encryptedSwipe, type MaskedTrack } from '../encrypted-swipe.ts';
import { askReader, commands, identifyReader, properties } from '../feature-commands.ts';
import type { CardReader } from '../port.ts';
import { createReader, type ReaderParts, type ReaderPorts } from '../reader.ts';
import { judgeStripe } from '../stripe.ts';
import type { Checked } from '../swipe-check.ts';
import type { Takers } from '../takers.ts';
import { betweenSentinels, encodeTypes } from '../track-report.ts';
import {
  decodeReport,
  hiddenRanges,
  isEncrypted,
  isExhausted,
  isLastKsn,
  type MagneSafeReport,
  type MagneSafeTrack,
} from './codec.ts';
import { magnePrintBits } from './spec.ts';

const model = 'MagTek MagneSafe V5';

export function createMagneSafeReader(ports: ReaderPorts): Driven<CardReader> {
  return createReader(
    ports,
    (takers): ReaderParts => ({
      hear: (bytes) => hear(ports, takers, bytes),
      identify: (signal) => identifyReader(ports, model, properties.serialNumber, signal),
      check: (signal) => checkInside(ports, signal),
    }),
  );
}

function hear(ports: ReaderPorts, takers: Takers, bytes: Uint8Array): void {
  const { device, tap } = ports;
  const { report, errors } = decodeReport(bytes);
  tap.count(errors.length === 0 ? 'goodFrames' : 'badFrames');
  tap.note({
    direction: 'in',
    bytes,
    meaning: report ? describe(report) : (errors[0] ?? ''),
    faulty: errors.length > 0,
    hidden: report ? hiddenRanges : [[0, bytes.length]],
  });
  if (report && isExhausted(report)) takers.fail(new Problem('device-key-missing', { device }));
  else if (report && errors.length === 0) takers.give(judge(report, ports.options.storeCards));
  else takers.fail(new Problem('card-unreadable', { device }));
}

function judge(
  report: MagneSafeReport,
  storeCards: readonly string[],
): ReturnType<typeof judgeStripe> {
  if (!isEncrypted(report)) {
    return judgeStripe(
      report.tracks.map((each) => ({
        track: each.track,
        content: each.failed ? null : betweenSentinels(clearText(each)),
      })),
      storeCards,
    );
  }
  const tracks = report.tracks.map(
    (each): MaskedTrack => ({ track: each.track, state: stateOf(each), masked: each.masked }),
  );
  const cipher = report.tracks
    .filter((each) => stateOf(each) === 'read')
    .map(({ track, data }) => ({ track, cipher: Buffer.from(data).toString('hex').toUpperCase() }));
  const encrypted = { format: 'magnesafe-v5', ksn: report.ksn, tracks: cipher } as const;
  return { swipe: encryptedSwipe(tracks, encrypted, storeCards), clear: null };
}

export function stateOf({ failed, data }: MagneSafeTrack): MaskedTrack['state'] {
  if (failed) return 'error';
  return data.length === 0 ? 'absent' : 'read';
}

export const clearText = ({ data }: MagneSafeTrack): string => Buffer.from(data).toString('latin1');

/** Nothing of the card, and why it may have been read badly. */
function describe(report: MagneSafeReport): string {
  const tracks = report.tracks.map((each) => `track ${each.track} ${stateOf(each)}`).join(', ');
  const hints = (['noisy', 'tooSlow', 'tooFast'] as const).filter(
    (name) => (report.magnePrintStatus & magnePrintBits[name]) !== 0,
  );
  const key = isEncrypted(report) ? `KSN ${report.ksn}` : 'not encrypted';
  const type = encodeTypes[report.encodeType] ?? report.encodeType;
  return [`swipe, ${type}: ${tracks}`, key, ...hints].join(', ');
}

/** Software, serial number, security level and how far the keys are used up. */
async function checkInside(ports: ReaderPorts, signal: AbortSignal): Promise<Checked> {
  const identity = await identifyReader(ports, model, properties.serialNumber, signal);
  const level = await askReader(ports, commands.securityLevel, new Uint8Array(0), signal);
  const ksn = await askReader(ports, commands.getKsn, new Uint8Array(0), signal);
  const ksnHex = ksn && Buffer.from(ksn).toString('hex').toUpperCase();
  const facts: Record<string, string> = {};
  if (identity.firmware) facts.firmware = identity.firmware;
  if (identity.serialNumber) facts.serial = identity.serialNumber;
  if (level?.[0] !== undefined) facts['security level'] = String(level[0]);
  if (ksnHex) facts.ksn = ksnHex;
  const problems =
    ksnHex && isLastKsn(ksnHex)
      ? [new Problem('device-key-missing', { device: ports.device })]
      : [];
  return { problems, facts };
}
