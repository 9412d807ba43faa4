/** The page a technician prints: what the printer knows of Chinese, how sharp it is, what it can draw. */
import type { Paper } from '../../../domain/paper/paper.ts';
import { encodePaper } from './codec.ts';
import { type Bitmap, encodeEan13, encodeQr, encodeRaster } from './graphics.ts';
import { type Columns, characterDots, encoding } from './spec.ts';

const barWidthMax = 12;
const barHeight = 48;
const qrText = 'https://rollcall.example/printer-test';

/** Pairs of a bar and a gap, each as wide as the other, from one dot up: narrow ones run together on a worn head. */
const bars = (paperDots: number): Bitmap => ({
  width: paperDots,
  height: barHeight,
  dot: (x) => {
    let left = 0;
    for (let width = 1; width <= barWidthMax; width += 1) {
      // Three pairs of each width.
      for (let pair = 0; pair < 3; pair += 1, left += 2 * width) {
        if (x < left + 2 * width) return x < left + width;
      }
    }
    return false;
  },
});

/** Every dot of the head in turn: a missing one is a gap in the slope. */
const slope = (paperDots: number): Bitmap => ({
  width: paperDots,
  height: 36,
  dot: (x, y) => x % 36 === y || y === 0 || y === 35,
});

const head = (columns: Columns): Paper => [
  { kind: 'heading', text: '打印测试 TEST' },
  { kind: 'centre', text: 'Rollcall 收银台' },
  { kind: 'rule' },
  { kind: 'row', left: '合计 total', right: '￥1,234.56', strong: true },
  { kind: 'row', left: '签到 简体 龘靐齉爩', right: '0123456789', strong: false },
  { kind: 'text', text: '中文标点：，。、；「」《》（）……——' },
  { kind: 'text', text: '四字节 four bytes: 𠀀 € ·' },
  { kind: 'rule' },
  { kind: 'row', left: 'code page', right: `${encoding} (FS &)`, strong: false },
  {
    kind: 'row',
    left: 'columns × dots',
    right: `${columns} × ${columns * characterDots}`,
    strong: false,
  },
  { kind: 'text', text: printable(0x20, 0x50) },
  { kind: 'text', text: printable(0x50, 0x7f) },
  { kind: 'rule' },
];

function printable(from: number, to: number): string {
  return String.fromCharCode(...Array.from({ length: to - from }, (_, index) => from + index));
}

/** One job, cut and reported at the end as every other. */
export function encodeTestPage(asb: boolean, columns: Columns = 48): Uint8Array {
  const page = Buffer.from(encodePaper(head(columns), asb, columns));
  const paperDots = columns * characterDots;
  // The pictures go before the cut, GS V 66 0, that receiptline has put at the end.
  const cutAt = page.lastIndexOf(Buffer.from('1d5642', 'hex'));
  const lineFeed = Uint8Array.of(0x0a);
  const centre = Uint8Array.of(0x1b, 0x61, 1);
  return Buffer.concat([
    page.subarray(0, cutAt),
    encodeRaster(bars(paperDots)),
    lineFeed,
    encodeRaster(slope(paperDots)),
    lineFeed,
    centre,
    encodeQr(qrText, 5),
    lineFeed,
    encodeEan13('690123456789'),
    lineFeed,
    page.subarray(cutAt),
  ]);
}
