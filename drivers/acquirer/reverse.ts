/**
 * 冲正: 0400 → 0410 (vectors G8, G9). The original's STAN, batch and amount; no track, no PIN.
 *
 * 00 says it was taken back; 25 (no such original) and 12 (not valid) say that there is nothing to take back. Each ends the
 * attempt, so each must be about it, under a right MAC.
 */
import type { AcquirerConfig, VerbInput, WrappedKeys } from '../../domain/devices/verbs.ts';
import { mayEndUncharged } from '../../domain/tenders/end-uncharged.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import type { IsoMessage } from '../codecs/iso8583/message.ts';
import type { PinPad } from '../pin-pad/port.ts';
import { asksForSignOn, isApproved } from './answer-codes.ts';
import { contradictionIn } from './authorise.ts';
import {
  amountField4,
  currencyField49,
  normalField25,
  saleField3,
  saleField60,
  terminalFields,
} from './fields.ts';
import type { Link } from './link.ts';
import { sealOf, withMac } from './mac.ts';

const confirmingCodes = new Set(['00', '12', '25']);

type Ports = Readonly<{ link: Link; pad: () => PinPad }>;

/** Answers only when the host has confirmed. Throws `Problem` (`host-…`, or the pad's) otherwise. */
export async function reverse(
  config: AcquirerConfig,
  ports: Ports,
  input: VerbInput<'reverse'>,
  keys: WrappedKeys,
  signal: AbortSignal,
): Promise<{ responseCode: string }> {
  const request = await withMac(ports.pad(), keys, reversalOf(config, input), signal);
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await reverseOnce(config, ports, request, keys, signal);
    } catch (error) {
      const problem = toProblem(error);
      const hopeless = problem.kind === 'host-sign-on-needed' || signal.aborted;
      if (hopeless || tryNumber >= config.reversalTriesMax) throw problem;
    }
  }
}

function reversalOf(config: AcquirerConfig, input: VerbInput<'reverse'>): IsoMessage {
  const known = input.authorisationCode ? { 38: input.authorisationCode.padEnd(6, ' ') } : {};
  return {
    mti: '0400',
    fields: {
      3: saleField3,
      4: amountField4(input.amountMinor),
      11: input.stan,
      22: input.entryMode,
      25: normalField25,
      ...known,
      39: input.reason,
      ...terminalFields(config),
      49: currencyField49,
      60: saleField60(input.batch),
    },
  };
}

async function reverseOnce(
  config: AcquirerConfig,
  ports: Ports,
  request: IsoMessage,
  keys: WrappedKeys,
  signal: AbortSignal,
): Promise<{ responseCode: string }> {
  const answer = await ports.link.exchange(request, signal);
  const seal = await sealOf(ports.pad(), keys.mak, answer, signal);
  if (seal === 'wrong') throw new Problem('host-mac-wrong');
  const code = answer.message.fields[39];
  const contradiction = contradictionIn(request, answer.message);
  if (code === undefined || contradiction) {
    throw new Problem('host-garbage', { path: contradiction ?? 'DE39' });
  }
  if (asksForSignOn(code)) throw new Problem('host-sign-on-needed', { code });
  if (!confirmingCodes.has(code)) throw new Problem('host-refused', { code });
  if (seal === 'absent' && !mayConfirmUnsealed(config, code)) {
    throw new Problem('host-mac-missing', { code });
  }
  return { responseCode: code };
}

/** 12 and 25 are refusals; that the money was given back is never believed without a MAC. */
function mayConfirmUnsealed({ refusesWithoutMac }: AcquirerConfig, code: string): boolean {
  return !isApproved(code) && mayEndUncharged('host-refused-unsealed', refusesWithoutMac);
}
