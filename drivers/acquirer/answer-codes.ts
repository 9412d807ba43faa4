/** What the host's answer code, DE39, means for a till. acquirer-iso8583-cups.md section 9. */
import { Problem } from '../../domain/words/problem.ts';

/** 11 is VIP; A2, A4, A5, A6 are "approved, ask the issuer". */
const approvedCodes = new Set(['00', '11', 'A2', 'A4', 'A5', 'A6']);

/** The host or its network could not do it; another card would fare no better. */
const hostCodes = new Set(['68', '91', '92', '94', '96', '97', '98', 'A7']);

/** 99 is "PIN format", A0 "MAC": both mean that the keys no longer agree. */
const keyCodes = new Set(['99', 'A0']);

export function isApproved(code: string): boolean {
  return approvedCodes.has(code);
}

/** Whether the host wants a new sign-on before anything else. */
export function asksForSignOn(code: string): boolean {
  return keyCodes.has(code);
}

/**
 * Whether the host has had the number before. The till gives each number once, so that was this request, doubled on its
 * way: the answer to the other one says whether money was taken, and may be lost.
 */
export function isDuplicate(code: string): boolean {
  return code === '94';
}

/**
 * Partial approval: the host charged less than was asked. The till asks for all or nothing (DE60.6 is not sent), so it
 * takes such an answer back.
 */
export function isPartialApproval(code: string): boolean {
  return code === '10';
}

/** What the cashier is told when the host said no. */
export function refusal(code: string): Problem {
  if (keyCodes.has(code)) return new Problem('host-sign-on-needed', { code });
  return new Problem(hostCodes.has(code) ? 'host-refused' : 'card-declined', { code });
}
