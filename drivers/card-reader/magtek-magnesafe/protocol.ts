import { protocol } from '../../protocol.ts';
import { readerOptionsSchema } from '../options.ts';
import { decodeMagneSafe } from './decode.ts';
import { createMagneSafeReader } from './driver.ts';
import { models } from './spec.ts';

export const magneSafe = protocol({
  id: 'magtek-magnesafe',
  family: 'card-reader',
  over: ['hid'],
  usb: { models },
  decoders: { 'magtek-magnesafe': decodeMagneSafe },
  options: readerOptionsSchema,
  drive: (ports, options) => createMagneSafeReader({ ...ports, options }),
});
