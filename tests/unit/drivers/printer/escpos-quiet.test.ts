/** Printers that never answer or never confirm, and paper of 58 mm. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Paper } from '../../../../domain/paper/paper.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { encodePaper, textColumns } from '../../../../drivers/printer/escpos/codec.ts';
import { createEscposPrinter } from '../../../../drivers/printer/escpos/driver.ts';
import { PrinterEmulator } from '../../../../drivers/printer/escpos/emulator.ts';
import { optionsSchema } from '../../../../drivers/printer/escpos/spec.ts';
import { createTap, type Tap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { scriptedDevice } from '../../../helpers/scripted-device.ts';
import { until } from '../../../helpers/until.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

const { signal } = new AbortController();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
async function kindOf(verb: Promise<unknown>): Promise<string> {
  const thrown = await verb.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : String(thrown);
}

let clock: HandClock;
let tap: Tap;
beforeEach(() => {
  clock = handClock();
  tap = createTap(clock);
});

describe('a printer that says less', () => {
  const job = { paper: [{ kind: 'text' as const, text: 'once' }], openDrawer: true };
  const jobHex = hex(encodePaper(job.paper, true));
  const far = async (options: object, answer: (asked: string) => string | null) => {
    const device = await scriptedDevice(clock, 'printer');
    const printer = createEscposPrinter(device.ports, optionsSchema.parse(options));
    let seen = 0;
    /** The printer's side and time's, until the till has what it waits for. */
    const until = async <T>(verb: Promise<T>): Promise<T> => {
      let over = false;
      const end = (): void => {
        over = true;
      };
      verb.then(end, end);
      while (!over) {
        for (const [question = ''] of device
          .sent()
          .slice(seen)
          .matchAll(/10040[1-4]|1D7231/g)) {
          const said = answer(question);
          if (said !== null) await device.say(said);
        }
        seen = device.sent().length;
        clock.advance(50);
        await new Promise((done) => setImmediate(done));
      }
      return verb;
    };
    return { device, printer, until };
  };
  const times = (sent: string, what: string): number => sent.split(what).length - 1;

  test('nothing at all, and the option says so: bytes and pulse arrive, and nobody waits', async () => {
    const { device, printer } = await far({ silent: true }, () => null);
    expect(await printer.print(job, signal)).toEqual({ confirmed: false });
    await until(() => device.sent().length >= jobHex.length, 'the job has arrived');
    expect(device.sent()).toBe(`1B700019FA${jobHex}`);
    await printer.openDrawer(signal, 100);
    await until(() => device.sent().endsWith('1B700032FA'), 'the pulse has arrived');
    expect(await printer.identify(signal)).toMatchObject({ model: null });
    expect(await printer.health('internal', signal)).toMatchObject({
      state: 'healthy',
      facts: { answers: 'no' },
    });
    expect(await printer.health('interactive', signal)).toMatchObject({
      state: 'healthy',
      facts: { confirmed: 'no', drawerAfterPulse: 'unknown' },
    });
    expect(clock.monotonic()).toBe(0);
    expect(device.sent()).not.toContain('1004');
  });

  test('DLE EOT and never GS r: printed once, told as not confirmed within a few seconds', async () => {
    const end = await far({}, (asked) => (asked === '1D7231' ? null : '12'));
    const startedAt = clock.monotonic();
    expect(await end.until(end.printer.print(job, signal))).toEqual({ confirmed: false });
    expect(clock.monotonic() - startedAt).toBeLessThan(4_000);
    expect(times(end.device.sent(), jobHex)).toBe(1);
    expect(times(end.device.sent(), '1B700019FA')).toBe(1);
  });

  test('nothing stands in its way, until it runs out: that is told', async () => {
    let asked = 0;
    const end = await far({}, (question) => {
      if (question === '1D7231') return null;
      asked += 1;
      return asked > 4 && question === '100404' ? '7E' : '12';
    });
    expect(await kindOf(end.until(end.printer.print(job, signal)))).toBe('printer-paper-out');
  });

  test('a receipt that takes long is waited for by the line', async () => {
    const end = await far({}, (asked) => (asked === '1D7231' ? null : '12'));
    const paper = Array.from({ length: 60 }, () => ({ kind: 'text', text: 'line' }) as const);
    const startedAt = clock.monotonic();
    await end.until(end.printer.print({ paper, openDrawer: false }, signal));
    expect(clock.monotonic() - startedAt).toBeGreaterThanOrEqual(8_000);
  });

  test('one that has confirmed before is waited for as long as ever', async () => {
    let jobs = 0;
    const end = await far({}, (asked) => {
      if (asked !== '1D7231') return '12';
      jobs += 1;
      return jobs === 1 ? '00' : null;
    });
    expect(await end.until(end.printer.print(job, signal))).toEqual({ confirmed: true });
    const startedAt = clock.monotonic();
    expect(await kindOf(end.until(end.printer.print(job, signal)))).toBe('device-silent');
    expect(clock.monotonic() - startedAt).toBeGreaterThanOrEqual(30_000);
  });
});

/** The lines of a rule are one column each. */
const columnsOf = (line: string): number => textColumns(line.replaceAll('─', '-'));

describe('58 mm: 32 columns on 384 dots', () => {
  const emulated = async (paper: Paper): Promise<string[]> => {
    const emulator = new PrinterEmulator({ clock, fault: () => 'none' });
    const network = createMemoryNetwork();
    network.listen('printer', (line) => emulator.attach(line));
    const transport = await network.open('memory://printer', signal);
    const printer = createEscposPrinter(
      { device: 'printer', transport, clock, tap },
      optionsSchema.parse({ columns: 32 }),
    );
    expect(await printer.print({ paper, openDrawer: false }, signal)).toEqual({ confirmed: true });
    await printer.printTestPage(signal);
    const [receipt, page] = emulator.receipts();
    expect(page?.lines).toContain('[picture 384×48]');
    const tooWide = page?.lines.filter((line) => !line.startsWith('[') && columnsOf(line) > 32);
    expect(tooWide).toEqual([]);
    return [...(receipt?.lines ?? [])];
  };

  test('a row ends at the edge, a double heading wraps, a rule is as wide as the paper', async () => {
    const lines = await emulated([
      { kind: 'heading', text: '一二三四五六七八九' },
      { kind: 'rule' },
      { kind: 'row', left: '合计', right: '2.50', strong: true },
      { kind: 'row', left: '农夫山泉'.repeat(6), right: '1,234,567.00', strong: false },
    ]);
    expect(lines.slice(0, 2).map((line) => line.trim())).toEqual(['一二三四五六七八', '九']);
    expect(lines[2]).toBe('─'.repeat(32));
    expect(lines[3]).toBe(`合计${' '.repeat(24)}2.50`);
    expect(lines[4]).toMatch(/^农夫山泉.* 1,234,567\.00$/);
    // The heading's characters are twice as wide.
    const widths = lines.map((line, index) => columnsOf(line.trim()) * (index < 2 ? 2 : 1));
    expect(Math.max(...widths)).toBeLessThanOrEqual(32);
  });

  test('GS W says 384 dots, and 576 for paper of 80 mm', () => {
    const paper = [{ kind: 'text', text: 'x' }] as const;
    expect(hex(encodePaper([...paper], false, 32))).toContain('1D578001');
    expect(hex(encodePaper([...paper]))).toContain('1D574002');
  });

  test('what is written beyond the print area goes on in the next line', async () => {
    const emulator = new PrinterEmulator({ clock, fault: () => 'none' });
    const network = createMemoryNetwork();
    network.listen('printer', (line) => emulator.attach(line));
    const line = await network.open('memory://printer', signal);
    await line.write(
      Buffer.concat([
        bytesOf('1B40 1D578001'),
        Buffer.from(`${'x'.repeat(40)}\n`),
        bytesOf('1D5600'),
      ]),
    );
    await until(() => emulator.receipts().length > 0, 'it is cut');
    expect(emulator.receipts()[0]?.lines).toEqual(['x'.repeat(32), 'x'.repeat(8)]);
  });
});
