/** The MagneSafe's side: tracks enciphered under test keys, or in clear at security level 2. */
import { z } from 'zod';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { encryptCbc } from '../../emulators/keys.ts';
import { firstNumbers } from '../../usb-model.ts';
import { emulatedFeatures } from '../emulated-features.ts';
import {
  isBankStripe,
  magTekKey,
  maskTrack,
  outgoingLine,
  ReaderKeys,
  type Stripe,
  sentinels,
  swipeActs,
} from '../emulated-swipe.ts';
import { properties } from '../feature-commands.ts';
import { trackNumbers } from '../track-report.ts';
import { encodeReport, type MagneSafeReport } from './codec.ts';
import { encryptionBits, lengths, models } from './spec.ts';

const serialNumber = 'B0000010000000A';
/** Bits 0 and 8, 13 and 15: capable, and a revision, as in the manual's example. */
const magnePrintStatus = 0x05a1;
const encodeType = { iso: 0, other: 4, undetermined: 5 } as const;
/**
 * Three tracks of 112 bytes as in hid.md H007, and the 513 bytes after them as one field: the kernel refuses a report
 * longer than its descriptor says.
 */
const reportFields = `${['30', '31', '32'].map((usage) => `09${usage}9570820201`).join('')}0939960102820201`;
/** The last used, before the first swipe. */
const firstKsn = 'FFFF9876543210E00000';
const lastKsn = 'FFFF9876543210FFFFFF';

export function createMagneSafeEmulator(ports: EmulatorPorts, ksn = firstKsn): DeviceEmulator {
  const line = outgoingLine(ports);
  const keys = new ReaderKeys(ksn);
  let level: 2 | 3 = 3;
  let exhausted = false;
  let swipes = 0;
  const swipe = (stripe: Stripe): void => {
    swipes += 1;
    const next = level === 3 && !exhausted ? keys.next() : null;
    exhausted ||= level === 3 && next === null;
    line.send(encodeReport(exhausted ? exhaustedReport() : swiped(sentinels(stripe), next)));
  };
  return {
    attach: line.attach,
    hid: emulatedFeatures(firstNumbers(models), {
      fields: reportFields,
      properties: {
        [properties.softwareId]: '21042840A01',
        [properties.serialNumber]: serialNumber,
      },
      ksn: () => (exhausted ? lastKsn : keys.ksn()),
      securityLevel: level,
    }),
    acts: {
      ...swipeActs(swipe),
      'security-level': {
        input: z.object({ level: z.union([z.literal(2), z.literal(3)]) }),
        run: (input: Readonly<{ level: 2 | 3 }>) => {
          level = input.level;
        },
      },
      'exhaust-keys': {
        input: z.object({}),
        run: () => {
          exhausted = true;
        },
      },
    },
    look: () => ({ swipes: String(swipes), level: String(level), ksn: keys.ksn() }),
  };
}

function swiped(
  tracks: readonly (string | null)[],
  next: Readonly<{ ksn: string; key: string }> | null,
): MagneSafeReport {
  const bank = isBankStripe(tracks);
  const read = tracks.some((each) => each);
  return {
    tracks: trackNumbers.map((track, index) => {
      const text = tracks[index] ?? null;
      const clear = Buffer.from(text ?? '', 'latin1');
      const enciphers = next !== null && bank;
      return {
        track,
        failed: text === null,
        absoluteLength: clear.length,
        data: enciphers ? encryptCbc(magTekKey(next.key), clear) : Uint8Array.from(clear),
        masked: text && next ? (bank ? maskTrack(text, '0', true) : text) : '',
      };
    }),
    encodeType: read ? (bank ? encodeType.iso : encodeType.other) : encodeType.undetermined,
    cardStatus: 0,
    magnePrintStatus,
    magnePrint: new Uint8Array(0),
    serialNumber,
    encryptionStatus:
      next && (bank || !read) ? encryptionBits.keyInjected | encryptionBits.encryptionEnabled : 0,
    ksn: next?.ksn ?? '0'.repeat(2 * lengths.ksn),
    sessionId: new Uint8Array(lengths.sessionId),
  };
}

/** Section 2, note 2: a reader without keys reads no card and says so at every swipe. */
const exhaustedReport = (): MagneSafeReport => ({
  ...swiped([null, null, null], null),
  tracks: trackNumbers.map((track) => ({
    track,
    failed: false,
    absoluteLength: 0,
    data: new Uint8Array(0),
    masked: '',
  })),
  encryptionStatus:
    encryptionBits.keysExhausted | encryptionBits.keyInjected | encryptionBits.encryptionEnabled,
  ksn: lastKsn,
});
