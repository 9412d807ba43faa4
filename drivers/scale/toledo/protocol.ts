import { protocol } from '../../protocol.ts';
import { createToledoScale } from './driver.ts';
import { toledoProbe } from './probe.ts';
import { optionsSchema } from './spec.ts';

export const toledo = protocol({
  id: 'toledo-scale',
  family: 'scale',
  over: ['serial', 'tcp'],
  questions: [toledoProbe],
  options: optionsSchema,
  drive: createToledoScale,
});
