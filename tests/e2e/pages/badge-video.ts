/** What a camera would see of a badge, as a file that Chromium plays instead of a camera (YUV4MPEG2). */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const width = 640;
const height = 480;
/** Of the picture's height: the rest is the white margin that a reader needs. */
const codeShare = 0.75;
const paper = 235;
const noColour = 128;

const resolve = createRequire(import.meta.url).resolve;

export async function filmBadge(badge: string, file: string): Promise<void> {
  const wasm = readFileSync(resolve('zxing-wasm/writer/zxing_writer.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const { symbol: code } = await writeBarcode(badge, { format: 'QRCode' });
  const scale = Math.floor((height * codeShare) / code.height);
  const left = Math.floor((width - code.width * scale) / 2);
  const top = Math.floor((height - code.height * scale) / 2);
  const picture = Buffer.alloc(width * height, paper);
  for (let y = 0; y < code.height * scale; y += 1) {
    for (let x = 0; x < code.width * scale; x += 1) {
      const module = Math.floor(y / scale) * code.width + Math.floor(x / scale);
      picture[(top + y) * width + left + x] = code.data[module] ?? paper;
    }
  }
  const colour = Buffer.alloc((width * height) / 2, noColour);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), picture, colour]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([header, frame, frame]));
}
