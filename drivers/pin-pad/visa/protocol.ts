import { protocol } from '../../protocol.ts';
import { decodeVisaPinPad } from './decode.ts';
import { createVisaPad } from './driver.ts';
import { visaProbe } from './probe.ts';
import { optionsSchema } from './spec.ts';

export const visa = protocol({
  id: 'visa',
  family: 'pin-pad',
  over: ['serial', 'tcp'],
  questions: [visaProbe],
  decoders: { 'visa-pinpad': decodeVisaPinPad },
  options: optionsSchema,
  drive: (ports, options) => createVisaPad(ports, ports.config.masterKey, options),
});
