import { protocol } from '../../protocol.ts';
import { readerOptionsSchema } from '../options.ts';
import { decodeNeo2 } from './decode.ts';
import { createNeo2Reader } from './driver.ts';
import { neo2Probe } from './probe.ts';
import { models } from './spec.ts';

export const neo2 = protocol({
  id: 'idtech-neo2',
  family: 'card-reader',
  over: ['hid', 'serial'],
  questions: [neo2Probe],
  usb: { models },
  decoders: { 'idtech-neo2': decodeNeo2 },
  options: readerOptionsSchema,
  drive: (ports, options) => createNeo2Reader({ ...ports, options }),
});
