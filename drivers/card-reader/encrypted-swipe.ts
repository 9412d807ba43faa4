/** What may leave the driver of an encrypting reader: masked numbers, KSN and ciphertext. */
import type { StripeTrack, TrackNumber } from '../codecs/track.ts';
import type { EncryptedSwipe, Swipe, TrackState } from './port.ts';
import { judgeStripe } from './stripe.ts';

export type MaskedTrack = Readonly<{
  track: TrackNumber;
  state: TrackState['state'];
  /** As the reader masked it, sentinels included; empty where it shows none. */
  masked: string;
}>;

/** A card that the reader did not mask is one of the store's own, if it is anybody's. */
export function encryptedSwipe(
  tracks: readonly MaskedTrack[],
  encrypted: EncryptedSwipe,
  storeCards: readonly string[],
): Swipe {
  const masked = tracks.map(({ masked: text }) => maskedNumber(text));
  const shown = masked[1] ?? masked[0] ?? masked.find((each) => each !== null) ?? null;
  return {
    tracks: tracks.map(({ track, state }, index) => ({
      track,
      state,
      masked: state === 'read' ? (masked[index] ?? '*') : null,
    })),
    encrypted,
    card: whose(tracks, shown, encrypted, storeCards),
  };
}

function whose(
  tracks: readonly MaskedTrack[],
  shown: string | null,
  encrypted: EncryptedSwipe,
  storeCards: readonly string[],
): Swipe['card'] {
  // A track that was enciphered is a bank's: nothing of it is known but what the reader shows.
  if (encrypted.tracks.length > 0 && shown !== null) return { kind: 'bank', maskedPan: shown };
  const clear = tracks.map(
    ({ track, masked }): StripeTrack => ({
      track,
      content: /^[%;+#](.*?)\??$/s.exec(masked)?.[1] ?? '',
    }),
  );
  return judgeStripe(clear, storeCards).swipe.card;
}

/** First six and last four of a number that may be filled with zeros or asterisks; null where there is none. */
function maskedNumber(text: string): string | null {
  const number = /^[%;+#]?\*?[A-Z]?([\d*]{12,19})(?![\d*])/.exec(text)?.[1];
  return number === undefined
    ? null
    : number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4);
}
