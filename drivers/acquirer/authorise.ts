/**
 * A stripe sale with PIN: 0200 → 0210 (vectors G6, G7).
 *
 * Up to the first byte every failure is a thrown `Problem` and means that nobody was charged. From then on the outcome
 * is a value, and what is not surely yes or no is `unknown`, with the reason that its reversal will carry in DE39.
 */
import { assertNever } from '../../domain/basics/assert.ts';
import type { AcquirerConfig, Authorisation, WrappedKeys } from '../../domain/devices/verbs.ts';
import { mayEndUncharged } from '../../domain/tenders/end-uncharged.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import type { IsoMessage } from '../codecs/iso8583/message.ts';
import type { PinPad } from '../pin-pad/port.ts';
import {
  asksForSignOn,
  isApproved,
  isDuplicate,
  isPartialApproval,
  refusal,
} from './answer-codes.ts';
import {
  amountField4,
  batchOf,
  currencyField49,
  normalField25,
  saleField3,
  saleField60,
  terminalFields,
} from './fields.ts';
import type { Answer, Link } from './link.ts';
import { type Seal, sealOf, withMac } from './mac.ts';
import type { AuthoriseInput } from './port.ts';
import { encipherTrack2, packTrack2 } from './track.ts';

/** DE26: the longest PIN the pad takes. */
const pinDigitsMax = '12';

export async function authorise(
  config: AcquirerConfig,
  ports: Readonly<{ link: Link; pad: () => PinPad }>,
  input: AuthoriseInput,
  keys: WrappedKeys,
  signal: AbortSignal,
): Promise<Authorisation> {
  const pad = ports.pad();
  const request = await buildSale(config, pad, input, keys, signal);
  let answer: Answer;
  try {
    answer = await ports.link.exchange(request, signal);
  } catch (error) {
    const problem = toProblem(error);
    if (problem.kind === 'host-unreachable') throw problem;
    return unknown(problem, problem.kind === 'host-silent' ? '98' : '06');
  }
  try {
    return await judge(config, request, answer, await sealOf(pad, keys.mak, answer, signal));
  } catch (error) {
    // The pad failed while it checked the answer: the customer may well be charged.
    return unknown(toProblem(error), '06');
  } finally {
    // Hosts repeat the card number in DE2.
    answer.bytes.fill(0);
  }
}

async function buildSale(
  config: AcquirerConfig,
  pad: PinPad,
  input: AuthoriseInput,
  keys: WrappedKeys,
  signal: AbortSignal,
): Promise<IsoMessage> {
  const packed = packTrack2(input.card.track2);
  const track2 = keys.tdk ? await encipherTrack2(pad, keys.tdk, packed, signal) : packed;
  const sale: IsoMessage = {
    mti: '0200',
    fields: {
      3: saleField3,
      4: amountField4(input.amountMinor),
      11: input.stan,
      25: normalField25,
      35: track2,
      ...terminalFields(config),
      49: currencyField49,
      ...pinFields(input, keys.tdk !== null),
      60: saleField60(input.batch),
    },
  };
  return withMac(pad, keys, sale, signal);
}

/** DE22, 26, 52, 53. DE53: ANSI X9.8 with the card number; triple DES; whether the track is enciphered. */
function pinFields(input: AuthoriseInput, trackEnciphered: boolean): Record<number, string> {
  const rest = `6${trackEnciphered ? '1' : '0'}`.padEnd(15, '0');
  switch (input.pin.kind) {
    case 'entered':
      return { 22: '021', 26: pinDigitsMax, 52: input.pin.pinBlock, 53: `2${rest}` };
    case 'no-pin':
      return trackEnciphered ? { 22: '022', 53: `0${rest}` } : { 22: '022' };
    case 'cancelled':
      throw new Problem('card-cancelled');
    case 'timeout':
      throw new Problem('pin-timeout');
    default:
      return assertNever(input.pin);
  }
}

function judge(
  { refusesWithoutMac }: AcquirerConfig,
  request: IsoMessage,
  answer: Answer,
  seal: Seal,
): Authorisation {
  const fields = answer.message.fields;
  const code = fields[39];
  // A yes without a MAC is no better than one with a wrong one, and neither is a no with a wrong one.
  const isUnproved = seal === 'absent' && code !== undefined && isApproved(code);
  if (seal === 'wrong' || isUnproved) return unknown(new Problem('host-mac-wrong'), 'A0');
  const contradiction = contradictionIn(request, answer.message);
  if (code === undefined || contradiction || leavesOpen(code)) {
    return unknown(new Problem('host-garbage', { path: contradiction ?? 'DE39' }), '06');
  }
  if (!isApproved(code)) {
    const evidence = seal === 'right' ? 'host-refused-sealed' : 'host-refused-unsealed';
    if (!mayEndUncharged(evidence, refusesWithoutMac)) return unknown(unsealed(code), 'A0');
    const problem = refusal(code).toData();
    const signOnAgain = answer.signOnAgain || asksForSignOn(code);
    return { kind: 'declined', responseCode: code, problem, signOnAgain };
  }
  return {
    kind: 'approved',
    authorisationCode: fields[38]?.trim() ?? '',
    referenceNumber: fields[37]?.trim() ?? '',
    responseCode: code,
    signOnAgain: answer.signOnAgain,
  };
}

/** Whether money was taken, or how much, an answer with this code does not say. */
function leavesOpen(code: string): boolean {
  return isPartialApproval(code) || (isDuplicate(code) && !mayEndUncharged('host-had-the-number'));
}

/** A host that has lost our keys cannot seal its no: new ones will tell. */
function unsealed(code: string): Problem {
  return asksForSignOn(code) ? refusal(code) : new Problem('host-mac-missing', { code });
}

/**
 * The first field of an answer that is not the request's, or null. STAN and terminal have been matched by the link.
 * acquirer-iso8583-cups.md section 3: DE3 and DE4 always, DE42 when approved. The batch of DE60 is half of the request's
 * number, so an answer that tells another is about something else.
 */
export function contradictionIn(request: IsoMessage, answer: IsoMessage): string | null {
  const approved = isApproved(answer.fields[39] ?? '');
  for (const number of approved ? [3, 4, 42] : [3, 4]) {
    const value = answer.fields[number];
    // A refusal may come back with fewer fields than it was asked with.
    if (value === undefined && !approved) continue;
    if (value !== request.fields[number]) return `DE${number}`;
  }
  const batch = answer.fields[60];
  if (batch !== undefined && batchOf(batch) !== batchOf(request.fields[60] ?? '')) return 'DE60';
  return null;
}

function unknown(problem: Problem, reversalReason: '98' | 'A0' | '06'): Authorisation {
  return { kind: 'unknown', problem: problem.toData(), reversalReason };
}
