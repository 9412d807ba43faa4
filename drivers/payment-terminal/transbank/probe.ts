/** Is this a Transbank POS Integrado? Poll (0100) is answered with ACK and nothing else; ../shared/vectors P051. */
import { control } from '../../codecs/stx-etx-lrc.ts';
import type { Question } from '../../detection/probe.ts';
import { encodeMessage, say } from './codec.ts';

export const transbankProbe: Question = {
  transports: ['serial', 'tcp'],
  // As delivered; the self-service model; what else its menu offers.
  settings: [
    { baudRate: 115_200, frame: '8N1' },
    { baudRate: 19_200, frame: '8N1' },
    { baudRate: 9_600, frame: '8N1' },
    { baudRate: 57_600, frame: '8N1' },
    { baudRate: 38_400, frame: '8N1' },
  ],
  ask: encodeMessage(say.poll),
  waitMs: 2_000,
  recognise: (heard) =>
    heard.length === 1 && heard[0] === control.ack
      ? {
          confidence: 'likely',
          identity: { model: null, serialNumber: null, firmware: null },
          because: 'ACK alone after 0100 (poll) with its LRC',
        }
      : null,
  thanks: null,
};
