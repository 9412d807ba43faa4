/** Hashes of secrets that operators chose at this till, on their way to the back office. */
import type { SyncInput } from '../../domain/contract/sync.ts';
import { toProblem } from '../../domain/problems.ts';
import { logFailure, type OpenTill } from '../session.ts';

/**
 * What is not acknowledged goes again with the next sync; what goes wrong holds nothing else up. The caller holds the
 * sync lane.
 */
export async function sendSecrets(
  till: OpenTill,
  send: (secret: SyncInput<'secret'>) => Promise<unknown>,
): Promise<void> {
  for (const secret of till.db.secrets.pending()) {
    try {
      await send(secret);
    } catch (thrown) {
      logFailure(till, 'send secret', thrown);
      // An operator the back office no longer has needs no secret there.
      if (toProblem(thrown).params.why !== 'no-such-operator') return;
    }
    till.db.secrets.forget(secret);
  }
}
