/**
 * Codes that the back office gives over the telephone. Channel: `code.challenge`; `signIn.lift` and
 * `signIn.unlockOperator` spend them.
 *
 * What waits for a code lives in memory only: after a restart another challenge is asked, and an old code opens nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import {
  type CodeRequest,
  challengeLifeMs,
  codeFor,
  codeTriesMax,
  type HmacSha256,
  readCode,
  writeChallenge,
} from '../../../domain/people/one-time-code.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { unseal } from '../../machine/sealed.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkWait, takeInVain } from './tries.ts';

/** A challenge for a one-time code that has been shown; `until` is monotonic ms. */
type PendingCode = {
  readonly challenge: string;
  readonly until: number;
  wrongTries: number;
};

/** Challenges that wait for their codes, by what they are for. */
const pendingCodes = memory(() => new Map<string, PendingCode>());

const hmacSha256: HmacSha256 = (key, text) => createHmac('sha256', key).update(text).digest();

/**
 * What the back office must be told. The same for as long as it is good: whoever asks again cannot wish for another.
 * Throws `Problem` `code-not-ready` on a till that has never pulled its key.
 */
export function challengeFor(till: OpenTill, request: CodeRequest): string {
  keyOf(till);
  return pendingFor(till, request).challenge;
}

/** The same, or null on a till that has no key: then a manager is the only way. */
export function challengeIfAny(till: OpenTill, request: CodeRequest): string | null {
  return findKey(till) === null ? null : pendingFor(till, request).challenge;
}

/**
 * Spends a code on what it was asked for, and answers the challenge, to be written down with the act.
 * Throws `Problem` `code-wrong` (triesLeft; after the last there is another challenge), `code-not-ready`, `pin-wait`:
 * another challenge, or another operator's, is no new beginning.
 */
export function redeemCode(
  till: OpenTill,
  request: CodeRequest,
  text: string,
): Readonly<{ challenge: string }> {
  const key = keyOf(till);
  const pending = pendingFor(till, request);
  const { challenge } = pending;
  const given = readCode(text);
  // A slip of the ear is no try.
  if (given === null) throw wrong(pending);
  const tried = { number: null, way: `code ${request.purpose}` } as const;
  checkWait(till, tried);
  const expected = codeFor(challenge, till.identity.till, key, hmacSha256);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
    const wrongTries = pending.wrongTries + 1;
    const body = { purpose: request.purpose, challenge, wrongTries, ...takeInVain(till, tried) };
    record(till, [{ kind: 'code-refused', body }]);
    pending.wrongTries = wrongTries;
    throw wrong(pending);
  }
  pendingCodes(till).delete(nameOf(request));
  return { challenge };
}

/** For an operator who is locked out. Throws `Problem`: `operator-unknown`, `code-not-ready`. */
export function challengeOnRequest(
  till: OpenTill,
  { number }: ChannelInput<'code.challenge'>,
): ChannelOutput<'code.challenge'> {
  if (!till.db.operators.find(number)) throw new Problem('operator-unknown');
  return { challenge: challengeFor(till, { purpose: 'operator-unlock', number }) };
}

function pendingFor(till: OpenTill, request: CodeRequest): PendingCode {
  const pending = pendingCodes(till);
  const now = till.ports.clock.monotonic();
  for (const [name, { until, wrongTries }] of pending) {
    if (until <= now || wrongTries >= codeTriesMax) pending.delete(name);
  }
  const known = pending.get(nameOf(request));
  if (known) return known;
  const challenge = writeChallenge(request, till.ports.random);
  const fresh = { challenge, until: now + challengeLifeMs, wrongTries: 0 };
  pending.set(nameOf(request), fresh);
  return fresh;
}

const nameOf = (request: CodeRequest): string => JSON.stringify(request);

function wrong({ wrongTries }: PendingCode): Problem {
  return new Problem('code-wrong', { triesLeft: codeTriesMax - wrongTries });
}

function keyOf(till: OpenTill): Uint8Array {
  const key = findKey(till);
  if (key === null) throw new Problem('code-not-ready');
  return key;
}

function findKey({ db, key }: OpenTill): Uint8Array | null {
  const sealed = db.sync.codeKey();
  return sealed === null ? null : unseal(key, 'code key', sealed);
}
