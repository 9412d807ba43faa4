/** What goes to the printer, and that an emulator which knows nothing of its making reads the same from it. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Paper } from '../../../../domain/paper/paper.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import {
  decodeStatus,
  encodePaper,
  textColumns,
} from '../../../../drivers/printer/escpos/codec.ts';
import { createEscposPrinter } from '../../../../drivers/printer/escpos/driver.ts';
import { PrinterEmulator } from '../../../../drivers/printer/escpos/emulator.ts';
import { optionsSchema } from '../../../../drivers/printer/escpos/spec.ts';
import type { Printed, Printer } from '../../../../drivers/printer/port.ts';
import { createTap, type Tap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const row = (left: string, right: string): Paper[number] => ({
  kind: 'row',
  left,
  right,
  strong: false,
});

describe('paper as bytes', () => {
  test('Chinese is GB18030 after FS &, and a cut and a report end it', () => {
    const bytes = hex(encodePaper([{ kind: 'heading', text: '签到' }]));
    expect(bytes).toMatch(/^1b40/);
    expect(bytes).toContain('1c26c7a9b5bd0a');
    expect(bytes).toMatch(/1d5642001d7231$/);
  });

  test('devices.md §6.3: 测试€𠀀 needs one, two and four bytes', () => {
    expect(hex(encodePaper([{ kind: 'text', text: '测试€𠀀' }]))).toContain('b2e2cad4a2e395328236');
  });

  test('a Chinese character takes two columns', () => {
    expect(textColumns('签到 ok')).toBe(7);
  });
});

describe('status bytes of devices.md §6.3', () => {
  const well = { printer: 0x16, offline: 0x12, error: 0x12, paper: 0x12 };

  test('12 everywhere is a healthy printer, drawer open or shut', () => {
    const healthy = {
      offline: false,
      coverOpen: false,
      paperOut: false,
      paperLow: false,
      fault: false,
      recoverable: false,
      cutter: false,
      unrecoverable: false,
      overheated: false,
      feedButton: false,
    };
    expect(decodeStatus(well)).toEqual({ ...healthy, drawerPin3: true });
    expect(decodeStatus({ ...well, printer: 0x12 })).toEqual({ ...healthy, drawerPin3: false });
  });

  test.each([
    ['paper out by DLE EOT 4', { paper: 0x7e }, { paperOut: true, paperLow: true }],
    ['paper low', { paper: 0x1e }, { paperOut: false, paperLow: true }],
    ['paper out by DLE EOT 2', { offline: 0x32 }, { paperOut: true }],
    ['cover open', { printer: 0x1a, offline: 0x16 }, { coverOpen: true, offline: true }],
    ['cutter jammed', { error: 0x1a }, { fault: true }],
    ['broken', { error: 0x32 }, { fault: true }],
  ])('%s', (_what, bytes, expected) => {
    expect(decodeStatus({ ...well, ...bytes })).toMatchObject(expected);
  });
});

let clock: HandClock;
let emulator: PrinterEmulator;
let printer: Driven<Printer>;
let tap: Tap;
/** The paper ends between the look and the printing. */
let runsOutOnce: boolean;
beforeEach(async () => {
  clock = handClock();
  emulator = new PrinterEmulator({ clock, fault: () => 'none' });
  const network = createMemoryNetwork();
  network.listen('printer', (line) => emulator.attach(line));
  const transport = await network.open('memory://printer', signal);
  tap = createTap(clock);
  runsOutOnce = false;
  const note: Tap['note'] = (line) => {
    tap.note(line);
    if (runsOutOnce && line.meaning.startsWith('print')) emulator.setPaper('out');
  };
  printer = createEscposPrinter(
    { device: 'printer', transport, clock, tap: { ...tap, note } },
    optionsSchema.parse({}),
  );
});

const print = (paper: Paper, openDrawer = false): Promise<Printed> =>
  printer.print({ paper, openDrawer }, signal);
const lastLines = (): readonly string[] => emulator.receipts().at(-1)?.lines ?? [];
async function problemOf(verb: Promise<unknown>): Promise<unknown> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.toData() : thrown;
}

describe('on paper', () => {
  test('columns stand where they should, forty-eight wide', async () => {
    await print([
      { kind: 'centre', text: '签到' },
      { kind: 'rule' },
      row('  2 × 3.50', '7.00'),
      { kind: 'row', left: '合计', right: '1,234.50', strong: true },
    ]);
    expect(lastLines()).toEqual([
      `${' '.repeat(22)}签到`,
      '─'.repeat(48),
      `  2 × 3.50${' '.repeat(33)}7.00`,
      `合计${' '.repeat(36)}1,234.50`,
    ]);
  });

  test('a name too long for its column goes on in the next line', async () => {
    await print([row('农夫山泉'.repeat(6), '2.00')]);
    expect(lastLines()).toEqual([`${'农夫山泉'.repeat(5)}农  2.00`, '夫山泉']);
  });

  test('nothing in a text is taken for a mark, a command or the end of the line', async () => {
    const hostile = [
      '{i:AAAA}',
      '{x:\\x1b\\x40}',
      'a|b|c',
      '---',
      '===',
      '"bold" _u_ `inverted` ^^^big ~ \\x41',
      '  two before, two after  ',
      'line\nbreak\x1b@\x10\x04\x01',
    ];
    await print(hostile.map((text) => ({ kind: 'text', text })));
    expect(lastLines()).toEqual([
      '{i:AAAA}',
      '{x:\\x1b\\x40}',
      'a|b|c',
      '---',
      '===',
      '"bold" _u_ `inverted` ^^^big ~ \\x41',
      '  two before, two after',
      'line break @',
    ]);
    expect(emulator.receipts()).toHaveLength(1);
  });

  test('the picture is an SVG with the heading twice as large', async () => {
    await print([{ kind: 'heading', text: '北京 & <小店>' }]);
    const svg = emulator.receipts()[0]?.svg ?? '';
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 624 /);
    expect(svg).toContain('scale(2 2)');
    expect(svg).toContain('北京 &amp; &lt;小店&gt;');
  });

  test('receipts are numbered in the order they were cut', async () => {
    const numbers: number[] = [];
    emulator.onReceipt(({ number }) => numbers.push(number));
    await print([{ kind: 'text', text: 'one' }]);
    await print([{ kind: 'text', text: 'two' }]);
    expect(numbers).toEqual([1, 2]);
  });
});

describe('the drawer', () => {
  test('opens without paper: there is change to give', async () => {
    for (const open of [() => print([row('a', '1')], true), () => printer.openDrawer(signal)]) {
      emulator.setPaper('out');
      await problemOf(open());
      expect(emulator.state().drawerOpen).toBe(true);
      emulator.shutDrawer();
      emulator.setPaper('ok');
      expect(emulator.state().drawerOpen, 'not a second time').toBe(false);
      expect(emulator.receipts()).toEqual([]);
    }
  });

  test('opens with a receipt when asked, and by itself', async () => {
    await print([{ kind: 'text', text: 'card' }]);
    expect(emulator.state().drawerOpen).toBe(false);
    await print([{ kind: 'text', text: 'cash' }], true);
    expect(emulator.state().drawerOpen).toBe(true);
    emulator.shutDrawer();
    await printer.openDrawer(signal);
    expect(emulator.state().drawerOpen).toBe(true);
  });
});

describe('what stops a printer', () => {
  test('is said before a byte of the receipt is sent', async () => {
    emulator.setPaper('out');
    expect(await problemOf(print([{ kind: 'text', text: 'x' }]))).toEqual({
      kind: 'printer-paper-out',
      params: { device: 'printer' },
    });
    emulator.setPaper('ok');
    emulator.setCoverOpen(true);
    expect(await problemOf(print([]))).toMatchObject({ kind: 'printer-cover-open' });
    emulator.setCoverOpen(false);
    emulator.setJammed(true);
    expect(await problemOf(print([]))).toMatchObject({ kind: 'printer-fault' });
    emulator.setJammed(false);
    expect(emulator.receipts()).toEqual([]);
    expect(tap.lines(-1).some(({ meaning }) => meaning.startsWith('print'))).toBe(false);
  });

  test('is said while it prints, and the rest comes out once it is mended', async () => {
    runsOutOnce = true;
    const problem = problemOf(print([{ kind: 'text', text: 'late' }]));
    await until(() => {
      clock.advance(100);
      return tap.lines(-1).length >= 17;
    }, 'the status has been asked again');
    expect(await problem).toMatchObject({ kind: 'printer-paper-out' });
    expect(emulator.receipts()).toEqual([]);
    emulator.setPaper('ok');
    expect(lastLines()).toEqual(['late']);
  });

  test('paper that runs low is worth a look and no more', async () => {
    emulator.setPaper('low');
    await print([{ kind: 'text', text: 'still' }]);
    expect(await printer.health('internal', signal)).toMatchObject({
      state: 'needs-look',
      problems: [{ kind: 'printer-paper-low' }],
      facts: { paperLow: 'yes' },
    });
  });

  test('a cable that goes is told at once', async () => {
    await printer.close();
    expect(await problemOf(print([]))).toMatchObject({ kind: 'device-gone' });
  });
});

test('the external check prints', async () => {
  expect(await printer.health('external', signal)).toMatchObject({ state: 'healthy' });
  expect(lastLines()[1]).toContain('打印测试');
});
