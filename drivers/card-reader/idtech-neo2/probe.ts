/** "Are you a NEO2?": a ping, in the serial framing. */
import type { Question } from '../../detection/probe.ts';
import { encodeNeo2, foldNeo2, frameStart } from './codec.ts';
import { commands, timing } from './spec.ts';

export const neo2Probe: Question = {
  transports: ['serial'],
  settings: [
    { baudRate: 115_200, frame: '8N1' },
    { baudRate: 19_200, frame: '8N1' },
  ],
  ask: encodeNeo2('till', ...commands.ping),
  waitMs: timing.answerWaitMs,
  recognise: (heard) => {
    const answer = foldNeo2(frameStart, heard).frames.find(({ kind }) => kind === 'answer');
    if (answer?.kind !== 'answer' || answer.command !== commands.ping[0]) return null;
    return {
      confidence: 'certain',
      identity: { model: 'ID TECH NEO2', serialNumber: null, firmware: null },
      because: 'ViVOtech2 answer to ping 18-01, CRC right',
    };
  },
  thanks: null,
};
