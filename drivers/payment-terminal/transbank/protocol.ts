import { protocol } from '../../protocol.ts';
import { decodeTransbank } from './decode.ts';
import { createTransbankTerminal } from './driver.ts';
import { transbankProbe } from './probe.ts';
import { optionsSchema } from './spec.ts';

export const transbank = protocol({
  id: 'transbank',
  family: 'payment-terminal',
  over: ['serial', 'tcp'],
  questions: [transbankProbe],
  decoders: { transbank: decodeTransbank },
  options: optionsSchema,
  drive: createTransbankTerminal,
});
