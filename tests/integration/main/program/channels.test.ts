/**
 * Every channel in every state of the till: whether it opens, or which problem it answers. The doors stand here once more
 * by hand, so that one left open by mistake is seen; the compiler asks for each new channel.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../../../domain/contract/ipc.ts';
import type { ProblemKind } from '../../../../domain/words/problem.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

type Door =
  /** Harmless, or guarded by a proof that it asks for itself. */
  | 'anybody'
  | 'sells'
  | 'signed in'
  | 'seller'
  | 'manager'
  /** Signed in, or at the bench. */
  | 'here'
  | 'bench'
  | 'technician’s bench';

const doors: Readonly<Record<Channel, Door>> = {
  'startup.view': 'anybody',
  'startup.retry': 'anybody',
  'startup.enrol': 'anybody',
  'till.state': 'anybody',
  'till.setLocale': 'anybody',
  'till.syncNow': 'anybody',
  'till.unlock': 'anybody',
  'till.handOver': 'anybody',
  'till.selfCheck': 'anybody',
  'signIn.operators': 'anybody',
  'signIn.view': 'anybody',
  'signIn.begin': 'anybody',
  'signIn.changeSecret': 'anybody',
  'signIn.lift': 'anybody',
  'signIn.liftStop': 'anybody',
  'signIn.confirmSeals': 'anybody',
  'signIn.countFloat': 'anybody',
  'signIn.retry': 'anybody',
  'signIn.cancel': 'anybody',
  'signIn.unlockOperator': 'anybody',
  'passkey.challenge': 'anybody',
  'code.challenge': 'anybody',
  'approval.begin': 'anybody',
  'approval.give': 'anybody',
  'approval.end': 'anybody',
  'devices.list': 'anybody',
  'devices.identify': 'anybody',
  'devices.health': 'anybody',
  'devices.statistics': 'anybody',
  'bench.view': 'anybody',
  'bench.open': 'anybody',
  'bench.close': 'anybody',
  'bench.ports': 'anybody',

  'till.lock': 'signed in',
  'till.signOut': 'signed in',
  'passkey.creation': 'signed in',
  'passkey.register': 'signed in',
  'passkey.list': 'signed in',
  'passkey.remove': 'signed in',
  'secret.change': 'signed in',

  'catalogue.favourites': 'sells',
  'catalogue.category': 'sells',
  'catalogue.categories': 'sells',
  'catalogue.search': 'sells',
  'basket.view': 'sells',
  'basket.scan': 'sells',
  'basket.add': 'sells',
  'basket.setQuantity': 'sells',
  'basket.weigh': 'sells',
  'basket.remove': 'sells',
  'basket.overridePrice': 'sells',
  'basket.undo': 'sells',
  'basket.hold': 'sells',
  'basket.recall': 'sells',
  'basket.discount': 'sells',
  'basket.note': 'sells',
  'basket.abandon': 'sells',
  'returns.list': 'sells',
  'returns.view': 'sells',
  'returns.take': 'sells',
  'returns.void': 'sells',
  'sale.payCash': 'sells',
  'sale.payCard': 'sells',
  'sale.payWallet': 'sells',
  'sale.askWallet': 'sells',
  'sale.takeCash': 'sells',
  'sale.giveBack': 'seller',
  'sale.cancelCard': 'sells',

  'sale.recent': 'seller',
  'sale.receipt': 'seller',
  'sale.printReceipt': 'seller',
  'attempt.resolve': 'seller',
  'attempt.list': 'seller',
  'basket.seenTo': 'seller',
  'tender.strays': 'seller',
  'tender.keep': 'signed in',
  'cash.move': 'seller',
  'drawer.view': 'seller',
  'drawer.count': 'seller',
  'drawer.handOver': 'seller',

  'attempt.settle': 'signed in',
  'drawer.open': 'signed in',

  'report.x': 'manager',
  'report.printX': 'manager',
  'report.signIns': 'manager',
  'day.preview': 'manager',
  'day.count': 'manager',
  'day.refold': 'manager',
  'day.close': 'manager',

  'devices.trace': 'here',
  'bench.checks': 'here',
  'bench.registered': 'here',
  'bench.confirm': 'here',

  'bench.detect': 'bench',
  'bench.check': 'bench',
  'bench.test': 'bench',
  'bench.stopTest': 'bench',
  'bench.report': 'bench',
  'bench.saveTrace': 'bench',
  'bench.attach': 'technician’s bench',
  'bench.register': 'technician’s bench',
};

type State =
  | 'nobody'
  | 'manager at the bench'
  | 'technician at the bench'
  | 'signing in'
  | 'cashier'
  | 'cashier, technician at the bench'
  | 'locked'
  | 'locked, technician at the bench'
  | 'technician'
  | 'manager'
  | 'leaving';

/** `open`: only what the call says is looked at from then on. */
type Answer = 'open' | ProblemKind;

const closed = { anybody: 'open', sells: 'not-signed-in', seller: 'not-signed-in' } as const;
const nobodyIn = {
  ...closed,
  'signed in': 'not-signed-in',
  manager: 'not-signed-in',
  here: 'not-signed-in',
  bench: 'bench-closed',
  'technician’s bench': 'bench-closed',
} as const;
const atBench = { here: 'open', bench: 'open' } as const;
const signedIn = { ...nobodyIn, 'signed in': 'open', here: 'open' } as const;
const cashierIn = { ...signedIn, sells: 'open', seller: 'open', manager: 'not-permitted' } as const;
const lockedUp = {
  ...nobodyIn,
  sells: 'till-locked',
  seller: 'till-locked',
  'signed in': 'till-locked',
  manager: 'till-locked',
  here: 'till-locked',
} as const;

const answers: Readonly<Record<State, Readonly<Record<Door, Answer>>>> = {
  nobody: nobodyIn,
  'manager at the bench': { ...nobodyIn, ...atBench, 'technician’s bench': 'not-permitted' },
  'technician at the bench': { ...nobodyIn, ...atBench, 'technician’s bench': 'open' },
  'signing in': nobodyIn,
  cashier: cashierIn,
  'cashier, technician at the bench': { ...cashierIn, ...atBench, 'technician’s bench': 'open' },
  locked: lockedUp,
  'locked, technician at the bench': { ...lockedUp, ...atBench, 'technician’s bench': 'open' },
  technician: {
    ...signedIn,
    sells: 'not-permitted',
    seller: 'not-permitted',
    manager: 'not-permitted',
  },
  manager: { ...cashierIn, manager: 'open' },
  // Whoever closes the day is signed in still, and may begin nothing more.
  leaving: nobodyIn,
};

let shop: Shop;
const proofOf = (who: keyof typeof people) => ({
  number: people[who].number,
  pin: people[who].pin,
});
const open = (who: keyof typeof people) => shop.call('bench.open', {}, proofOf(who));

/** Ends what the state before left; answers what must be undone once the channels were walked. */
const enter: Readonly<Record<State, () => Promise<(() => unknown) | undefined>>> = {
  nobody: async () => undefined,
  'manager at the bench': async () => void (await open('manager')),
  'technician at the bench': async () => void (await open('technician')),
  'signing in': async () => {
    await shop.call('signIn.begin', proofOf('cashier'));
    return () => shop.call('signIn.cancel', {});
  },
  cashier: async () => void (await shop.signIn()),
  'cashier, technician at the bench': async () => void (await open('technician')),
  locked: async () => void (await shop.call('till.lock', {})),
  'locked, technician at the bench': async () => {
    await open('technician');
    return () => shop.call('till.handOver', {});
  },
  technician: async () => {
    await shop.signIn('technician');
    return () => shop.call('till.signOut', {});
  },
  manager: async () => void (await shop.signIn('manager')),
  leaving: async () => {
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    shop.delayServer = () => held;
    const closing = closeDay(shop, {}, { reasonId: 'unknown' });
    await until(
      async () => (await shop.state()).phase === 'signing-out',
      'the day is being closed',
    );
    return async () => {
      goOn();
      await closing;
    };
  },
};

beforeAll(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterAll(() => shop.close());

describe.each(Object.keys(answers) as State[])('%s', (state) => {
  it('answers every channel as the table says', async () => {
    const leave = await enter[state]();
    const found: Record<string, Answer> = {};
    // What is no input at all is looked at behind the door only.
    for (const channel of Object.keys(doors)) {
      const kind = await shop.refusal(channel, 'no input');
      found[channel] = kind === 'bad-request' || kind === null ? 'open' : kind;
    }
    await leave?.();
    const expected = Object.fromEntries(
      Object.entries(doors).map(([channel, door]) => [channel, answers[state][door]]),
    );
    expect(found).toEqual(expected);
  });
});

it('with nobody here a device says how it is and no more', async () => {
  const asked: string[] = [];
  shop.onDevicesAsked = (verb) => asked.push(verb);
  for (const level of ['external', 'interactive']) {
    expect(await shop.refusal('devices.health', { device: 'printer', level })).toBe('bad-request');
  }
  expect(asked).toEqual([]);
  expect(await shop.refusal('devices.health', { device: 'printer', level: 'internal' })).toBeNull();
  expect(asked).toEqual(['health']);
});
