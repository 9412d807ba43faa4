import { protocol } from '../../protocol.ts';
import { createCd5220 } from './driver.ts';
import { optionsSchema } from './spec.ts';

export const cd5220 = protocol({
  id: 'cd5220',
  family: 'customer-display',
  over: ['serial', 'tcp'],
  options: optionsSchema,
  drive: createCd5220,
});
