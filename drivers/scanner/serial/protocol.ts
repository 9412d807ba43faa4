import { protocol } from '../../protocol.ts';
import { createSerialScanner } from './driver.ts';
import { optionsSchema } from './spec.ts';

export const serialScanner = protocol({
  id: 'serial-scanner',
  family: 'scanner',
  over: ['serial', 'tcp'],
  options: optionsSchema,
  drive: createSerialScanner,
});
