/** Tries to log in grow slower, by name and by address; known and unknown names alike. */
import { createHash } from 'node:crypto';
import type { Desk } from './desk.ts';

/** Free wrong tries, then a wait that doubles. A whole shop may sit behind one address. */
const rules = { name: { free: 4 }, address: { free: 20 } } as const;
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
    if (row.wait_until > now) {
      // A try during the wait is not judged, and does not make the wait longer.
      await setTries(work, key, row.tries - 1, row.wait_until);
      return row.wait_until - now;
    }
    await setTries(work, key, row.tries, now + waitMsAfter(row.tries, rules[subject.kind].free));
    return 0;
  });
}

/** The right password wipes the slate of its name, never that of its address. */
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
