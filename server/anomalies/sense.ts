/**
 * What is well-formed and makes no sense: sums, rights, presence and dates of what a till has pushed, held against what
 * the back office knows. One anomaly for each reason, person and day of the office, so that a till that pours in nonsense
 * does not pour in anomalies.
 */
import type { DoubtReason, Finding } from '../../domain/anomalies/kinds.ts';
import type { Entry } from '../../domain/contract/entry.ts';
import { exceeds } from '../../domain/people/right.ts';
import { holdsOf, type Role, roleOf } from '../../domain/people/role.ts';
import { gave, isRole } from '../people/roles.ts';
import { warnPerson } from '../people/secret-changes.ts';
import type { AsideReason, Work } from '../store/tables.ts';
import type { Knowledge } from './alone.ts';
import { approvalOf } from './approval.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import { type Place, shelveMore } from './shelf.ts';

const dayMs = 24 * 3_600_000;
/** A date begins at the cut-over, somewhere on earth, and a last basket is finished on it. */
const offDateMsMax = 3 * dayMs;
/** A person is not at two tills within this, even where their clocks differ a little. */
const twoPlacesMs = 15_000;

/** Who the till's journal says is signed in, and as what; null: nobody. Undefined until it has said so. */
export type Presence = Readonly<{ operator: string; role: string }> | null | undefined;

export function presenceAfter(present: Presence, entry: Entry): Presence {
  if (entry.kind === 'signed-out') return null;
  if (entry.kind !== 'signed-in' || entry.operator === null) return present;
  return { operator: entry.operator, role: entry.body.role };
}

export type Doubt = Readonly<{ why: DoubtReason; operator: string; seq: number }>;

/** `present` as it was before the entry. */
export function doubtsAbout(entry: Entry, present: Presence, known: Knowledge): Doubt[] {
  const doubt = (why: DoubtReason): Doubt[] => [
    { why, operator: entry.operator ?? '-', seq: entry.seq },
  ];
  switch (entry.kind) {
    case 'signed-in': {
      const operator = known.operators.get(entry.operator ?? '');
      if (!operator) return doubt('unentitled');
      return isMore(entry.body.role, operator.role, known.roles.now) ? doubt('role') : [];
    }
    case 'sale-completed':
      if (present === undefined) return [];
      if (present?.operator !== entry.operator) return doubt('absent');
      // What a role gave that this store never had is not known here.
      return !isRole(known.roles, present.role) || gave(known.roles, present.role, 'sell')
        ? []
        : doubt('unentitled');
    default:
      return [];
  }
}

/** Whether somebody signed in as more than they are; a role that is not known is another one. */
function isMore(claimed: string, own: string, roles: readonly Role[]): boolean {
  if (claimed === own) return false;
  return roleOf(roles, claimed) === null || exceeds(holdsOf(roles, claimed), holdsOf(roles, own));
}

const whyAside: Partial<Record<AsideReason, DoubtReason>> = {
  'sums do not add up': 'sums',
  'without the right': 'unentitled',
  'more than a till has': 'crowd',
  'not of who is signed in': 'person',
};

/** Why somebody should look at what was put aside; null where it is only of another version. */
export function doubtAside(
  reason: AsideReason,
  { operator, seq }: Readonly<{ operator: string | null; seq: number }>,
  body: string,
): Doubt | null {
  const why = whyAside[reason];
  if (why === undefined) return null;
  const whose = why === 'person' ? String(JSON.parse(body).number) : operator;
  return { why, operator: whose ?? '-', seq };
}

/** Whoever allowed something here, and sold at another till of the store in the same moment. */
export async function doubtsElsewhere(
  work: Work,
  { store, till }: ReviewedTill,
  entry: Entry,
): Promise<Doubt[]> {
  const by = approvalOf(entry)?.by;
  if (by === undefined || by === entry.operator) return [];
  const sale = await work
    .selectFrom('sales')
    .select('seq')
    .where('store_id', '=', store)
    .where('till_id', '<>', till)
    .where('business_date', '=', entry.businessDate)
    .where('operator', '=', by)
    .where('at', '>=', entry.at - twoPlacesMs)
    .where('at', '<=', entry.at + twoPlacesMs)
    .limit(1)
    .executeTakeFirst();
  return sale ? [{ why: 'elsewhere', operator: by, seq: entry.seq }] : [];
}

export async function shelveDoubts(
  work: Work,
  doubts: readonly Doubt[],
  place: Place,
): Promise<void> {
  const groups = new Map<string, Doubt[]>();
  for (const doubt of doubts) {
    const key = `${doubt.why}:${doubt.operator}`;
    groups.set(key, [...(groups.get(key) ?? []), doubt]);
  }
  for (const [key, [first, ...more]] of groups) {
    if (!first) continue;
    const { why, operator, seq } = first;
    const entries = [seq, ...more.map((doubt) => doubt.seq)];
    const finding: Finding = { anomaly: 'entry-doubted', params: { why, operator }, entries };
    const at = { ...place, operator: operator === '-' ? null : operator };
    await shelveMore(work, `${key}:${place.businessDate}`, finding, at);
    if (why === 'person') await warnPerson(work, place, operator);
  }
}

type Dated = Readonly<{ seq: number; at: number; businessDate: string }>;

/** Written in the future, before the till joined, or on a date that is not that of its time. */
export async function shelveMisdated(
  work: Work,
  entries: readonly Dated[],
  since: number,
  place: Place,
): Promise<void> {
  const off = entries.filter(
    ({ at, businessDate }) =>
      at > place.at + dayMs ||
      at < since - dayMs ||
      Math.abs(Date.parse(businessDate) - at) > offDateMsMax,
  );
  const dates = off.map(({ businessDate }) => businessDate).sort();
  const [first] = dates;
  if (first === undefined) return;
  const params = { first, last: dates.at(-1) ?? first };
  const finding: Finding = {
    anomaly: 'entries-misdated',
    params,
    entries: off.map(({ seq }) => seq),
  };
  await shelveMore(work, place.businessDate, finding, place);
}
