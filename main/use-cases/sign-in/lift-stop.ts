/**
 * A manager lets a till go on whose journal is not the one it should be. Channel: `signIn.liftStop`.
 *
 * Where the end of the journal is missing, the till goes on in it: what is missing is lost, and that is written down. Where
 * the back office has another journal under this till's name, the till goes on in a new one.
 */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { stopOf } from '../../till/stop.ts';
import { beginNewJournal } from '../office/new-journal.ts';
import { allowed } from '../people/grants.ts';
import { counter } from '../sale/counter.ts';
import { retrySignIn } from './run.ts';
import { signInOf } from './under-way.ts';
import { toldSignIn } from './view.ts';

/** Throws `Problem`: `sign-in-not-running`, `server-…`, `till-revoked`, and what `allowed` throws. */
export async function liftStop(
  till: OpenTill,
  _input: ChannelInput<'signIn.liftStop'>,
  call: Call,
): Promise<ToldUpTo> {
  const stop = liftable(till);
  const leadsTo = stop.kind === 'journal-shortened' ? 'go-on' : 'new-journal';
  // A till syncs while somebody is asked: how long its journal is changes, and a restored one is cloned in the end.
  const { by } = allowed(till, call, null, { right: 'stop.lift', about: leadsTo });
  if (leadsTo === 'new-journal') {
    await beginNewJournal(till, stop, by, counter(till).basket);
    return toldSignIn(till);
  }
  record(till, [{ kind: 'stop-lifted', body: { stop, by } }], by);
  till.db.sync.setStop(null);
  return retrySignIn(till);
}

function liftable(till: OpenTill) {
  const stop = stopOf(till);
  const isBlocked = signInOf(till)?.verdict === 'blocked';
  if (!stop || stop.kind === 'till-revoked' || !isBlocked) {
    throw new Problem('sign-in-not-running');
  }
  return stop.toData();
}
