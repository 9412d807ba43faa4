/** What every panel of the sign-in can do. */
import type { SignInView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { notify } from '../page/notices.ts';
import { useTill } from '../page/use-till.ts';

type Answer = Awaited<ReturnType<typeof call<'signIn.begin'>>>;

/** Shows what main answered; answers what went wrong, or null. */
export function take(answer: Answer): ProblemData | null {
  if (!answer.ok) return answer.problem;
  useTill.setState({ signIn: answer.value satisfies SignInView });
  return null;
}

export function cancel(): void {
  void call('signIn.cancel', {}).then((answer) => {
    if (!answer.ok) notify(answer.problem);
  });
}
