/**
 * "What lies on you?" – one letter W. A scale answers; on anything else it is one printable character: no command of a
 * PIN pad, terminal or reader, and a receipt printer holds it back until its next job, which begins with ESC @ and so
 * throws it away. A customer display would show it: displays are asked for nothing and found by nobody, so this probe
 * comes last.
 */
import type { Question } from '../../detection/probe.ts';
import { answerStart, decodeAnswer, foldAnswers } from './codec.ts';
import { commands, timing } from './spec.ts';

export const toledoProbe: Question = {
  transports: ['serial', 'tcp'],
  settings: [
    { baudRate: 9_600, frame: '7E1' },
    { baudRate: 2_400, frame: '7E1' },
    { baudRate: 19_200, frame: '7E1' },
    { baudRate: 1_200, frame: '7E1' },
  ],
  ask: commands.weight,
  waitMs: timing.answerWaitMs,
  recognise: (heard) => {
    const answers = foldAnswers(answerStart, heard).answers.map((each) => decodeAnswer(each, 'kg'));
    const answer = answers.find(({ kind }) => kind !== 'unknown');
    if (!answer) return null;
    return {
      confidence: answer.kind === 'weight' ? 'certain' : 'likely',
      identity: { model: null, serialNumber: null, firmware: null },
      because: answer.kind === 'weight' ? 'a weight after W' : 'a status byte after W',
    };
  },
  thanks: null,
};
