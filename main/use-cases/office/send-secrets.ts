/** Hashes of secrets that operators chose at this till, on their way to the back office. */
import type { SyncInput } from '../../../domain/contract/sync.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { secretHashOf } from '../people/secrets.ts';

/** Entry and secret are made in the same moment; the entries of older versions hold no hash. */
const sameMomentMs = 5 * 60_000;

type Secret = SyncInput<'secret'>;

/**
 * What is not acknowledged goes again with the next sync; what goes wrong holds nothing else up. The caller holds the
 * sync lane.
 */
export async function sendSecrets(
  till: OpenTill,
  send: (secret: Secret) => Promise<unknown>,
): Promise<void> {
  for (const secret of till.db.secrets.pending()) {
    if (!isOurs(till, secret)) {
      disown(till, secret);
      continue;
    }
    try {
      await send(secret);
    } catch (thrown) {
      logFailure(till, 'send secret', thrown);
      const { why } = toProblem(thrown).params;
      // It was chosen in a sign-in that has not ended yet.
      if (why === 'secret-before-sign-in') continue;
      // An operator the back office no longer has needs no secret there.
      if (why !== 'no-such-operator') return;
    }
    till.db.secrets.forget(secret);
  }
}

/** Whether this journal says that its operator chose it here. */
function isOurs({ db }: OpenTill, { number, pinHash, setAt }: Secret): boolean {
  const entry = db.secrets.lastChange(number);
  if (!entry) return false;
  return entry.secretHash === null
    ? Math.abs(entry.at - setAt) <= sameMomentMs
    : entry.secretHash === secretHashOf(pinHash);
}

/** Somebody wrote it into the file: it goes nowhere, and everybody's secrets are taken from the back office again. */
function disown(till: OpenTill, secret: Secret): void {
  till.db.secrets.forget(secret);
  till.db.sync.setCursor('');
  const params = { why: 'person', operator: secret.number };
  const body = { anomaly: 'entry-doubted' as const, params, entries: [] };
  record(till, [{ kind: 'anomaly-raised', body }]);
}
