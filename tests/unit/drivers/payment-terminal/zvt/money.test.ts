/** The driver and the emulated terminal, on virtual time: money, and what happens to it when something goes wrong. */
import { afterEach, describe, expect, test } from 'vitest';
import { type EmulatedZvt, emulatedZvt } from '../../../../helpers/emulated-zvt.ts';
import { until } from '../../../../helpers/until.ts';

const { signal } = new AbortController();
const tenTen = { amountMinor: 1_010, currency: 'EUR', reference: 'r' };
let opened: EmulatedZvt[] = [];
const zvt = async (...given: Parameters<typeof emulatedZvt>): Promise<EmulatedZvt> => {
  const each = await emulatedZvt(...given);
  opened.push(each);
  return each;
};
afterEach(async () => {
  for (const each of opened) await each.close();
  opened = [];
});

/** A payment by chip and PIN. */
async function paid(
  each: EmulatedZvt,
): Promise<Awaited<ReturnType<EmulatedZvt['terminal']['pay']>>> {
  const outcome = each.terminal.pay(tenTen, signal);
  await each.chip();
  return outcome;
}

describe.each(['serial', 'tcp'] as const)('over %s', (framing) => {
  test.each([
    ['blocks', 2],
    ['lines', 2],
    ['composed', 2],
    ['terminal', 0],
  ] as const)('a payment by chip is approved, receipts as %s', async (receipts, count) => {
    const each = await zvt({ receipts }, framing);
    const outcome = await paid(each);
    expect(outcome).toMatchObject({
      kind: 'approved',
      transaction: {
        amountMinor: 1_010,
        currency: 'EUR',
        traceNumber: '000163',
        receiptNumber: '0163',
        terminalId: '29001006',
        cardName: 'VISA',
        maskedPan: '************1111',
      },
    });
    const printed = outcome.kind === 'approved' ? outcome.transaction.receipts : [];
    expect(printed).toHaveLength(count);
    if (receipts === 'blocks') {
      expect(printed.map((receipt) => receipt.for)).toEqual(['merchant', 'customer']);
    }
    if (receipts !== 'composed' && count > 0) {
      expect(printed[0]?.lines).toContain('** HÄNDLERBELEG **');
    }
  });

  test('contactless needs neither PIN nor removal', async () => {
    const each = await zvt({}, framing);
    const outcome = each.terminal.pay(tenTen, signal);
    await each.contactless();
    await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
  });

  test('the last transaction is the one that was paid', async () => {
    const each = await zvt({}, framing);
    const first = await paid(each);
    await expect(each.terminal.lastTransaction(signal)).resolves.toMatchObject({
      kind: 'approved',
      transaction: {
        traceNumber: first.kind === 'approved' ? first.transaction.traceNumber : '',
      },
    });
  });

  test('reversal by receipt number, once only; refund to a card; totals at the end of day', async () => {
    const each = await zvt({}, framing);
    await paid(each);
    await paid(each);
    await expect(each.terminal.reverse('0163', signal)).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 1_010, reversedTraceNumber: '000163' },
    });
    await expect(each.terminal.reverse('0163', signal)).resolves.toMatchObject({
      kind: 'declined',
      code: 'B4',
    });
    const refund = each.terminal.refund({ ...tenTen, amountMinor: 500 }, signal);
    await each.chip();
    await expect(refund).resolves.toMatchObject({ kind: 'approved' });
    await expect(each.terminal.endOfDay(signal)).resolves.toMatchObject({
      totalMinor: 1_010,
      cards: [{ name: 'VISA', count: 1, amountMinor: 1_010 }],
      receipts: [{ for: 'administration' }],
    });
  });

  test('a terminal that never sold knows of no last transaction', async () => {
    const each = await zvt({}, framing);
    await expect(each.terminal.lastTransaction(signal)).resolves.toBeNull();
  });

  test('a terminal that started again is registered again before it is asked for money', async () => {
    const each = await zvt({}, framing);
    await paid(each);
    await each.act('reboot');
    each.clock.advance(10_000);
    const terminal = framing === 'tcp' ? await each.replug() : each.terminal;
    const outcome = terminal.pay(tenTen, signal);
    await each.chip();
    await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
  });

  test('a busy terminal takes no money and says so', async () => {
    const each = await zvt({}, framing);
    await paid(each);
    await each.act('occupy', { occupied: true });
    await expect(each.terminal.pay(tenTen, signal)).rejects.toMatchObject({ kind: 'device-busy' });
  });

  test('a terminal that is busy is asked for its last transaction again until it is free', async () => {
    const each = await zvt({}, framing);
    await paid(each);
    await each.act('occupy', { occupied: true });
    const last = each.terminal.lastTransaction(signal);
    await until(
      () => each.tap.lines(-1).some(({ meaning }) => meaning.startsWith('84 9C')),
      'busy',
    );
    await each.act('occupy', { occupied: false });
    await expect(each.pass(last)).resolves.toMatchObject({ kind: 'approved' });
  });

  test('the caller who gives up ends the wait for a card, and the answer of the terminal counts', async () => {
    const each = await zvt({}, framing);
    const caller = new AbortController();
    const outcome = each.terminal.pay(tenTen, caller.signal);
    await until(() => each.look('wants') === 'card', 'a card');
    caller.abort();
    await expect(outcome).resolves.toMatchObject({ kind: 'declined', code: '6C' });
  });

  test.each(['05', '6E', '9B'])('the host says %s', async (code) => {
    const each = await zvt({}, framing);
    await each.act('decide', { code });
    const outcome = await paid(each);
    expect(outcome).toMatchObject({
      kind: 'declined',
      code,
      problem: { kind: 'terminal-declined', params: { device: 'terminal', code } },
    });
  });

  test('health at all three levels', async () => {
    const each = await zvt({}, framing);
    await expect(each.terminal.health('internal', signal)).resolves.toMatchObject({
      state: 'healthy',
      facts: { 'terminal number': '29001006', status: '00 ready' },
    });
    await expect(each.terminal.health('external', signal)).resolves.toMatchObject({
      state: 'healthy',
      facts: { diagnosis: 'passed', display: 'shown' },
    });
    const interactive = each.terminal.health('interactive', signal);
    await each.contactless();
    const seen = await interactive;
    expect(seen).toMatchObject({ state: 'healthy', facts: { card: 'read' } });
    expect(JSON.stringify(seen)).not.toContain('4711');
    await expect(each.terminal.identify(signal)).resolves.toMatchObject({
      model: 'Rollcall emulator',
      firmware: 'ROLLCALL-ZVT-1.0',
    });
  });

  test('the host out of reach is found by the diagnosis', async () => {
    const each = await zvt({}, framing);
    await each.act('network', { up: false });
    await expect(each.terminal.health('external', signal)).resolves.toMatchObject({
      state: 'failed',
      problems: [{ kind: 'device-refused', params: { code: '9B' } }],
    });
  });
});
