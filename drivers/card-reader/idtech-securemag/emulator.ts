/** The SecureMag's side: bank cards enciphered under test keys in either format, others in clear. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { encryptCbc } from '../../emulators/keys.ts';
import { firstNumbers } from '../../usb-model.ts';
import {
  idTechKey,
  isBankStripe,
  maskTrack,
  outgoingLine,
  ReaderKeys,
  type Stripe,
  sentinels,
  swipeActs,
} from '../emulated-swipe.ts';
import { encodeTrackReport, trackNumbers } from '../track-report.ts';
import { encodeCardData, type SecureMagSwipe } from './codec.ts';
import { encodeSecureFrame } from './framer.ts';
import { isoType, models, secureReportBytes } from './spec.ts';

const otherType = 3;
const serialNumber = '0000123456';
/** The last used, before the first swipe. */
const firstKsn = '62994901190000000000';

/** Vendor page FF00, one input report of `secureReportBytes` and no id: USB HID 1.11 §6.2.2. */
const reportDescriptor = Uint8Array.from(
  Buffer.from('0600FF0901A101150026FF00750809209619028102C0', 'hex'),
);

export type SecureMagFormat = 'original' | 'enhanced' | 'plain';

export function createSecureMagEmulator(ports: EmulatorPorts): DeviceEmulator {
  const line = outgoingLine(ports);
  const keys = new ReaderKeys(firstKsn);
  let format: SecureMagFormat = 'original';
  let swipes = 0;
  const swipe = (stripe: Stripe): void => {
    swipes += 1;
    const tracks = sentinels(stripe);
    if (format === 'plain') {
      line.send(encodeTrackReport(tracks, 0));
      return;
    }
    const next = isBankStripe(tracks) ? keys.next() : null;
    const report = new Uint8Array(secureReportBytes);
    report.set(encodeSecureFrame(encodeCardData(enciphered(tracks, format, next))));
    line.send(report);
  };
  return {
    attach: line.attach,
    hid: {
      ...firstNumbers(models),
      reportDescriptor,
      sendFeature: async () => {},
      getFeature: async (reportId, lengthBytes) => {
        const nothing = new Uint8Array(lengthBytes);
        nothing[0] = reportId;
        return nothing;
      },
    },
    acts: {
      ...swipeActs(swipe),
      format: {
        input: z.object({ format: z.enum(['original', 'enhanced', 'plain']) }),
        run: (input: Readonly<{ format: SecureMagFormat }>) => {
          format = input.format;
        },
      },
    },
    look: () => ({ swipes: String(swipes), format, ksn: keys.ksn() }),
  };
}

/** `next` is null for a card that is no bank's: it goes out as it is. */
export function enciphered(
  texts: readonly (string | null)[],
  format: 'original' | 'enhanced',
  next: Readonly<{ ksn: string; key: string }> | null,
): SecureMagSwipe {
  const bytes = texts.map((text) => Buffer.from(text ?? '', 'latin1'));
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = bytes;
  const key = next && idTechKey(next.key);
  // Track 3 goes out in clear in the original format, and for ISO cards in the enhanced one too.
  const together =
    format === 'original'
      ? [{ track: 1 as const, clear: Buffer.concat([first, second]) }]
      : [
          { track: 1 as const, clear: first },
          { track: 2 as const, clear: second },
        ];
  return {
    format,
    cardType: next ? isoType : otherType,
    status: texts.reduce(
      (status, text, index) => status | (text === null ? 0 : 0b1001 << index),
      0,
    ),
    tracks: trackNumbers.map((track, index) => {
      const text = texts[index] ?? '';
      const hides = next !== null && track < 3 && text !== '';
      return {
        track,
        decoded: texts[index] !== null,
        length: text.length,
        text: hides ? maskTrack(text, '*', false) : text,
        hash: hides
          ? createHash('sha1')
              .update(bytes[index] ?? '')
              .digest()
          : null,
      };
    }),
    ciphers: together.flatMap(({ track, clear }) =>
      key && clear.length > 0 ? [{ track, cipher: encryptCbc(key, clear) }] : [],
    ),
    serialNumber: format === 'enhanced' ? serialNumber : null,
    sessionId: null,
    ksn: next?.ksn ?? null,
  };
}
