/** What may end an attempt without taking it back. */
import { describe, expect, it } from 'vitest';
import {
  type Evidence,
  endsUncharged,
  mayEndUncharged,
  saysNotSent,
} from '../../../../domain/tenders/end-uncharged.ts';
import { problemKinds } from '../../../../domain/words/problem.ts';

describe('what ends an attempt without taking it back', () => {
  it('is a proof, and nothing that somebody on the line, or a broken one, could have made', () => {
    const ending = (Object.keys(endsUncharged) as Evidence[]).filter((each) =>
      mayEndUncharged(each),
    );
    expect(ending).toEqual([
      'not-sent',
      'host-refused-sealed',
      'terminal-would-not-begin',
      'terminal-refused',
      'terminal-last-is-older',
      'terminal-took-back',
      'terminal-last-refused',
      'wallet-refused',
      'wallet-cancelled',
    ]);
  });

  it('is a refusal without a MAC where the acquirer says so, and even then no wrong one', () => {
    expect(mayEndUncharged('host-refused-unsealed', true)).toBe(true);
    for (const each of [
      'host-had-the-number',
      'host-mac-wrong',
      'silence',
      'terminal-refused-another',
    ] as const) {
      expect(mayEndUncharged(each, true)).toBe(false);
    }
  });

  it('is never inferred from an error that may come after the request has left', () => {
    const unclear = problemKinds.filter((kind) => !saysNotSent(kind));
    expect(unclear).toEqual(
      expect.arrayContaining([
        'devices-restarting',
        'unexpected',
        'host-silent',
        'host-garbage',
        'host-mac-wrong',
        'host-mac-missing',
        'terminal-unknown',
        'wallet-unsure',
        'wallet-seal-wrong',
        'wallet-stopped',
      ]),
    );
  });

  it('is not sent where one of these is thrown, and nothing else is', () => {
    // A card that cannot be taken, a host or terminal that was never reached, a device that is not the right one.
    expect(problemKinds.filter(saysNotSent).toSorted()).toEqual([
      'bad-request',
      'card-cancelled',
      'card-encrypted',
      'card-not-ready',
      'card-unreadable',
      'device-busy',
      'device-garbage',
      'device-gone',
      'device-key-missing',
      'device-not-configured',
      'device-refused',
      'device-silent',
      'device-swapped',
      'device-tampered',
      'host-sign-on-needed',
      'host-unreachable',
      'pin-timeout',
      'port-ambiguous',
      'port-busy',
      'port-denied',
      'port-missing',
      'terminal-locked',
      'terminal-not-registered',
      'wallet-off',
      'wallet-unreachable',
    ]);
  });
});
