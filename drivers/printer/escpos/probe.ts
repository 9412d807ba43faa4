/**
 * "How are you?" – DLE EOT 1, and to whoever answers as a printer DLE EOT 2 to 4. A printer answers each with a byte that
 * has four fixed bits, even while it is stopped, and prints nothing: real-time commands never reach its buffer. For
 * others the three bytes are controls: EOT (04) ends a dialogue of a PIN pad, which is what one that sleeps is in anyway;
 * a ZVT terminal passes over DLE without STX; a Transbank terminal waits for STX, a NEO2 for its header; a scale of the
 * 8217 dialogue answers an unknown letter with its status at most; on a display DLE and a figure move the cursor.
 * STX and ETX, which DLE EOT 2 and 3 hold and a pad would take for a frame, go to printers only.
 */
import type { Question } from '../../detection/probe.ts';
import { decodeStatus, describeStatus } from './codec.ts';
import { statusPattern, statusRequest } from './spec.ts';

const others = Uint8Array.from(
  Buffer.concat([statusRequest.offline, statusRequest.error, statusRequest.paper]),
);
const answerBytes = 4;
const isStatus = (byte: number): boolean => (byte & statusPattern.mask) === statusPattern.value;

export const escposProbe: Question = {
  transports: ['serial', 'tcp'],
  settings: [
    { baudRate: 9_600, frame: '8N1' },
    { baudRate: 115_200, frame: '8N1' },
    { baudRate: 38_400, frame: '8N1' },
    { baudRate: 19_200, frame: '8N1' },
  ],
  ask: statusRequest.printer,
  waitMs: 1_000,
  recognise: (heard) => {
    const [printer, offline, error, paper] = heard;
    if (heard.length !== answerBytes || !heard.every(isStatus)) return null;
    if (printer === undefined || offline === undefined) return null;
    if (error === undefined || paper === undefined) return null;
    const status = describeStatus(decodeStatus({ printer, offline, error, paper }));
    return {
      confidence: 'likely',
      identity: { model: null, serialNumber: null, firmware: null },
      because: `four status bytes after DLE EOT 1 to 4: ${status}`,
    };
  },
  thanks: null,
  reply: (heard) => ({
    say: heard.length > 0 && heard.every(isStatus) ? others : new Uint8Array(),
    isOver: heard.length >= answerBytes,
  }),
};
