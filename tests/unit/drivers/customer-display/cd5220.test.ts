/** The two-line display: bytes, and what its emulator shows of them. */
import { describe, expect, test } from 'vitest';
import { encodeLines, encodeOpening } from '../../../../drivers/customer-display/cd5220/codec.ts';
import { createCd5220 } from '../../../../drivers/customer-display/cd5220/driver.ts';
import { createCd5220Emulator } from '../../../../drivers/customer-display/cd5220/emulator.ts';
import { optionsSchema } from '../../../../drivers/customer-display/cd5220/spec.ts';
import { createTap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

describe('bytes of the manual, section 6.1', () => {
  test('each line is ESC Q A or B, twenty columns, CR', () => {
    expect(hex(encodeLines(['TOTAL', '12.30'], 'ascii'))).toBe(
      `1B5141544F54414C${'20'.repeat(15)}0D1B514231322E3330${'20'.repeat(15)}0D`,
    );
    expect(hex(encodeLines([], 'ascii'))).toBe('0C');
    expect(hex(encodeLines(['', ' '], 'ascii'))).toBe('0C');
  });

  test('opening initialises, sets the brightness where one is given, and clears', () => {
    expect(hex(encodeOpening(optionsSchema.parse({})))).toBe('1B400C');
    expect(hex(encodeOpening(optionsSchema.parse({ brightness: 2 })))).toBe('1B401B2A020C');
    expect(optionsSchema.safeParse({ brightness: 5 }).success).toBe(false);
  });

  test('a Chinese character takes two columns and is never cut in half', () => {
    const line = hex(encodeLines(['农夫山泉矿泉水饮用天然'], 'gb18030')).slice(6, 46);
    expect(line).toBe('C5A9B7F2C9BDC8AABFF3C8AACBAED2FBD3C3CCEC');
    expect(hex(encodeLines(['a农夫山泉矿泉水饮用天然'], 'gb18030')).slice(6, 46)).toMatch(
      /D3C320$/,
    );
    expect(hex(encodeLines(['合计 ￥1'], 'ascii')).slice(6, 20)).toBe('3F3F3F3F205931');
    expect(hex(encodeLines(['x\r\x0c', '𠀀'], 'gb18030')).slice(6, 14)).toBe('78202020');
  });
});

describe('driver and emulator', () => {
  async function plugIn(options: object = {}) {
    const clock = handClock();
    const emulator = createCd5220Emulator();
    const network = createMemoryNetwork();
    const unplug = network.listen('display', (line) => emulator.attach(line));
    const transport = await network.open('memory://display', signal);
    const tap = createTap(clock);
    const ports = { device: 'customer-display', transport, clock, tap };
    const display = createCd5220(ports, optionsSchema.parse(options));
    const shows = (...lines: string[]) =>
      until(
        () => lines.every((line, index) => emulator.look().display?.[index]?.trimEnd() === line),
        lines.join(' / '),
      );
    return { display, emulator, shows, unplug };
  }

  test('what is shown replaces what was shown, an empty list clears', async () => {
    const { display, emulator, shows } = await plugIn({ charset: 'gb18030', brightness: 3 });
    await display.show(['农夫山泉 550ml', '2 x 2.00       4.00'], signal);
    await shows('农夫山泉 550ml', '2 x 2.00       4.00');
    await display.show(['合计'], signal);
    await shows('合计', '');
    await display.show([], signal);
    await shows('', '');
    expect(emulator.look().brightness).toBe('3');
  });

  test('the external check shows something, the internal one only looks at the line', async () => {
    const { display, shows, unplug } = await plugIn();
    expect(await display.health('internal', signal)).toMatchObject({ state: 'healthy' });
    expect(await display.health('external', signal)).toMatchObject({ state: 'healthy' });
    await shows('Rollcall 0123456789', 'ABCDEFGHIJKLMNOPQRST');
    unplug();
    await display.gone;
    expect(await display.health('internal', signal)).toMatchObject({ state: 'failed' });
    await expect(display.show(['x'], signal)).rejects.toMatchObject({ kind: 'device-gone' });
  });

  test('the emulator obeys the other commands of the manual too', async () => {
    const emulator = createCd5220Emulator();
    const network = createMemoryNetwork();
    network.listen('display', (line) => emulator.attach(line));
    const line = await network.open('memory://display', signal);
    // Home, text, move to column 3 of line 2, text, ESC DC1, unknown ESC f 1, CR, LF, text.
    await line.write(
      Buffer.from('0B6162 1B6C0302 6364 1B11 1B6601 0D 0A 78'.replace(/ /g, ''), 'hex'),
    );
    await until(() => emulator.look().display?.[0]?.trimEnd() === 'xb', 'the first line');
    expect(emulator.look().display?.[1]?.trimEnd()).toBe('  cd');
    await line.write(Uint8Array.of(0x18));
    await until(() => emulator.look().display?.[0]?.trim() === '', 'the line is cleared');
  });
});
