/** What every panel of the sign-in can do. */
import type { Envelope, ToldUpTo } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { notify } from '../page/notices.ts';

/** What went wrong, or null: whatever else there is to say has been told. */
export function refusalOf(answer: Envelope<ToldUpTo>): ProblemData | null {
  return answer.ok ? null : answer.problem;
}

export function cancel(): void {
  void call('signIn.cancel', {}).then((answer) => {
    if (!answer.ok) notify(answer.problem);
  });
}
