/**
 * A wallet: the code on the customer's phone goes to an acquirer, who asks whoever's wallet it is.
 *
 * The order is named by the attempt's id, which is on the disk before the code leaves. When no sure answer comes the
 * acquirer is asked what became of the order; what is neither paid nor refused by then is cancelled there.
 */

import type { AttemptRow } from '../../../../db/tenders/attempts.ts';
import { assert } from '../../../../domain/basics/assert.ts';
import { hiddenPan } from '../../../../domain/basics/mask.ts';
import { maskPaymentCode, walletOf } from '../../../../domain/basics/payment-code.ts';
import { type WalletAnswer, walletNameSchema } from '../../../../domain/devices/wallet-verbs.ts';
import { saysNotSent } from '../../../../domain/tenders/end-uncharged.ts';
import { terminalBatch } from '../../../../domain/tenders/means.ts';
import { Problem, toProblem } from '../../../../domain/words/problem.ts';
import { settingsOf } from '../../../till/business-day.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { logFailure } from '../../../till/record.ts';
import type { Answer, Asking, Found, TakesMoney, Turns } from '../port.ts';

export const walletAtAcquirer: TakesMoney = {
  means: 'wallet',
  pays: 'wallet',
  unbegun: 'wallet-stopped',
  silence: 'wallet-unsure',
  tenderOf: ({ attemptId, amountMinor, approval }) => {
    const { wallet, maskedPan: maskedCode, referenceNumber } = approval;
    assert(wallet !== undefined, 'a wallet that paid is named');
    return { kind: 'wallet', amountMinor, attemptId, wallet, maskedCode, referenceNumber };
  },
  isReady: (till) => till.ports.config.wallet !== null,
  makeReady: async (till) => till.ports.config.wallet !== null,
  prepare: (till) => {
    if (!takesWallets(till)) throw new Problem('wallet-off');
    return { batch: terminalBatch };
  },
  take,
  find,
  giveBack: async (till, attempt) => {
    return (await till.ports.devices.request('walletCancel', askedOf(till, attempt))).responseCode;
  },
};

/** Whether there is somebody to ask, and a wallet that the store takes. */
export function takesWallets(till: OpenTill): boolean {
  return till.ports.config.wallet !== null && settingsOf(till).wallets.length > 0;
}

function askedOf(
  till: OpenTill,
  { attemptId, amountMinor }: Pick<AttemptRow, 'attemptId' | 'amountMinor'>,
) {
  const { currency } = till.identity;
  return { attemptId, amountMinor, currency, request: till.ports.newId() };
}

async function take(till: OpenTill, asking: Asking, turns: Turns): Promise<Answer> {
  const { code = '' } = asking;
  const wallet = walletOf(code);
  assert(wallet, 'whoever asks has looked at the code');
  const maskedPan = maskPaymentCode(code);
  turns.requested({ maskedPan, entryMode: wallet });
  turns.show({ stage: 'asking-wallet', maskedPan });
  try {
    const input = { ...askedOf(till, asking), code };
    return known(heard(await till.ports.devices.request('walletPay', input), maskedPan));
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'walletPay', problem);
    const kind = saysNotSent(problem.kind) ? 'not-sent' : 'unknown';
    return { kind, problem: problem.toData(), reason: '98' };
  }
}

/** Just after it was asked for, what is open is as good as unknown: it is asked about once more. */
const known = (found: Found): Answer =>
  found.kind === 'open' ? { ...found, kind: 'unknown' } : found;

/** An acquirer that is away leaves it unknown. */
async function find(till: OpenTill, attempt: AttemptRow): Promise<Found> {
  try {
    const answer = await till.ports.devices.request('walletFind', askedOf(till, attempt));
    return heard(answer, attempt.maskedPan ?? hiddenPan);
  } catch (thrown) {
    logFailure(till, 'ask the wallet', thrown);
    return { kind: 'unknown', problem: toProblem(thrown).toData(), reason: '98' };
  }
}

function heard(answer: WalletAnswer, maskedPan: string): Found {
  switch (answer.kind) {
    case 'approved': {
      const { wallet, reference: referenceNumber } = answer;
      const codes = { authorisationCode: '', referenceNumber, responseCode: 'paid' };
      return {
        kind: 'approved',
        approval: { ...codes, maskedPan, wallet: walletNameSchema.parse(wallet) },
      };
    }
    case 'declined':
      return answer;
    case 'unknown':
    case 'open':
      return { ...answer, reason: '98' };
  }
}
