/**
 * ZVT: is there a terminal? Status enquiry 05 01 without a password: it moves no money, prints nothing, needs no registration
 * and changes none, and is answered even by a terminal that is busy (PA00P015 §2.55; vectors Z077, Z093).
 *
 * Over a serial line the answer is known by its CRC. The completion that follows it is left to the terminal's repetitions:
 * whoever opens the line next acknowledges it.
 */
import { dleControl, dleStart, encodeDleFrame, foldDleFrames } from '../../codecs/dle-crc16.ts';
import type { Probe, Recognised } from '../../detection/probe.ts';
import { apduStreamStart, readApdu, splitApdus } from './apdu.ts';
import { decodeTerminal, type TerminalMessage } from './terminal-codec.ts';
import { encodeTill } from './till-codec.ts';
import { frameLimits, isAnswer } from './timing.ts';

const enquiry = encodeTill({ kind: 'enquireStatus', password: null, serviceByte: null });
const nobody = { model: null, serialNumber: null, firmware: null };
/** T3 is five seconds; terminals answer in a tenth of one. */
const waitMs = 1_500;

export const zvtSerialProbe: Probe = {
  family: 'payment-terminal',
  protocol: 'zvt',
  transports: ['serial'],
  settings: [
    { baudRate: 9_600, frame: '8N2' },
    { baudRate: 115_200, frame: '8N2' },
    { baudRate: 9_600, frame: '8N1' },
    { baudRate: 115_200, frame: '8N1' },
  ],
  ask: encodeDleFrame(enquiry),
  waitMs,
  recognise: (heard) => {
    const { units } = foldDleFrames(dleStart, heard, frameLimits);
    const isTerminal = units.some((unit) => unit.kind === 'frame' && isAnswer(unit.apdu));
    if (!isTerminal) return null;
    return { confidence: 'certain', identity: nobody, because: '05 01 answered, CRC right' };
  },
  thanks: Uint8Array.of(dleControl.ack),
};

export const zvtTcpProbe: Probe = {
  family: 'payment-terminal',
  protocol: 'zvt',
  transports: ['tcp'],
  settings: [],
  ask: enquiry,
  waitMs,
  recognise: (heard) => {
    const messages = splitApdus(apduStreamStart, heard).apdus.map(messageIn);
    const [answer, ending] = messages;
    if (answer?.kind === 'refused') {
      return {
        confidence: 'likely',
        identity: nobody,
        because: `05 01 refused with ${answer.error}`,
      };
    }
    return answer?.kind === 'accepted' && ending ? recognisedBy(ending) : null;
  },
  thanks: encodeTill({ kind: 'accept' }),
};

function messageIn(apdu: Uint8Array): TerminalMessage | null {
  const reading = readApdu(apdu);
  return reading.kind === 'apdu' ? decodeTerminal(reading.apdu).message : null;
}

function recognisedBy(ending: TerminalMessage): Recognised {
  const because = '05 01 answered and completed';
  if (ending.kind !== 'completion') return { confidence: 'certain', identity: nobody, because };
  const { deviceName, serialNumber, softwareVersion, terminalId } = ending;
  return {
    confidence: 'certain',
    identity: {
      model: deviceName,
      serialNumber: serialNumber ?? terminalId,
      firmware: softwareVersion,
    },
    because,
  };
}
