/**
 * ../shared/vectors/pinpad.md parts C and D: ABECS (Brazil) and ECR17 (Italy) are not spoken here. What they share with
 * our codecs, the arithmetic of their check bytes, is held against their rows.
 */
import { describe, expect, test } from 'vitest';
import { crc16Xmodem } from '../../../../drivers/codecs/crc16.ts';
import { lrc } from '../../../../drivers/codecs/lrc.ts';
import { quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const rows = vectorRows('pinpad.md') ?? [];
const part = (from: string, to: string) => rows.filter(({ id }) => id >= from && id <= to);

describe.skipIf(rows.length === 0)('neighbours', () => {
  test.each(part('P060', 'P063'))('$id: CRC-16/XMODEM over data and ETB', ({ cells }) => {
    const data = Buffer.from(`${quoted(cells[0])}\x17`, 'latin1');
    const crc = crc16Xmodem(data).toString(16).toUpperCase().padStart(4, '0');
    expect(crc).toBe(quoted(cells[1]).replace(' ', ''));
  });

  test.each(part('P065', 'P068'))('$id: LRC on the base 7F', ({ cells }) => {
    const [payload, mode = '', check] = [quoted(cells[0]), cells[1], quoted(cells[2])];
    const bytes = [
      ...(mode.startsWith('stx') ? [0x02] : []),
      ...Buffer.from(payload),
      ...(mode === 'stx' || mode === 'noext' ? [0x03] : []),
    ];
    expect(0x7f ^ lrc(Uint8Array.from(bytes))).toBe(Number.parseInt(check, 16));
  });

  test('P070: the same over two bytes', () => {
    expect(0x7f ^ lrc(Buffer.from('AB'))).toBe(0x7c);
  });
});
