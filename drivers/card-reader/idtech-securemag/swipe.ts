/** A SecureMag swipe as it may leave the driver; NEO2 readers send the same card data inside their own frames. */
import type { StripeTrack } from '../../codecs/track.ts';
import { encryptedSwipe, type MaskedTrack } from '../encrypted-swipe.ts';
import type { EncryptedSwipe } from '../port.ts';
import { judgeStripe } from '../stripe.ts';
import { betweenSentinels } from '../track-report.ts';
import { isEnciphered, type SecureMagSwipe, type SecureMagTrack } from './codec.ts';

export function judgeSecureMag(
  swipe: SecureMagSwipe,
  storeCards: readonly string[],
  format: EncryptedSwipe['format'] = `idtech-${swipe.format}`,
): ReturnType<typeof judgeStripe> {
  if (!isEnciphered(swipe)) {
    const clear = swipe.tracks.map(
      (each): StripeTrack => ({
        track: each.track,
        content: stateOf(each) === 'error' ? null : betweenSentinels(each.text),
      }),
    );
    return judgeStripe(clear, storeCards);
  }
  const tracks = swipe.tracks.map(
    (each): MaskedTrack => ({ track: each.track, state: stateOf(each), masked: each.text }),
  );
  const encrypted: EncryptedSwipe = {
    format,
    ksn: swipe.ksn ?? '',
    tracks: swipe.ciphers.map(({ track, cipher }) => ({
      track,
      cipher: Buffer.from(cipher).toString('hex').toUpperCase(),
    })),
  };
  return { swipe: encryptedSwipe(tracks, encrypted, storeCards), clear: null };
}

/** "Track status": bits 0–2 say what was decoded; a track with neither data nor that bit was not on the card. */
export function stateOf({ decoded, length }: SecureMagTrack): MaskedTrack['state'] {
  if (!decoded) return 'error';
  return length === 0 ? 'absent' : 'read';
}
