/** Whose card a clear stripe is: a bank's, the store's own, or nobody's that could be told. */
import { isLuhn } from '../../domain/basics/check-digit.ts';
import { maskPan } from '../../domain/basics/mask.ts';
import { isMonth, readTrack, type StripeTrack, type Track2 } from '../codecs/track.ts';
import type { ClearCard, Swipe, TrackState } from './port.ts';

export type Judged = Readonly<{
  /** What may leave the driver. */
  swipe: Swipe;
  /** For the attempt that waits, and for nobody else. */
  clear: ClearCard | null;
}>;

/**
 * First digits of what payment networks issue: Mir 2200–2204, Mastercard 2221–2720 and 51–55, Amex 34 and 37, Diners
 * 30, 36, 38 and 39, JCB 3528–3589, Visa 4, Maestro 50 and 56–58, Discover, UnionPay, Maestro and RuPay 6, UnionPay
 * and RuPay 81 and 82, Troy 9792.
 */
const networkRanges =
  /^(?:220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[046-9]|35(?:2[89]|[3-8])|4|5[0-8]|6|8[12]|9792)/;

/** `storeCards`: how the numbers of the store's own cards begin. A bank card is never taken for one of them. */
export function judgeStripe(tracks: readonly StripeTrack[], storeCards: readonly string[]): Judged {
  const readings = tracks.map(readTrack);
  const track2 = readings.find((each) => each.track === 2 && each.kind === 'read');
  const clear = track2?.track === 2 && track2.kind === 'read' ? bankCard(track2.value) : null;
  return {
    clear,
    swipe: { tracks: tracks.map(trackState), encrypted: null, card: whose(tracks, storeCards) },
  };
}

function whose(tracks: readonly StripeTrack[], storeCards: readonly string[]): Swipe['card'] {
  const contents = tracks.map(({ content }) => content ?? '');
  // Any track that looks like a bank's makes it a bank's card, whatever the store calls its own.
  const bank = contents.find(isBankTrack);
  if (bank !== undefined) return { kind: 'bank', maskedPan: maskPan(cardNumber(bank)) };
  const number = [2, 1, 3]
    .flatMap((wanted) => tracks.filter(({ track }) => track === wanted))
    .map(({ content }) => cardNumber(content ?? ''))
    .find((each) => storeCards.some((prefix) => each.startsWith(prefix)));
  if (number !== undefined) return { kind: 'store', number };
  const readable = tracks.map(readTrack).find(({ kind }) => kind === 'read');
  return readable?.kind === 'read' && maskablePan.test(readable.value.pan)
    ? { kind: 'bank', maskedPan: maskPan(readable.value.pan) }
    : { kind: 'none' };
}

const maskablePan = /^\d{12,19}$/;

/** A network's number with its Luhn digit and an expiry after it, real month or not, or a separator in its place. */
function isBankTrack(content: string): boolean {
  const pan = cardNumber(content);
  return (
    maskablePan.test(pan) &&
    isLuhn(pan) &&
    networkRanges.test(pan) &&
    /[=D](?:\d{4}|[=D])|\^[^^]*\^(?:\d{4}|\^)/.test(content)
  );
}

/** The digits that a track begins with, after the format code of track 1. */
const cardNumber = (content: string): string => /^[A-Z]?(\d+)/.exec(content)?.[1] ?? '';

/** A card without an expiry is one all the same: whether it is taken, its issuer says. */
function bankCard({ pan, expiry, raw }: Track2): ClearCard | null {
  const isBankCard = maskablePan.test(pan) && isLuhn(pan) && (expiry === null || isMonth(expiry));
  return isBankCard ? { pan, track2: raw, expiry } : null;
}

function trackState({ track, content }: StripeTrack): TrackState {
  if (content === null) return { track, state: 'error', masked: null };
  if (content === '') return { track, state: 'absent', masked: null };
  const number = cardNumber(content);
  return { track, state: 'read', masked: maskablePan.test(number) ? maskPan(number) : '*' };
}
