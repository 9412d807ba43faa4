/**
 * ZVT: is there a terminal? Status enquiry 05 01 without a password: it moves no money, prints nothing, needs no registration
 * and changes none, and is answered even by a terminal that is busy (PA00P015 §2.55; vectors Z077, Z093).
 *
 * Each message of the terminal is acknowledged as a till would: left without, it refuses the next command with 84 9C.
 */
import { dleControl, dleStart, encodeDleFrame, foldDleFrames } from '../../codecs/dle-crc16.ts';
import type { Question, Recognised } from '../../detection/probe.ts';
import { apduStreamStart, readApdu, splitApdus } from './apdu.ts';
import { passGreeting } from './greeting.ts';
import { decodeTerminal, type TerminalMessage } from './terminal-codec.ts';
import { encodeTill } from './till-codec.ts';
import { frameLimits, isAnswer } from './timing.ts';

/** 84 xx. */
const refusal = 0x84;
const accept = encodeTill({ kind: 'accept' });
const enquiry = encodeTill({ kind: 'enquireStatus', password: null, serviceByte: null });
const nobody = { model: null, serialNumber: null, firmware: null };
/** T3 is five seconds; terminals answer in a tenth of one. */
const waitMs = 1_500;

export const zvtSerialProbe: Question = {
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
    const apdus = framedIn(heard);
    if (!apdus.some(isAnswer)) return null;
    const completion = apdus.map(messageIn).find((message) => message?.kind === 'completion');
    if (completion) return recognisedBy(completion);
    return { confidence: 'certain', identity: nobody, because: '05 01 answered, CRC right' };
  },
  thanks: null,
  reply: (heard) => {
    const apdus = framedIn(heard);
    const ack = Uint8Array.of(dleControl.ack);
    const say = apdus.flatMap((apdu) => (isAnswer(apdu) ? [ack] : [ack, encodeDleFrame(accept)]));
    return { say: Buffer.concat(say), isOver: apdus.some(isEnding) };
  },
};

export const zvtTcpProbe: Question = {
  transports: ['tcp'],
  settings: [],
  ask: enquiry,
  waitMs,
  recognise: (heard) => {
    const messages = bareIn(heard).map(messageIn);
    const [answer, ending] = messages;
    // Behind a greeting a single 84 proves nothing.
    if (answer?.kind === 'refused' && heard[0] === refusal) {
      return {
        confidence: 'likely',
        identity: nobody,
        because: `05 01 refused with ${answer.error}`,
      };
    }
    return answer?.kind === 'accepted' && ending ? recognisedBy(ending) : null;
  },
  thanks: null,
  reply: (heard) => {
    const apdus = bareIn(heard);
    const say = apdus.filter((apdu) => !isAnswer(apdu)).map(() => accept);
    return { say: Buffer.concat(say), isOver: apdus.some(isEnding) };
  },
};

const bareIn = (heard: Uint8Array): readonly Uint8Array[] => {
  const { rest } = passGreeting(new Uint8Array(), heard);
  return rest === null ? [] : splitApdus(apduStreamStart, rest).apdus;
};

const framedIn = (heard: Uint8Array): Uint8Array[] =>
  foldDleFrames(dleStart, heard, frameLimits).units.flatMap((unit) =>
    unit.kind === 'frame' ? [unit.apdu] : [],
  );

function isEnding(apdu: Uint8Array): boolean {
  const kind = messageIn(apdu)?.kind;
  return kind === 'completion' || kind === 'abort' || kind === 'refused';
}

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
