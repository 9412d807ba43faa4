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
    ]);
  });

  it('is a refusal without a MAC where the acquirer says so, and even then no wrong one', () => {
    expect(mayEndUncharged('host-refused-unsealed', true)).toBe(true);
    for (const each of ['host-mac-wrong', 'silence', 'terminal-refused-another'] as const) {
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
      ]),
    );
    expect(saysNotSent('host-unreachable')).toBe(true);
  });
});
