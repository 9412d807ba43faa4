/** Is this a VISA-style PIN pad? The connection test (11) is answered with ACK and EOT; ../shared/vectors/pinpad.md P012. */
import { control } from '../../codecs/stx-etx-lrc.ts';
import type { Question } from '../../detection/probe.ts';
import { encodeTill } from './codec-till.ts';

/** A line that chatters may hold these two by chance. */
const heardMax = 8;

export const visaProbe: Question = {
  transports: ['serial', 'tcp'],
  // New pads, the original PINpad, then what message 13 can set (devices.md §2.2).
  settings: [
    { baudRate: 9_600, frame: '8N1' },
    { baudRate: 1_200, frame: '7E1' },
    { baudRate: 19_200, frame: '8N1' },
    { baudRate: 115_200, frame: '8N1' },
    { baudRate: 9_600, frame: '7E1' },
    { baudRate: 38_400, frame: '8N1' },
    { baudRate: 57_600, frame: '8N1' },
    { baudRate: 4_800, frame: '8N1' },
    { baudRate: 2_400, frame: '8N1' },
    { baudRate: 1_200, frame: '8N1' },
  ],
  ask: encodeTill({ kind: 'connectionTest' }),
  waitMs: 1_000,
  recognise: (heard) => {
    const ack = heard.indexOf(control.ack);
    if (ack < 0 || heard.length > heardMax) return null;
    const ended = heard[ack + 1] === control.eot;
    return {
      confidence: ended ? 'likely' : 'possible',
      identity: { model: null, serialNumber: null, firmware: null },
      because: `ACK ${ended ? 'and' : 'without'} EOT after <SI>11<SO>`,
    };
  },
  // The pad ended the dialogue itself.
  thanks: null,
};
