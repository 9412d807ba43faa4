/** Locks the till. */
import { call } from '../page/bridge.ts';
import { useTill } from '../page/use-till.ts';

export function lock(): void {
  void call('till.lock', {}).then((answer) => {
    if (!answer.ok) useTill.setState({ saleProblem: answer.problem });
  });
}
