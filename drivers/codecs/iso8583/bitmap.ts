/** Which fields a message has: 64 bits, the first of them field 1. */

export const bitmapBytes = 8;

export function encodeBitmap(fieldNumbers: readonly number[]): Buffer {
  const bitmap = Buffer.alloc(bitmapBytes);
  for (const number of fieldNumbers) {
    const index = (number - 1) >> 3;
    bitmap[index] = (bitmap[index] ?? 0) | (0x80 >> ((number - 1) & 7));
  }
  return bitmap;
}

/** The numbers of the fields present, ascending. */
export function decodeBitmap(bitmap: Buffer): number[] {
  const numbers: number[] = [];
  for (const [index, byte] of bitmap.entries()) {
    for (let bit = 0; bit < 8; bit += 1) {
      if ((byte & (0x80 >> bit)) !== 0) numbers.push(index * 8 + bit + 1);
    }
  }
  return numbers;
}
