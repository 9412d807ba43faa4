import { protocol } from '../../protocol.ts';
import { readerOptionsSchema } from '../options.ts';
import { decodeSecureMag } from './decode.ts';
import { createSecureMagReader } from './driver.ts';
import { models } from './spec.ts';

export const secureMag = protocol({
  id: 'idtech-securemag',
  family: 'card-reader',
  over: ['hid'],
  usb: { models },
  decoders: { 'idtech-securemag': decodeSecureMag },
  options: readerOptionsSchema,
  drive: (ports, options) => createSecureMagReader({ ...ports, options }),
});
