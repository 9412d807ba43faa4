/** A person looks at the test picture or listens for the test sound, on demand. Channel: `till.selfCheck`. */
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** What is not well is a warning of every sign-in of today, until it has been tested well. */
export function selfCheck(
  till: OpenTill,
  input: ChannelInput<'till.selfCheck'>,
): Record<string, never> {
  record(till, [{ kind: 'self-checked', body: input }]);
  return {};
}
