/** Client and emulator of the wallets' acquirer, by docs/wallets.md, on virtual time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceEvent, VerbOutput } from '../../../../domain/devices/verbs.ts';
import { walletConfigSchema } from '../../../../domain/devices/wallet-verbs.ts';
import { type ProblemKind, toProblem } from '../../../../domain/words/problem.ts';
import { WalletDesk } from '../../../../drivers/host/wallet-desk.ts';
import { createTap, type Tap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import {
  emulatedWallet,
  WalletEmulator,
  walletFaults,
} from '../../../../drivers/wallet/emulator.ts';
import {
  answerSchema,
  encodeFrame,
  readFrame,
  requestSchema,
} from '../../../../drivers/wallet/messages.ts';
import { systemRandom } from '../../../../main/machine/clock.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/wallets.md'), 'utf8');
const example = (name: string): string =>
  new RegExp(`<!-- example: ${name} -->\n\`\`\`\\w+\n(.+)\n\`\`\``).exec(page)?.[1] ?? '';

describe('the page', () => {
  it.each([
    ['request', requestSchema],
    ['answer', answerSchema],
  ])('has a whole %s', (name, schema) => {
    const text = example(name);
    const frame = encodeFrame(JSON.parse(text), emulatedWallet.key);
    expect(frame.subarray(2, 34).toString('hex')).toBe(example(`${name} seal`));
    expect(page).toContain(`\`${frame.subarray(0, 2).toString('hex')}\``);
    expect(readFrame(frame.subarray(2), emulatedWallet.key, schema as never)).toEqual(
      JSON.parse(text),
    );
    expect(readFrame(frame.subarray(2), '00'.repeat(32), schema as never)).toBe('seal-wrong');
    expect(readFrame(frame.subarray(2, 20), emulatedWallet.key, schema as never)).toBe('garbage');
  });
});

const order = '0190a1b2-0000-7000-8000-000000000001';
const wanted = { amountMinor: 2_000, currency: 'CNY' };

let clock: HandClock;
let acquirer: WalletEmulator;
let network: ReturnType<typeof createMemoryNetwork>;
let hangUp: () => void;
let desk: WalletDesk;
let tap: Tap;
let events: DeviceEvent[];
let number = 0;

beforeEach(() => {
  clock = handClock();
  acquirer = new WalletEmulator({ clock, random: systemRandom });
  network = createMemoryNetwork();
  hangUp = network.listen('wallet', (line) => acquirer.attach(line));
  tap = createTap(clock);
  events = [];
  desk = new WalletDesk({ clock, open: network.open, tap, emit: (event) => events.push(event) });
  desk.configure(walletConfigSchema.parse({ address: 'memory://wallet', ...emulatedWallet }));
});

const asked = () => {
  number += 1;
  return { attemptId: order, request: `e-${number}`, ...wanted };
};

/** Lets time go by until it is decided. */
async function settled<Value>(promise: Promise<Value>): Promise<Value | ProblemKind> {
  let ended: Readonly<{ value: Value | ProblemKind }> | null = null;
  promise.then(
    (value) => {
      ended = { value };
    },
    (thrown) => {
      ended = { value: toProblem(thrown).kind };
    },
  );
  for (;;) {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    const now = ended as Readonly<{ value: Value | ProblemKind }> | null;
    if (now) return now.value;
    clock.advance(500);
  }
}

const pay = (code: string) => settled(desk.pay({ ...asked(), code }));
const find = () => settled(desk.find(asked()));
const cancel = () => settled(desk.takeBack(asked()));
const waitsFor = async (what: () => boolean): Promise<void> => {
  while (!what()) await setImmediate();
};

describe('a payment', () => {
  it('is paid, and the code is in no trace', async () => {
    const code = acquirer.showCode('alipay');
    expect(await pay(code)).toEqual({
      kind: 'approved',
      wallet: 'alipay',
      reference: 'W0000000001',
    });
    expect(acquirer.books.chargedMinor()).toBe(2_000);
    const traced = JSON.stringify(tap.lines(-1));
    expect(traced).not.toContain(code);
    expect(traced).not.toContain(Buffer.from(code).toString('hex').match(/../g)?.join(' ') ?? '');
    expect(traced).toContain(`************${code.slice(-4)}`);
  });

  it.each([
    ['no-funds', 'funds'],
    ['a code that was used', 'used'],
  ])('is refused for %s', async (manner, reason) => {
    const code = acquirer.showCode('wechat', manner === 'no-funds' ? manner : 'pays');
    if (manner !== 'no-funds') {
      await desk.pay({ ...asked(), attemptId: order.replace('7000', '7001'), code });
    }
    expect(await pay(code)).toEqual({
      kind: 'declined',
      responseCode: reason,
      problem: { kind: 'wallet-refused', params: { reason } },
    });
  });

  it('waits while the customer types a password, and asks until it is paid', async () => {
    const paying = settled(desk.pay({ ...asked(), code: acquirer.showCode('wechat', 'asks') }));
    await waitsFor(() => acquirer.received('query') === 2);
    expect(events).toMatchObject([{ kind: 'payment-stage', stage: 'customer-confirms' }]);
    acquirer.confirm();
    expect(await paying).toMatchObject({ kind: 'approved', wallet: 'wechat' });
  });

  it('asks at once where somebody wants to know', async () => {
    const paying = desk.pay({ ...asked(), code: acquirer.showCode('wechat', 'asks') });
    await waitsFor(() => events.length > 0);
    acquirer.confirm();
    await setImmediate();
    desk.askNow(order);
    expect(await paying).toMatchObject({ kind: 'approved' });
    expect(clock.monotonic()).toBe(0);
  });

  it('that the customer dismisses is refused', async () => {
    const paying = settled(desk.pay({ ...asked(), code: acquirer.showCode('wechat', 'asks') }));
    await waitsFor(() => acquirer.received('query') > 0);
    acquirer.dismiss();
    expect(await paying).toMatchObject({ kind: 'declined', responseCode: 'dismissed' });
  });

  it.each(['the cashier stops it', 'nobody confirms in time'])(
    'is unknown where %s',
    async (how) => {
      const paying = settled(desk.pay({ ...asked(), code: acquirer.showCode('wechat', 'asks') }));
      await waitsFor(() => acquirer.received('query') > 0);
      if (how === 'the cashier stops it') desk.cancel(order);
      const kind = 'wallet-stopped';
      expect(await paying).toEqual({ kind: 'unknown', problem: { kind, params: {} } });
      expect(await find()).toMatchObject({ kind: 'open' });
      expect(await cancel()).toEqual({ responseCode: 'cancelled' });
      acquirer.confirm();
      expect(acquirer.books.chargedMinor()).toBe(0);
    },
  );

  it('of which not a byte left is thrown', async () => {
    hangUp();
    expect(await pay(acquirer.showCode())).toBe('wallet-unreachable');
    desk.configure(null);
    expect(await pay(acquirer.showCode())).toBe('wallet-off');
  });
});

type Answer = VerbOutput<'walletPay'>['kind'];
/** What each fault leaves: of the payment, of the question after it, and whether the customer was charged until then. */
const faults: Readonly<Record<(typeof walletFaults)[number], readonly [Answer, Answer, number]>> = {
  silent: ['unknown', 'approved', 2_000],
  lost: ['unknown', 'open', 0],
  delayed: ['unknown', 'open', 0],
  late: ['unknown', 'approved', 2_000],
  twice: ['approved', 'approved', 2_000],
  garbage: ['unknown', 'approved', 2_000],
  'wrong-seal': ['unknown', 'approved', 2_000],
  'wrong-amount': ['unknown', 'approved', 2_000],
  'another-order': ['unknown', 'approved', 2_000],
  'drop-connection': ['unknown', 'approved', 2_000],
  refuse: ['declined', 'declined', 0],
};

describe('on a line that misbehaves', () => {
  it.each(walletFaults)(
    '%s: nothing is believed that is not proved, and it is taken back',
    async (fault) => {
      const [first, second, chargedMinor] = faults[fault];
      acquirer.next(fault, 'pay');
      expect(await pay(acquirer.showCode())).toMatchObject({ kind: first });
      expect(await find()).toMatchObject({ kind: second });
      expect(acquirer.books.chargedMinor()).toBe(chargedMinor);
      expect(await cancel()).toEqual({
        responseCode: first === 'declined' ? 'refused' : 'cancelled',
      });
      // What was on its way arrives after all.
      clock.advance(60_000);
      expect(acquirer.books.chargedMinor()).toBe(0);
      expect(await cancel(), 'once more').toMatchObject({});
    },
  );

  it.each(walletFaults.filter((fault) => !['twice', 'refuse'].includes(fault)))(
    '%s: a cancel counts once it is confirmed',
    async (fault) => {
      await pay(acquirer.showCode());
      acquirer.next(fault, 'cancel');
      expect(['wallet-unsure', 'wallet-seal-wrong']).toContain(await cancel());
      expect(await cancel()).toEqual({ responseCode: 'cancelled' });
      expect(acquirer.books.chargedMinor()).toBe(0);
    },
  );
});

describe('refunds', () => {
  const refund = (nth: number, partMinor: number) =>
    settled(
      desk.refund({
        ...asked(),
        refund: `0190a1b2-0000-7000-8000-00000000010${nth}`,
        partMinor,
      }),
    );

  it('go back in parts, once for each number, and never more than was paid', async () => {
    await pay(acquirer.showCode());
    expect(await refund(1, 500)).toEqual({ refundedMinor: 500 });
    expect(await refund(1, 500), 'the same again').toEqual({ refundedMinor: 500 });
    expect(await refund(1, 600), 'another amount under its number').toBe('wallet-refused');
    expect(await refund(2, 1_501), 'more than is left').toBe('wallet-refused');
    acquirer.next('silent', 'refund');
    expect(await refund(2, 1_500)).toBe('wallet-unsure');
    expect(await refund(2, 1_500), 'asked again by its number').toEqual({ refundedMinor: 2_000 });
    expect(await refund(3, 1)).toBe('wallet-refused');
    expect(acquirer.books.chargedMinor()).toBe(0);
  });

  it('are none of an order that is not paid', async () => {
    expect(await refund(1, 500)).toBe('wallet-refused');
  });
});
