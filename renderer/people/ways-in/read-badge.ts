/** Finds the code of a badge in a picture: QR, or one of the barcodes that badges are printed with. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmFile from 'zxing-wasm/reader/zxing_reader.wasm?url';

// From our own files: the library would fetch it from a server.
prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) =>
      path.endsWith('.wasm') ? wasmFile : prefix + path,
  },
});

/** The text of the first code in `picture`; null where there is none. */
export async function findCode(picture: ImageData): Promise<string | null> {
  const [found] = await readBarcodes(picture, {
    formats: ['QRCode', 'Code128', 'Code39', 'DataMatrix'],
    maxNumberOfSymbols: 1,
    tryHarder: true,
  });
  return found?.isValid ? found.text : null;
}
