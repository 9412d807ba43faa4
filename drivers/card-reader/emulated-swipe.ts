/** What emulated readers share: a card in a hand, and the keys that an acquirer injected for tests. */
import { z } from 'zod';
import type { EmulatorAct, EmulatorPorts } from '../emulators/device-emulator.ts';
import {
  dataKey,
  initialKeys,
  nextSerialNumber,
  testBaseKey,
  transactionKey,
  variantOf,
} from '../emulators/dukpt.ts';
import { misbehaving } from '../emulators/misbehave.ts';
import type { Transport } from '../transports/transport.ts';

const trackSchema = z.string().max(107).nullable().default('');
/** Tracks with or without sentinels; an empty one is not on the card, `null` one that cannot be read. */
export const stripeSchema = z.object({
  track1: trackSchema,
  track2: trackSchema,
  track3: trackSchema,
});
export type Stripe = z.output<typeof stripeSchema>;

/** The three tracks with their sentinels. */
export const sentinels = ({ track1, track2, track3 }: Stripe): (string | null)[] => [
  withSentinels('%', track1),
  withSentinels(';', track2),
  withSentinels(';', track3),
];

function withSentinels(start: string, track: string | null): string | null {
  if (track === null || track === '') return track;
  return /^[%;+]/.test(track) ? track : `${start}${track}?`;
}

/** A card pulled through, well or badly. */
export function swipeActs(swipe: (stripe: Stripe) => void): Record<string, EmulatorAct> {
  return {
    swipe: { input: stripeSchema, run: swipe },
    'bad-swipe': {
      input: z.object({}),
      run: () => swipe({ track1: null, track2: null, track3: null }),
    },
  };
}

/** The far end of a line that only ever sends. */
export function outgoingLine({ clock, fault }: EmulatorPorts): Readonly<{
  attach(line: Transport): void;
  send(bytes: Uint8Array): void;
}> {
  let current: Transport | null = null;
  return {
    attach: (line) => {
      current = misbehaving(line, clock, fault);
      void forget(line);
    },
    send: (bytes) => {
      // A reader that is unplugged reads the stripe all the same; nobody hears of it.
      current?.write(bytes).catch(() => {});
    },
  };
}

async function forget(line: Transport): Promise<void> {
  try {
    for await (const _heard of line.bytes);
  } catch {
    // The cable went.
  }
}

/** Keys that change with every swipe. */
export class ReaderKeys {
  readonly #initialKey: string;
  #ksn: string;

  /** `ksn`: of the swipe before the first. */
  constructor(ksn: string) {
    this.#initialKey = initialKeys(testBaseKey, ksn).initialKey;
    this.#ksn = ksn;
  }

  ksn(): string {
    return this.#ksn;
  }

  /** Of the next swipe; null when the keys are used up. */
  next(): Readonly<{ ksn: string; key: string }> | null {
    const ksn = nextSerialNumber(this.#ksn);
    if (ksn === null) return null;
    this.#ksn = ksn;
    return { ksn, key: transactionKey(this.#initialKey, ksn) };
  }
}

/** MagTek V5 readers use the PIN variant for tracks (99875475, "encrypted fields"). */
export const magTekKey = (key: string): string => variantOf(key, 'pin');

/** ID TECH readers use the key for data (80096504, "Data Key"). */
export const idTechKey = (key: string): string => dataKey(key, 'data');

/** First and last four digits of the number, separators, name and, with `expiry`, the date; all else is filled. */
export function maskTrack(text: string, fill: '0' | '*', expiry: boolean): string {
  const match = /^([%;+]B?)(\d{12,19})(\^[^^]*\^|=)(\d{4})([^?]*)(\?.*)$/s.exec(text);
  if (!match) return text.replace(/(?<=^.)[^?]/g, fill);
  const [, start = '', pan = '', between = '', date = '', rest = '', end = ''] = match;
  const number = pan.slice(0, 4) + fill.repeat(pan.length - 8) + pan.slice(-4);
  const shown = expiry ? date : fill.repeat(4);
  return start + number + between + shown + fill.repeat(rest.length) + end;
}

/** A bank's card, as far as a reader can tell; others leave it as they are. */
export const isBankStripe = (tracks: readonly (string | null)[]): boolean =>
  tracks.some((text) => /^(?:%B|;)\d{12,19}[=^]/.test(text ?? ''));
