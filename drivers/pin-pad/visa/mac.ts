/**
 * Z66 → Z67: a MAC over up to one hundred packets, every packet but the last whole DES blocks.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { PinPad } from '../port.ts';
import type { Link } from './link.ts';
import type { PadMessage } from './messages.ts';
import { limits, macFlags, macStatusOk, timing } from './spec.ts';

type MacAnswer = Extract<PadMessage, { kind: 'mac' }>;

/** Throws `Problem`: `bad-request` for what cannot travel, `device-refused` with the pad's status. */
export async function askForMac(
  {
    device,
    link,
    slot,
    signal,
  }: Readonly<{ device: string; link: Link; slot: string; signal: AbortSignal }>,
  { wrappedKey, data, encoding }: Parameters<PinPad['mac']>[0],
): Promise<string> {
  const travels =
    data.length > 0 &&
    data.length <= limits.macPacketBytes * limits.macPacketsMax &&
    (encoding === 'binary' || data.every((byte) => byte >= 0x20 && byte <= 0x7e));
  if (!travels) throw new Problem('bad-request', { device, field: 'data' });
  const packets = Math.ceil(data.length / limits.macPacketBytes);
  for (let sequence = 0; sequence < packets; sequence += 1) {
    const from = sequence * limits.macPacketBytes;
    const part = Buffer.from(data.subarray(from, from + limits.macPacketBytes));
    const text =
      encoding === 'ascii' ? part.toString('latin1') : part.toString('hex').toUpperCase();
    const flag = macFlags[encoding][sequence < packets - 1 ? 'more' : 'last'];
    await link.send({ kind: 'askMac', flag, sequence, slot, wrappedKey, data: text }, signal);
  }
  const answer = await link.mustAnswer(
    (message) => macOrRefusal(message),
    timing.macWaitMs,
    signal,
  );
  await link.end(signal);
  if (answer.mac === null)
    throw new Problem('device-refused', { device, code: `Z67/${answer.status}` });
  return answer.mac;
}

/** A status 00 without a MAC only says that a packet before the last was taken. */
function macOrRefusal(message: PadMessage): MacAnswer | null {
  if (message.kind !== 'mac') return null;
  return message.status === macStatusOk && message.mac === null ? null : message;
}
