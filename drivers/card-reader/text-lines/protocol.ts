import { protocol } from '../../protocol.ts';
import { readerOptionsSchema } from '../options.ts';
import { createTextLineReader } from './driver.ts';

export const textLines = protocol({
  id: 'text-lines',
  family: 'card-reader',
  over: ['serial', 'tcp'],
  options: readerOptionsSchema,
  drive: (ports, options) => createTextLineReader({ ...ports, options }),
});
