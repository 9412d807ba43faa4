/** POS Integrado over the real serialport on a real pty, with the emulated terminal at the other end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../drivers/deadline.ts';
import type { Driven } from '../../../drivers/driver.ts';
import type { Fault } from '../../../drivers/emulators/control.ts';
import { type Plug, ptyPlug } from '../../../drivers/emulators/plug.ts';
import {
  createTransbankTerminal,
  type TransbankTerminal,
} from '../../../drivers/payment-terminal/transbank/driver.ts';
import { TransbankEmulator } from '../../../drivers/payment-terminal/transbank/emulator.ts';
import { createTap } from '../../../drivers/tap.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { until } from '../../helpers/until.ts';

const { signal } = new AbortController();
const request = { amountMinor: 12_500, currency: 'CLP', reference: 'ABC123' };
let folder: string;
let fault: Fault;
let plug: Plug;
let emulator: TransbankEmulator;
let terminal: Driven<TransbankTerminal>;

async function open(): Promise<void> {
  const transport = await openTransport(`${plug.address.split('?')[0]}?baud=115200`, signal);
  const tap = createTap(systemClock);
  terminal = createTransbankTerminal({ device: 'terminal', transport, clock: systemClock, tap });
}

beforeEach(async (context) => {
  context.skip(!hasSocat, socatAbsent);
  fault = 'none';
  folder = mkdtempSync(join(tmpdir(), 'rollcall-transbank-'));
  emulator = new TransbankEmulator({ clock: systemClock, fault: () => fault });
  plug = await ptyPlug(join(folder, 'terminal'), (line) => emulator.attach(line));
  await open();
});
afterEach(async () => {
  await terminal?.close();
  await plug?.pull();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function card(): Promise<void> {
  await until(() => emulator.wantsCard(), 'the terminal asks for a card');
}

test('a sale, and the day is closed', async () => {
  const shown: string[] = [];
  terminal.onStatus((text) => shown.push(text));
  const paid = terminal.pay(request, signal);
  await card();
  emulator.presentCard({ last4: '0461', cardType: 'CR' });
  expect(await paid).toMatchObject({ kind: 'approved', transaction: { amountMinor: 12_500 } });
  expect(shown).toEqual(['waiting for the card']);
  expect(await terminal.endOfDay(signal)).toMatchObject({ totalMinor: 12_500 });
});

test('a cable pulled in the middle leaves the sale unknown; the last sale tells', async () => {
  const paid = terminal.pay(request, signal);
  await card();
  await plug.pull();
  expect(await paid).toMatchObject({ kind: 'unknown', problem: { kind: 'device-gone' } });
  emulator.presentCard({ last4: '0461', cardType: 'CR' });
  await plug.push();
  await open();
  expect(await terminal.lastTransaction(signal)).toMatchObject({
    kind: 'approved',
    transaction: { amountMinor: 12_500, traceNumber: 'ABC123' },
  });
  expect(emulator.sales().length).toBe(1);
});

test('wrong LRCs end in doubt that the last sale settles', async () => {
  const paid = terminal.pay(request, signal);
  await card();
  fault = 'wrong-lrc';
  emulator.presentCard({ last4: '0461', cardType: 'CR' });
  await until(() => terminal !== null && emulator.sales().length === 1, 'the sale is made');
  fault = 'none';
  expect(await paid).toMatchObject({ kind: 'approved' });
});
