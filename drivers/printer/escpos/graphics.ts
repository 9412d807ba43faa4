/** Pictures, QR codes and bar codes as ESC/POS. No I/O. Epson's reference: GS v 0, GS ( k (fn 165–181), GS k. */

/** One bit a dot, rows from the top; every row begins with a new byte. */
export type Bitmap = Readonly<{
  width: number;
  height: number;
  dot(x: number, y: number): boolean;
}>;

const gs = 0x1d;
const word = (value: number): [number, number] => [value & 0xff, value >> 8];

/** GS v 0. */
export function encodeRaster({ width, height, dot }: Bitmap): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  const bits = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * rowBytes + (x >> 3);
      if (dot(x, y)) bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return Uint8Array.of(gs, 0x76, 0x30, 0, ...word(rowBytes), ...word(height), ...bits);
}

/** QR model 2, error correction M; `moduleDots` 1 to 16. The text is UTF-8, as telephones read it. */
export function encodeQr(text: string, moduleDots: number): Uint8Array {
  const data = Buffer.from(text, 'utf8');
  const call = (fn: number, ...parameters: number[]): number[] => [
    gs,
    0x28,
    0x6b,
    ...word(parameters.length + 2),
    49,
    fn,
    ...parameters,
  ];
  return Uint8Array.from([
    ...call(65, 50, 0),
    ...call(67, moduleDots),
    ...call(69, 49),
    ...call(80, 48, ...data),
    ...call(81, 48),
  ]);
}

/** EAN-13 with its figures below; twelve or thirteen digits. */
export function encodeEan13(digits: string): Uint8Array {
  const data = Buffer.from(digits, 'latin1');
  // GS h 72 dots high, GS w 2 dots a module, GS H 2 figures below, GS k 67.
  const settings = [gs, 0x68, 72, gs, 0x77, 2, gs, 0x48, 2];
  return Uint8Array.of(...settings, gs, 0x6b, 67, data.length, ...data);
}
