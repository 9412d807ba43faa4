/**
 * The host's books: what the customers were really charged, whatever the till believes. Tests hold a journal against
 * them. Also the cards that the emulated issuer knows.
 */
import { maskPan } from '../../domain/basics/mask.ts';

/** Made for this program from the ranges of test cards; none of them is anybody's. */
export type TestCard = Readonly<{
  name: string;
  pan: string;
  /** Without sentinels, `=` between the fields. */
  track2: string;
  /** Null: the card is used without a PIN. */
  pin: string | null;
  /** DE39 of a sale with the right PIN. */
  answer: string;
}>;

export const testCards: readonly TestCard[] = [
  card('good', '6200000000000013', '123456', '00'),
  card('good-19-digits', '6217000000000000012', '654321', '00'),
  card('vip', '6200000000000021', '111111', '11'),
  card('no-pin', '6200000000000039', null, '00'),
  card('no-funds', '6200000000000047', '123456', '51'),
  card('expired', '6200000000000054', '123456', '54', '2001'),
  card('stolen', '6200000000000062', '123456', '43'),
];

function card(
  name: string,
  pan: string,
  pin: string | null,
  answer: string,
  expiry = '3012',
): TestCard {
  // Expiry, service code 201, then ten digits at the issuer's discretion.
  return { name, pan, track2: `${pan}=${expiry}2010000000000`, pin, answer };
}

export type BookedAttempt = Readonly<{
  batch: string;
  stan: string;
  amountMinor: number;
  maskedPan: string;
  /** `reversed` also when the reversal came before its sale. */
  state: 'charged' | 'declined' | 'reversed';
  responseCode: string;
  authorisationCode: string | null;
  withPin: boolean;
  trackEnciphered: boolean;
}>;

export type HostBooks = Readonly<{
  /** Everything that was asked, oldest first. */
  attempts(): readonly BookedAttempt[];
  /** What the customers have paid and not got back. */
  charged(): readonly BookedAttempt[];
  chargedMinor(): number;
  find(batch: string, stan: string): BookedAttempt | null;
}>;

/** The books as their keeper sees them. */
export type BooksInHand = HostBooks &
  Readonly<{
    book(attempt: BookedAttempt): void;
    /** DE39 of a reversal: 00 taken back (again), 25 nothing to take back, 64 not that amount. */
    reverse(batch: string, stan: string, amountMinor: number): '00' | '25' | '64';
  }>;

export function createBooks(): BooksInHand {
  const byNumber = new Map<string, BookedAttempt>();
  const numberOf = (batch: string, stan: string): string => `${batch}/${stan}`;
  const charged = (): BookedAttempt[] =>
    [...byNumber.values()].filter((attempt) => attempt.state === 'charged');
  return {
    attempts: () => [...byNumber.values()],
    charged,
    chargedMinor: () => charged().reduce((sum, attempt) => sum + attempt.amountMinor, 0),
    find: (batch, stan) => byNumber.get(numberOf(batch, stan)) ?? null,
    book: (attempt) => {
      byNumber.set(numberOf(attempt.batch, attempt.stan), attempt);
    },
    reverse: (batch, stan, amountMinor) => {
      const number = numberOf(batch, stan);
      const original = byNumber.get(number);
      if (!original) {
        // A sale that arrives after its own reversal must not be charged any more.
        byNumber.set(number, reversedBeforeSale(batch, stan, amountMinor));
        return '25';
      }
      if (original.amountMinor !== amountMinor) return '64';
      if (original.state === 'declined') return '25';
      byNumber.set(number, { ...original, state: 'reversed' });
      return '00';
    },
  };
}

function reversedBeforeSale(batch: string, stan: string, amountMinor: number): BookedAttempt {
  return {
    batch,
    stan,
    amountMinor,
    maskedPan: '',
    state: 'reversed',
    responseCode: '25',
    authorisationCode: null,
    withPin: false,
    trackEnciphered: false,
  };
}

/** The card whose stripe this is (packed, `D` for the separator), or null. */
export function findCard(cards: readonly TestCard[], packedTrack2: string): TestCard | null {
  return cards.find((known) => known.track2.replace('=', 'D') === packedTrack2) ?? null;
}

/** As the books show a card that the issuer may not know. */
export function maskedPanOf(packedTrack2: string): string {
  const pan = packedTrack2.split('D')[0] ?? '';
  return /^\d{12,19}$/.test(pan) ? maskPan(pan) : '';
}
