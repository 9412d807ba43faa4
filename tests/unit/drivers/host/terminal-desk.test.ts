/** The desk in front of a payment terminal, with the emulated ZVT terminal behind its real driver, on virtual time. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeviceEvent } from '../../../../domain/devices/verbs.ts';
import { noTransaction } from '../../../../domain/tenders/terminal-mark.ts';
import { TerminalDesk } from '../../../../drivers/host/terminal-desk.ts';
import { type EmulatedZvt, emulatedZvt } from '../../../helpers/emulated-zvt.ts';

const device = 'payment-terminal';
const currency = 'EUR';
let zvt: EmulatedZvt;
let desk: TerminalDesk;
let events: DeviceEvent[];

beforeEach(async () => {
  zvt = await emulatedZvt();
  events = [];
  desk = new TerminalDesk({
    use: (_, run) => run(zvt.terminal),
    emit: (event) => events.push(event),
  });
});
afterEach(() => zvt.close());

/** The customer hears what the terminal `says` first, and presents a card as soon as it wants one. */
function pay(attemptId: string, amountMinor: number, says: readonly string[] = []) {
  const request = { device, attemptId, amountMinor, currency, reference: '000001' };
  let served = false;
  const serve = async (): Promise<void> => {
    if (says.length > 0) await zvt.act('say', { status: 'FF', lines: says });
    await zvt.act('presentCard', { card: 'girocard', how: 'contactless' });
  };
  return zvt.pass(desk.pay(request), 500, () => {
    if (served || zvt.look('wants') !== 'card') return;
    served = true;
    void serve();
  });
}

it('marks the last transaction, and finds the one after it by amount', async () => {
  const { mark } = await zvt.pass(desk.mark({ device, attemptId: 'a' }));
  expect(mark).toBe(noTransaction);
  const sought = { device, amountMinor: 1_300, currency, mark };
  expect(await zvt.pass(desk.find(sought))).toMatchObject({ kind: 'declined' });
  expect(await pay('a', 1_300)).toMatchObject({ kind: 'approved', mark: '000163/0163' });
  expect(await zvt.pass(desk.find(sought))).toMatchObject({
    kind: 'approved',
    mark: '000163/0163',
    maskedPan: '************4711',
  });
  expect(await zvt.pass(desk.find({ ...sought, amountMinor: 1 }))).toMatchObject({
    kind: 'unknown',
    problem: { kind: 'terminal-unknown' },
  });
});

it('takes a payment back once, however often it is asked and whatever came after it', async () => {
  await pay('a', 1_300);
  await pay('b', 700);
  const first = { device, attemptId: 'a', mark: '000163/0163' };
  expect(await zvt.pass(desk.reverse(first))).toEqual({ responseCode: '00' });
  expect(await zvt.pass(desk.reverse(first))).toEqual({ responseCode: '00' });
  await pay('c', 500);
  expect(await zvt.pass(desk.reverse(first))).toEqual({ responseCode: 'B4' });
  expect(zvt.look('day total')).toBe('1200');
});

it('does not call taken back what the terminal refuses to take back', async () => {
  await pay('a', 1_300);
  const refused = desk.reverse({ device, attemptId: 'a', mark: '000999/0999' });
  await expect(zvt.pass(refused)).rejects.toMatchObject({ kind: 'terminal-declined' });
  const unnumbered = desk.reverse({ device, attemptId: 'a', mark: '000163/' });
  await expect(unnumbered).rejects.toMatchObject({ kind: 'terminal-unknown' });
  expect(zvt.look('day total')).toBe('1300');
});

it('does not begin what was cancelled while the mark was asked for', async () => {
  const marking = desk.mark({ device, attemptId: 'a' });
  desk.cancel('a');
  await expect(zvt.pass(marking)).rejects.toMatchObject({ kind: 'card-cancelled' });
});

it('tells what the terminal shows, and no card number among it', async () => {
  await pay('a', 1_300);
  expect(events.map((event) => (event.kind === 'payment-stage' ? event.hint : ''))).toContain(
    'EUR 13.00\nKarte bitte',
  );
  await pay('b', 1, ['4111111111111111']);
  expect(JSON.stringify(events)).not.toContain('4111111111111111');
});
