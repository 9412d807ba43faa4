/**
 * The database with the hashes of PINs and passwords sealed in its file: six digits are found behind any hash, so that a
 * copy of the file must not hold one.
 */
import type { PendingSecret } from '../../db/people/pending-secrets.ts';
import type { TillDatabase } from '../../db/till-database.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { Operator } from '../../domain/people/operator.ts';
import { seal, unseal } from '../machine/sealed.ts';
import type { TillKey } from '../machine/till-key.ts';

const sealedMark = 'sealed:';
/** Fits no PIN. */
const unreadable = '$argon2id$';

/**
 * What an older version left unsealed is sealed at once. What was sealed by another till's key lets nobody in: everything is
 * pulled again.
 */
export function withSealedSecrets(db: TillDatabase, key: TillKey, random: Random): TillDatabase {
  const sealed = <Of extends Operator | PendingSecret>(one: Of): Of => {
    if (isSealed(one)) return one;
    const pinHash = sealedMark + seal(key, random, 'secret hash', Buffer.from(one.pinHash));
    return { ...one, pinHash };
  };
  const opened = <Of extends Operator | PendingSecret>(one: Of): Of => {
    if (!isSealed(one)) return one;
    return { ...one, pinHash: read(one.pinHash) };
  };
  // Who is here is asked at every call.
  const known = new Map<string, string>();
  const read = (pinHash: string): string => {
    const before = known.get(pinHash);
    if (before !== undefined) return before;
    const plain = unseal(key, 'secret hash', pinHash.slice(sealedMark.length));
    const hash = plain === null ? unreadable : Buffer.from(plain).toString();
    known.set(pinHash, hash);
    return hash;
  };
  const list = () => db.operators.list().map(opened);
  for (const secret of db.secrets.pending()) if (!isSealed(secret)) db.secrets.set(sealed(secret));
  const older = db.operators.list().filter((operator) => !isSealed(operator));
  if (older.length > 0) db.operators.apply(older.map(sealed));
  if (list().some(({ pinHash }) => pinHash === unreadable)) db.sync.setCursor('');
  return {
    ...db,
    operators: {
      apply: (operators) => {
        known.clear();
        db.operators.apply(operators.map(sealed));
      },
      find: (number) => {
        const found = db.operators.find(number);
        return found && opened(found);
      },
      list,
    },
    secrets: {
      ...db.secrets,
      set: (secret) => db.secrets.set(sealed(secret)),
      pending: () => db.secrets.pending().map(opened),
    },
  };
}

function isSealed({ pinHash }: Operator | PendingSecret): boolean {
  return pinHash.startsWith(sealedMark);
}
