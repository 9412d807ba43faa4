/** Pictures, QR codes and bar codes on the emulated paper: as SVG, and as a line of text that names them. */
import receiptline from 'receiptline';
import type { Command } from './commands.ts';

export type Picture = Readonly<{
  /** Dots. */
  width: number;
  height: number;
  svg: string;
  /** `[picture 576×48]`. */
  text: string;
}>;

const barcodeHeight = 72;
/** receiptline draws its modules this wide. */
const drawnModule = 4;

/** Black runs of each row; rows that repeat are drawn as one, so that bars are small. */
export function drawRaster(raster: Extract<Command, { kind: 'raster' }>): Picture {
  const { rowBytes, rows, bits } = raster;
  const width = rowBytes * 8;
  const rowOf = (y: number): string => bits.slice(y * rowBytes, (y + 1) * rowBytes).join();
  const paths: string[] = [];
  for (let y = 0; y < rows; ) {
    const row = rowOf(y);
    let height = 1;
    while (y + height < rows && rowOf(y + height) === row) height += 1;
    paths.push(...drawRow(bits.slice(y * rowBytes, (y + 1) * rowBytes), y, height));
    y += height;
  }
  return {
    width,
    height: rows,
    svg: `<path d="${paths.join('')}"/>`,
    text: `[picture ${width}×${rows}]`,
  };
}

function drawRow(row: readonly number[], y: number, height: number): string[] {
  const isBlack = (x: number): boolean => (((row[x >> 3] ?? 0) << (x & 7)) & 0x80) !== 0;
  const paths: string[] = [];
  for (let x = 0; x < row.length * 8; x += 1) {
    if (!isBlack(x)) continue;
    let end = x;
    while (end < row.length * 8 && isBlack(end)) end += 1;
    paths.push(`M${x},${y}h${end - x}v${height}h${x - end}z`);
    x = end;
  }
  return paths;
}

/** The modules are receiptline's: a printer has its own, and both are the same standard (ISO/IEC 18004). */
export function drawQr(text: string, moduleDots: number): Picture {
  const quoted = Array.from(Buffer.from(text, 'utf8'), (byte) =>
    /[\w:./-]/.test(String.fromCharCode(byte)) && byte < 0x80
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
  const drawn = receiptline.transform(`{code:${quoted};option:qrcode,${drawnModule},m}`, {
    command: 'svg',
  });
  const path = /<path d="([^"]*)"/.exec(drawn)?.[1] ?? '';
  const edges = Array.from(path.matchAll(/M(\d+),/g), ([, x]) => Number(x) + drawnModule);
  const scale = moduleDots / drawnModule;
  const size = Math.max(0, ...edges) * scale;
  return {
    width: size,
    height: size,
    svg: `<path transform="scale(${scale})" d="${path}"/>`,
    text: `[QR ${text}]`,
  };
}

/** Stripes that stand for the code: a picture for people, not for scanners. */
export function drawBarcode(bytes: readonly number[]): Picture {
  const code = String.fromCharCode(...bytes).replace(/[^ -~]/g, '');
  const stripes = bytes.flatMap((byte, at) =>
    [0, 1, 2].map(
      (part) =>
        `M${at * 22 + part * 7},0h${1 + ((byte >> part) & 3)}v${barcodeHeight}h-${1 + ((byte >> part) & 3)}z`,
    ),
  );
  return {
    width: bytes.length * 22,
    height: barcodeHeight,
    svg: `<path d="${stripes.join('')}"/>`,
    text: `[bar code ${code}]`,
  };
}
