/**
 * The books of the emulated acquirer: orders, and what became of them, whatever the till believes. Tests hold a journal
 * against them. They are kept by the rules of docs/wallets.md.
 */
import type { WalletRequest, WalletStanding } from './messages.ts';

export type WalletOrder = Readonly<{
  order: string;
  state: 'waiting' | 'paid' | 'refused' | 'cancelled';
  amountMinor: number;
  currency: string;
  wallet: string;
  reference: string;
  reason: string | null;
  /** Number → how much went back by it. */
  refunds: Readonly<Record<string, number>>;
}>;

export type WalletBooks = ReturnType<typeof createWalletBooks>;

export function createWalletBooks() {
  const orders = new Map<string, WalletOrder>();
  const find = (order: string): WalletOrder | null => orders.get(order) ?? null;
  const book = (order: WalletOrder): void => {
    orders.set(order.order, order);
  };
  return {
    orders: (): readonly WalletOrder[] => [...orders.values()],
    find,
    book,
    /** What the customers have paid and not got back. */
    chargedMinor: (): number =>
      [...orders.values()].reduce((sum, order) => sum + keptMinor(order), 0),
    /** The order is over, or never comes to be: a payment that arrives later finds it cancelled. */
    cancel: (order: string): void => {
      const known = find(order);
      if (known?.state === 'refused') return;
      book({ ...(known ?? neverThere(order)), state: 'cancelled', refunds: {} });
    },
    /** Once for each number, and never more than was paid. */
    refund: (order: string, number: string, partMinor: number): 'done' | 'refused' => {
      const known = find(order);
      if (known?.state !== 'paid') return 'refused';
      const before = known.refunds[number];
      if (before !== undefined) return before === partMinor ? 'done' : 'refused';
      if (partMinor > keptMinor(known)) return 'refused';
      book({ ...known, refunds: { ...known.refunds, [number]: partMinor } });
      return 'done';
    },
  };
}

export function refundedMinor({ refunds }: WalletOrder): number {
  return Object.values(refunds).reduce((sum, minor) => sum + minor, 0);
}

function keptMinor(order: WalletOrder): number {
  return order.state === 'paid' ? order.amountMinor - refundedMinor(order) : 0;
}

function neverThere(order: string): WalletOrder {
  const nothing = { amountMinor: 0, currency: '', wallet: '', reference: '', reason: null };
  return { order, state: 'cancelled', ...nothing, refunds: {} };
}

/** How the order stands, as the acquirer answers it. */
export function standingOf(
  { id, terminal, order }: WalletRequest,
  known: WalletOrder | null,
): WalletStanding {
  const named = { v: 1 as const, id, terminal, order };
  if (!known) return { ...named, state: 'not-there' };
  const { state, amountMinor, currency, wallet, reference, reason } = known;
  if (amountMinor === 0) return { ...named, state };
  return {
    ...named,
    ...{ state, amountMinor, currency, wallet, reference },
    refundedMinor: refundedMinor(known),
    ...(reason === null ? {} : { reason }),
  };
}
