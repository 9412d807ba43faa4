/** What a printer took for text waits in its line buffer, whoever said it, until a line end or ESC @ comes. */
import { expect, test } from 'vitest';
import { PrinterEmulator } from '../../../../drivers/printer/escpos/emulator.ts';
import { probes } from '../../../../drivers/protocols.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

async function asked(question: Uint8Array) {
  const printer = new PrinterEmulator({ clock: handClock(), fault: () => 'none' });
  const network = createMemoryNetwork();
  network.listen('printer', (line) => printer.attach(line));
  const say = async (bytes: Uint8Array): Promise<void> => {
    const line = await network.open('memory://printer', new AbortController().signal);
    await line.write(bytes);
    for (let turns = 0; turns < 5; turns += 1) await new Promise((done) => setImmediate(done));
    await line.close();
  };
  await say(question);
  const print = async (job: string): Promise<string[]> => {
    const before = printer.receipts().length;
    await say(Buffer.from(`${job}\n\x1dV\x00`, 'latin1'));
    await until(() => printer.receipts().length > before, 'the receipt is cut');
    return [...(printer.receipts().at(-1)?.lines ?? [])];
  };
  return { printer, print };
}

const questionOf = (protocol: string): Uint8Array =>
  probes.find((probe) => probe.protocol === protocol)?.ask ?? new Uint8Array();

test('the figures of another protocol stand on the next receipt, unless it begins with ESC @', async () => {
  const harmed = await asked(questionOf('transbank'));
  expect(harmed.printer.lineBuffer()).toContain('0100');
  expect(await harmed.print('TOTAL')).toEqual([expect.stringMatching(/0100.*TOTAL/)]);
  const saved = await asked(questionOf('transbank'));
  expect(await saved.print('\x1b@TOTAL')).toEqual(['TOTAL']);
});

test("the printer's own question leaves nothing behind", async () => {
  const { printer, print } = await asked(questionOf('escpos'));
  expect(printer.lineBuffer()).toBe('');
  expect(await print('TOTAL')).toEqual(['TOTAL']);
});
