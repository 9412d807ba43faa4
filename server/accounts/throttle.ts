/** Tries to log in grow slower, known and unknown names alike; nobody can make them slower for somebody else. */
import { createHash } from 'node:crypto';
import type { Desk } from './desk.ts';

/**
 * What a browser that has logged in as somebody types only slows itself: free tries, then a wait that doubles. Tries of
 * strangers are so many at once and then one in a while, and never more of a wait than that, so that whoever guesses
 * locks nobody out: a name at one address, a name from everywhere together, an address whatever the names. A whole shop
 * may sit behind one address.
 */
const rules = {
  browser: { free: 4 },
  pair: { burst: 5, everyMs: 30_000 },
  name: { burst: 60, everyMs: 30_000 },
  address: { burst: 30, everyMs: 2_000 },
} as const;
const firstWaitMs = 2_000;
const longestWaitMs = 15 * 60_000;
/** After a day without a try a subject is forgotten. */
const forgottenAfterMs = 24 * 3_600_000;

export type Subject = Readonly<{ kind: keyof typeof rules; value: string }>;

/**
 * Counts a try before it is judged, so that many at once do not slip through. Answers how many milliseconds to wait
 * before it may be judged; 0: now.
 */
export async function countTry({ db, clock }: Desk, subject: Subject): Promise<number> {
  const key = keyOf(subject);
  const now = clock.now();
  return db.transaction().execute(async (work) => {
    const row = await work
      .insertInto('login_tries')
      .values({ subject: key, tries: 1, wait_until: 0 })
      .onConflict((conflict) =>
        conflict
          .column('subject')
          .doUpdateSet((is) => ({ tries: is('login_tries.tries', '+', 1) })),
      )
      .returning(['tries', 'wait_until'])
      .executeTakeFirstOrThrow();
    const rule = rules[subject.kind];
    if (!('free' in rule)) {
      // As in rate-limit.ts: the time at which the bucket is full again.
      const next = Math.max(now, row.wait_until) + rule.everyMs;
      const waitMs = next - now - rule.burst * rule.everyMs;
      await setTries(work, key, row.tries, waitMs > 0 ? row.wait_until : next);
      return Math.max(0, waitMs);
    }
    if (row.wait_until > now) {
      // A try during the wait is not judged, and does not make the wait longer.
      await setTries(work, key, row.tries - 1, row.wait_until);
      return row.wait_until - now;
    }
    await setTries(work, key, row.tries, now + waitMsAfter(row.tries, rule.free));
    return 0;
  });
}

/** The right password wipes the slate of its browser and of its name here, never that of the address. */
export async function forgetTries({ db }: Desk, subject: Subject): Promise<void> {
  await db.deleteFrom('login_tries').where('subject', '=', keyOf(subject)).execute();
}

/** So that names tried by strangers do not pile up. */
export async function forgetOldTries({ db, clock }: Desk): Promise<void> {
  await db
    .deleteFrom('login_tries')
    .where('wait_until', '<', clock.now() - forgottenAfterMs)
    .execute();
}

/** Milliseconds after `tries` tries in a row. */
export function waitMsAfter(tries: number, free: number): number {
  return tries <= free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - free - 1));
}

function setTries(
  db: Pick<Desk['db'], 'updateTable'>,
  subject: string,
  tries: number,
  waitUntil: number,
) {
  return db
    .updateTable('login_tries')
    .set({ tries, wait_until: waitUntil })
    .where('subject', '=', subject)
    .execute();
}

/** Hashed: somebody may type a password where the name belongs. */
function keyOf({ kind, value }: Subject): string {
  return `${kind} ${createHash('sha256').update(value).digest('hex')}`;
}
