import { protocol } from '../../protocol.ts';
import { decodeHidpos } from './decode.ts';
import { createHidposScanner } from './driver.ts';
import { models, optionsSchema, usagePages, usages } from './spec.ts';

export const hidposScanner = protocol({
  id: 'hidpos-scanner',
  family: 'scanner',
  over: ['hid'],
  // USB HID Usage Tables 1.5: Bar Code Scanner.
  usb: { models, hidClass: { page: usagePages.scanner, usages: [0x01, usages.scanner] } },
  decoders: { 'hidpos-scanner': decodeHidpos },
  options: optionsSchema,
  drive: createHidposScanner,
});
