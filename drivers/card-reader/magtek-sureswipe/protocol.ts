import { protocol } from '../../protocol.ts';
import { decodeClearReport } from '../decode-clear-report.ts';
import { readerOptionsSchema } from '../options.ts';
import { createSureSwipeReader } from './driver.ts';
import { models } from './spec.ts';

export const sureSwipe = protocol({
  id: 'magtek-sureswipe',
  family: 'card-reader',
  over: ['hid'],
  usb: { models },
  decoders: { 'magtek-sureswipe': decodeClearReport },
  options: readerOptionsSchema,
  drive: (ports, options) => createSureSwipeReader({ ...ports, options }),
});
