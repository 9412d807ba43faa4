import { protocol } from '../../protocol.ts';
import { decodeZvt, decodeZvtSerial } from './decode.ts';
import { createZvtTerminal } from './driver.ts';
import { framingOf, optionsSchema } from './options.ts';
import { zvtSerialProbe, zvtTcpProbe } from './probe.ts';

export const zvt = protocol({
  id: 'zvt',
  family: 'payment-terminal',
  over: ['serial', 'tcp'],
  questions: [zvtSerialProbe, zvtTcpProbe],
  decoders: { zvt: decodeZvt, 'zvt-serial': decodeZvtSerial },
  options: optionsSchema,
  drive: (ports, options) =>
    createZvtTerminal(ports, options, framingOf(options, ports.config.address)),
});
