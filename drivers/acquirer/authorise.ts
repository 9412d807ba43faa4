/**
 * A stripe sale with PIN: 0200 → 0210 (vectors G6, G7).
 *
 * Up to the first byte every failure is a thrown `Problem` and means that nobody was charged. From then on the outcome
 * is a value, and what is not surely yes or no is `unknown`, with the reason that its reversal will carry in DE39.
 */
import { assertNever } from '../../domain/assert.ts';
import type { AcquirerConfig, Authorisation, WrappedKeys } from '../../domain/contract/devices.ts';
import { Problem, toProblem } from '../../domain/problems.ts';
import type { IsoMessage } from '../codecs/iso8583/message.ts';
import type { PinPad } from '../pin-pad/port.ts';
import { asksForSignOn, isApproved, isPartialApproval, refusal } from './answer-codes.ts';
import {
  amountField4,
  currencyField49,
  normalField25,
  saleField3,
  saleField60,
  terminalFields,
} from './fields.ts';
import type { Answer, Link } from './link.ts';
import { hasRightMac, withMac } from './mac.ts';
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
    return await judge(pad, request, answer, keys, signal);
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

async function judge(
  pad: PinPad,
  request: IsoMessage,
  answer: Answer,
  keys: WrappedKeys,
  signal: AbortSignal,
): Promise<Authorisation> {
  const fields = answer.message.fields;
  const code = fields[39];
  const contradiction = contradictionIn(request, answer.message);
  if (code === undefined || contradiction || isPartialApproval(code)) {
    return unknown(new Problem('host-garbage', { path: contradiction ?? 'DE39' }), '06');
  }
  if (!isApproved(code)) {
    const problem = refusal(code).toData();
    const signOnAgain = answer.signOnAgain || asksForSignOn(code);
    return { kind: 'declined', responseCode: code, problem, signOnAgain };
  }
  // The notes ask for the MAC with 00 only; a yes of any other code is believed no more easily.
  if (!(await hasRightMac(pad, keys, answer, signal))) {
    return unknown(new Problem('host-mac-wrong'), 'A0');
  }
  return {
    kind: 'approved',
    authorisationCode: fields[38]?.trim() ?? '',
    referenceNumber: fields[37]?.trim() ?? '',
    responseCode: code,
    signOnAgain: answer.signOnAgain,
  };
}

/**
 * The first field of an answer that is not the request's, or null. STAN and terminal have been matched by the link.
 * acquirer-iso8583-cups.md section 3: DE3 and DE4 always, DE42 when approved.
 */
export function contradictionIn(request: IsoMessage, answer: IsoMessage): string | null {
  const approved = isApproved(answer.fields[39] ?? '');
  for (const number of approved ? [3, 4, 42] : [3, 4]) {
    const value = answer.fields[number];
    // A refusal may come back with fewer fields than it was asked with.
    if (value === undefined && !approved) continue;
    if (value !== request.fields[number]) return `DE${number}`;
  }
  return null;
}

function unknown(problem: Problem, reversalReason: '98' | 'A0' | '06'): Authorisation {
  return { kind: 'unknown', problem: problem.toData(), reversalReason };
}
