import { protocol } from '../../protocol.ts';
import { decodeHidScale } from './decode.ts';
import { createHidScale } from './driver.ts';
import { models, optionsSchema } from './spec.ts';

export const hidScale = protocol({
  id: 'hid-scale',
  family: 'scale',
  over: ['hid'],
  // USB HID Usage Tables 1.5: Weighing Device, scale.
  usb: { models, hidClass: { page: 0x8d, usages: [0x01, 0x20] } },
  decoders: { 'hid-scale': decodeHidScale },
  options: optionsSchema,
  drive: createHidScale,
});
