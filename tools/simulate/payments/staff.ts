/** Cashier and manager, who do what the till asks of a person. */
import type { OpenPayment } from '../../../domain/tenders/channels.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { cast } from '../cast.ts';
import type { Shop } from '../shop.ts';
import { finishSignIn, SignInBlocked, signIn } from '../sign-in.ts';

export type Staff = Readonly<{
  /** Signs in; a manager lets a stopped till go on first. Throws `SignInBlocked` where nobody can. */
  signIn(): Promise<void>;
  /** Signs out of a till that is stopped, and in again. */
  attendStop(): Promise<void>;
  /** A manager ends whatever payment is open, by what the acquirer's books say. */
  settleByHand(): Promise<void>;
}>;

type TheirShop = Pick<Shop, 'call' | 'pass'>;

const float = { '100': 50 };
const manager = { number: cast.manager.number, pin: cast.manager.pin };
const stepMs = 1_000;
const minuteMs = 60_000;
/** A till may be stopped for one reason after the other, or by a device that is still starting or busy. */
const blockedMax = 15;
const triesMax = 60;

/** `wasCharged` looks a payment up with the acquirer; `count` hears what had to be done. */
export function createStaff(
  shop: TheirShop,
  wasCharged: (payment: OpenPayment) => boolean,
  count: (what: string) => void,
): Staff {
  const countFloat = async () => float;

  /** A device that blocks is waited for; a stop is lifted. */
  const clearAway = async (): Promise<void> => {
    const { stop } = await shop.call('till.state', {});
    if (!stop) {
      await shop.call('signIn.cancel', {});
      await shop.pass(minuteMs);
      return signIn(shop, cast.morning, countFloat);
    }
    count(`lifted: ${stop.kind}`);
    await shop.call('signIn.liftStop', {}, manager);
    if (stop.kind === 'journal-shortened') return finishSignIn(shop, countFloat);
    await started(shop);
    return signIn(shop, cast.morning, countFloat);
  };

  const comeIn = async (): Promise<void> => {
    let work = signIn(shop, cast.morning, countFloat);
    for (let tries = 0; ; tries += 1) {
      try {
        return await work;
      } catch (thrown) {
        if (!(thrown instanceof SignInBlocked) || tries === blockedMax) throw thrown;
        work = clearAway();
      }
    }
  };

  return {
    signIn: comeIn,
    attendStop: async () => {
      const { stop, phase } = await shop.call('till.state', {});
      if (!stop) return;
      if (phase === 'open') {
        await clearCounter(shop);
        await shop.call('till.signOut', {});
      }
      await comeIn();
    },
    settleByHand: async () => {
      for (const payment of await shop.call('attempt.list', {})) {
        if (!payment.maySettle) continue;
        const { attemptId, amountMinor } = payment;
        const outcome = wasCharged(payment) ? 'charged' : 'not-charged';
        const said = { outcome, slip: '', reason: 'seen on the statement' } as const;
        count(`settled by hand: ${outcome}`);
        await shop.call('attempt.settle', { attemptId, amountMinor, ...said }, manager);
      }
    },
  };
}

/** What lies on the counter may still be looked at; an empty one is refused with why the till is stopped. */
async function clearCounter(shop: TheirShop): Promise<void> {
  const { stop } = await shop.call('till.state', {});
  try {
    const { id: saleId, taken } = await shop.call('basket.view', {});
    for (const { id: tenderId } of taken) {
      await shop.call('sale.giveBack', { saleId, tenderId, reasonId: 'other' }, manager);
    }
    await shop.call('basket.abandon', { saleId });
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.kind !== stop?.kind) throw thrown;
  }
}

/** While its journals are exchanged, the till answers nobody, or still for the old one. */
async function started(shop: TheirShop): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const { stop } = await shop.call('till.state', {});
      if (!stop) return;
      throw new Problem(stop.kind, stop.params);
    } catch (thrown) {
      if (!(thrown instanceof Problem) || tries === triesMax) throw thrown;
      await shop.pass(stepMs);
    }
  }
}
