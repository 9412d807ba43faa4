import { type KeyObject, sign } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import type { ChainHead, ExportedEntry } from '../../../../domain/journal/chain.ts';
import { digestOf } from '../../../../domain/office/reconcile.ts';
import { emptyTotals, foldTotals } from '../../../../domain/reports/day-totals.ts';
import { reinterpret } from '../../../../server/journal/reinterpret.ts';
import { isPostgres } from '../../../../server/store/postgres.ts';
import {
  joinTill,
  type LooseFact,
  newKey,
  type Office,
  wireTill,
} from '../../../helpers/back-office.ts';
import { cardSale, cashSale, countingIds, enrolledFact } from '../../../helpers/facts.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { onBothStores } from '../stores.ts';

const random = seededRandom('push');
/** A till of the version before, which does not say what it speaks: its digests are four fields. */
const olderTill = { contract: null };
const raise = (cause: unknown): never => {
  throw cause;
};
const drawer: Fact = { kind: 'drawer-opened', body: { drawer: 'main' } };
const drawers = (count: number): Fact[] => Array.from({ length: count }, () => drawer);

async function stored(office: Office): Promise<number[]> {
  const rows = await office.store.db.selectFrom('entries').select('seq').orderBy('seq').execute();
  return rows.map(({ seq }) => seq);
}

function refused(seq: number, why: string, acknowledged: number) {
  const kind = why === 'fork' ? 'till-cloned' : 'chain-refused';
  const problem = { kind, params: { seq, why, acknowledged } };
  return { status: 409, body: { problem } };
}

onBothStores('Pushing a journal', (newOffice) => {
  it('keeps every entry as it came and answers the new head', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([drawer, cashSale(countingIds()(), 1, 1_250), drawer]);
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    expect(await till.call('head', till.head())).toEqual({ status: 200, body: till.head() });
    const rows = await office.store.db.selectFrom('entries').selectAll().orderBy('seq').execute();
    expect(rows.map((row) => JSON.parse(row.body))).toEqual(entries.map(({ body }) => body));
    expect(rows.map((row) => row.hash)).toEqual(entries.map(({ hash }) => hash));
  });

  it('takes the same batch twice and stores it once', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([cashSale(countingIds()(), 1, 1_250), ...drawers(4)]);
    await till.call('push', { entries });
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    const more = till.write(drawers(2));
    const both = { entries: [...entries.slice(2), ...more] };
    expect(await till.call('push', both)).toEqual({ status: 200, body: till.head() });
    expect(await stored(office)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const { body } = await till.call('digests', { from: '2026-01-01' }, olderTill);
    expect(body).toMatchObject({ digests: [{ entries: 7, sales: 1, salesMinor: 1_250 }] });
  });

  it('takes two pushes of the same entries at once as one', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write(drawers(50));
    const answers = await Promise.all([1, 2, 3].map(() => till.call('push', { entries })));
    for (const answer of answers) expect(answer).toEqual({ status: 200, body: till.head() });
    expect(await stored(office)).toHaveLength(50);
  });

  it('takes the largest batch there may be, and no larger', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write(drawers(501));
    const tooMany = await till.call('push', { entries });
    expect(tooMany).toMatchObject({ status: 400, body: { problem: { kind: 'bad-request' } } });
    const most = await till.call('push', { entries: entries.slice(0, 500) });
    expect(most).toMatchObject({ status: 200, body: { seq: 500 } });
  });

  const damages: Record<string, (entries: ExportedEntry[]) => ExportedEntry[]> = {
    gap: (entries) => entries.filter(({ seq }) => seq !== 5),
    hash: (entries) => entries.map((entry) => (entry.seq === 5 ? { ...entry, at: 1 } : entry)),
    prev: (entries) =>
      entries.map((entry) => (entry.seq === 5 ? { ...entry, prev: 'ab'.repeat(32) } : entry)),
    till: (entries) =>
      entries.map((entry) => (entry.seq === 5 ? { ...entry, till: 'other' } : entry)),
  };
  for (const [why, damage] of Object.entries(damages)) {
    it(`refuses a batch with a broken ${why} whole and stores nothing of it`, async () => {
      const office = await newOffice();
      const till = await joinTill(office);
      await till.call('push', { entries: till.write(drawers(2)) });
      const before = await till.call('digests', { from: '2026-01-01' }, olderTill);
      const entries = damage(till.write(drawers(6)));
      const seq = why === 'gap' ? 6 : 5;
      expect(await till.call('push', { entries })).toEqual(refused(seq, why, 2));
      expect(await stored(office)).toEqual([1, 2]);
      expect(await till.call('digests', { from: '2026-01-01' }, olderTill)).toEqual(before);
    });
  }

  it('refuses a batch that begins after a gap', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write(drawers(4)).slice(2);
    expect(await till.call('push', { entries })).toEqual(refused(3, 'gap', 0));
    expect(await stored(office)).toEqual([]);
  });

  it('refuses another entry under a number it already has', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const first = till.write(drawers(3));
    await till.call('push', { entries: first });
    const fork = wireTill(office, till.till, till, { seq: 2, hash: first[1]?.hash ?? '' });
    const entries = fork.write([{ kind: 'till-locked', body: {} }, drawer]);
    expect(await till.call('push', { entries })).toEqual(refused(3, 'fork', 3));
    expect(await stored(office)).toEqual([1, 2, 3]);
    expect(await till.call('head', till.head())).toMatchObject({ body: { hash: first[2]?.hash } });
  });

  it('names the first entry that was rewritten, not the one behind it', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const first = till.write(drawers(3));
    await till.call('push', { entries: first });
    const fork = wireTill(office, till.till, till, { seq: 1, hash: first[0]?.hash ?? '' });
    const [rewritten] = fork.write([{ kind: 'till-locked', body: {} }]);
    const entries = first.map((entry) => (entry.seq === 2 && rewritten ? rewritten : entry));
    expect(await till.call('push', { entries })).toEqual(refused(2, 'fork', 3));
  });

  it('refuses a known entry whose content was changed under its old hash', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([cashSale(countingIds()(), 1, 1_250)]);
    await till.call('push', { entries });
    const changed = entries.map((entry) => ({ ...entry, operator: '9001' }));
    expect(await till.call('push', { entries: changed })).toEqual(refused(1, 'hash', 1));
  });

  it('shows head office which journal was refused, until it continues', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write(drawers(3));
    await till.call('push', { entries: entries.slice(1) });
    const refusal = () => office.store.db.selectFrom('tills').select('refusal').executeTakeFirst();
    expect(JSON.parse((await refusal())?.refusal ?? '')).toMatchObject({ seq: 2, why: 'gap' });
    await till.call('push', { entries });
    expect(await refusal()).toEqual({ refusal: null });
  });

  it('keeps entries it cannot read, puts them aside with the reason, and counts them', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const facts: LooseFact[] = [
      cashSale(countingIds()(), 1, 500),
      { kind: 'gift-card-sold', body: { amountMinor: 100 } },
      { kind: 'float-counted', body: { amountMinor: 'plenty' } },
      { kind: 'books-differed', body: { businessDate: '2026-11-22', params: { x: pan } } },
    ];
    const entries = till.write(facts);
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    expect(await stored(office)).toEqual([1, 2, 3, 4]);
    const aside = await office.store.db
      .selectFrom('put_aside')
      .select(['seq', 'kind', 'reason'])
      .orderBy('seq')
      .execute();
    expect(aside).toEqual([
      { seq: 2, kind: 'gift-card-sold', reason: 'unknown kind' },
      { seq: 3, kind: 'float-counted', reason: 'body does not fit its kind' },
      { seq: 4, kind: 'books-differed', reason: 'holds a full card number' },
    ]);
    const { body } = await till.call('digests', { from: '2026-01-01' }, olderTill);
    expect(body).toMatchObject({ digests: [{ entries: 4, lastSeq: 4, sales: 1 }] });
    expect(office.faults).toEqual([]);
  });

  it('puts aside what the key of the till has not signed, and says so', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const stranger = newKey();
    const signed = (key: KeyObject, head: ChainHead) => ({
      ...head,
      signature: sign(null, Buffer.from(head.hash, 'hex'), key).toString('base64'),
    });
    const pushed = (head: ReturnType<typeof signed>): Fact => ({
      kind: 'journal-pushed',
      body: { head },
    });
    const joined = ({ publicKey }: { publicKey: string }): Fact => ({
      kind: 'till-enrolled',
      body: { ...enrolledFact.body, publicKey },
    });
    const entries = [
      ...till.write([joined(till), joined(stranger)]),
      ...till.write([pushed(signed(till.privateKey, till.head()))]),
      ...till.write([pushed(signed(stranger.privateKey, till.head()))]),
      ...till.write([pushed(signed(till.privateKey, { seq: 1, hash: till.head().hash }))]),
    ];
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    const aside = await office.store.db
      .selectFrom('put_aside')
      .select(['seq', 'reason'])
      .orderBy('seq')
      .execute();
    expect(aside).toEqual([
      { seq: 2, reason: 'another key than the one enrolled' },
      { seq: 4, reason: 'wrong signature' },
      { seq: 5, reason: 'head is not the one before it' },
    ]);
  });

  it('puts aside alone what makes the projections fail, and books what stands beside it', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const { db } = office.store;
    const forbid = isPostgres(db)
      ? sql`alter table sales add constraint no_two check (number <> 2)`
      : sql`create trigger no_two before insert on sales when new.number = 2
            begin select raise(abort, 'no two'); end`;
    await forbid.execute(db);
    const newId = countingIds();
    const entries = till.write([1, 2, 3].map((number) => cashSale(newId(), number, 100)));
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    expect(await stored(office)).toEqual([1, 2, 3]);
    const aside = await db.selectFrom('put_aside').select(['seq', 'reason']).execute();
    expect(aside).toEqual([{ seq: 2, reason: 'projection failed' }]);
    const { body } = await till.call('digests', { from: '2026-01-01' }, olderTill);
    expect(body).toMatchObject({ digests: [{ entries: 3, sales: 2, salesMinor: 200 }] });
    expect(await till.call('push', { entries: till.write(drawers(1)) })).toMatchObject({
      status: 200,
    });

    // A version without the fault starts.
    const again = () =>
      reinterpret(db, { clock: office.clock, random }, raise, new AbortController().signal);
    expect(await again()).toBe(0);
    const allow = isPostgres(db)
      ? sql`alter table sales drop constraint no_two`
      : sql`drop trigger no_two`;
    await allow.execute(db);
    expect(await again()).toBe(1);
    expect(await db.selectFrom('put_aside').selectAll().execute()).toEqual([]);
    const after = await till.call('digests', { from: '2026-01-01' }, olderTill);
    expect(after.body).toMatchObject({ digests: [{ entries: 4, sales: 3, salesMinor: 300 }] });
    expect(await db.selectFrom('sales').select('seq').orderBy('seq').execute()).toHaveLength(3);
    const noted = await db.selectFrom('audit').select(['what', 'params']).execute();
    expect(noted.map(({ what }) => what)).toEqual(['till-joined', 'entries-reinterpreted']);
    expect(await again()).toBe(0);
  });

  it('takes one chain of two machines with the same key, and stops the other', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    await till.call('push', { entries: till.write(drawers(2)) });
    const clone = wireTill(office, till.till, till, till.head());
    const [ours, theirs] = [
      till.write(drawers(30)),
      clone.write([{ kind: 'till-locked', body: {} }, ...drawers(29)]),
    ];
    const answers = await Promise.all([
      till.call('push', { entries: ours }),
      clone.call('push', { entries: theirs }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(loser).toEqual(refused(3, 'fork', 32));
    const rows = await office.store.db
      .selectFrom('entries')
      .select('hash')
      .orderBy('seq')
      .execute();
    const winner = answers[0]?.status === 200 ? ours : theirs;
    expect(rows.slice(2).map(({ hash }) => hash)).toEqual(winner.map(({ hash }) => hash));
    const other = answers[0]?.status === 200 ? clone : till;
    expect(await other.call('head', other.head())).toMatchObject({
      status: 409,
      body: { problem: { kind: 'till-cloned', params: { seq: 32 } } },
    });
  });

  it('tells a till that was restored from a copy how far both are', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write(drawers(5));
    await till.call('push', { entries });
    const old = { seq: 3, hash: entries[2]?.hash };
    expect(await till.call('head', old)).toMatchObject({
      status: 409,
      body: { problem: { kind: 'till-restored', params: { here: 3, there: 5 } } },
    });
    expect(await stored(office)).toHaveLength(5);
  });

  it('has the same books as a fold of the journal, date by date', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const newId = countingIds();
    const days = ['2026-11-20', '2026-11-21', '2026-11-22'];
    const entries = days.flatMap((businessDate, day) =>
      till.write(
        [
          { kind: 'float-counted', body: { amountMinor: 50_000, denominations: {} } },
          cashSale(newId(), 1, 1_000 + day),
          cardSale(newId(), 2, newId(), 2_000 + day),
          drawer,
        ],
        { businessDate },
      ),
    );
    // Batches that end in the middle of a day.
    for (const [from, to] of [
      [0, 3],
      [3, 7],
      [7, 12],
    ]) {
      await till.call('push', { entries: entries.slice(from, to) });
    }
    const folded = days.map((businessDate) =>
      digestOf(
        entries
          .filter((entry) => entry.businessDate === businessDate)
          .reduce(
            (sum, entry) => foldTotals(sum, entry as never, 'Asia/Shanghai'),
            emptyTotals(businessDate),
          ),
      ),
    );
    const all = await till.call('digests', { from: '2026-11-20' });
    expect(all).toEqual({ status: 200, body: { digests: folded } });
    const last = await till.call('digests', { from: '2026-11-22' });
    expect(last).toEqual({ status: 200, body: { digests: folded.slice(2) } });
    // A till before does not say what it speaks.
    const fielded = await till.call('digests', { from: '2026-11-22' }, olderTill);
    const fields = { sales: 2, salesMinor: 3_004, cashMinor: 1_002, cardMinor: 2_002 };
    expect(fielded.body).toEqual({
      digests: [{ businessDate: '2026-11-22', entries: 4, lastSeq: 12, ...fields }],
    });
  });

  it('loses nothing when the program restarts between pushes', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([cashSale(countingIds()(), 1, 1_250), ...drawers(9)]);
    await till.call('push', { entries: entries.slice(0, 5) });
    const again = await office.reopen();
    const same = wireTill(again, till.till, till);
    expect(await same.call('head', till.head())).toMatchObject({ status: 200, body: { seq: 5 } });
    expect(await same.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    expect(await stored(again)).toHaveLength(10);
    const { body } = await same.call('digests', { from: '2026-01-01' }, olderTill);
    expect(body).toMatchObject({ digests: [{ entries: 10, sales: 1, salesMinor: 1_250 }] });
  });

  it('keeps the journals of two tills of two stores apart', async () => {
    const office = await newOffice();
    const [a, b] = [await joinTill(office), await joinTill(office)];
    await a.call('push', { entries: a.write([cashSale(countingIds()(), 1, 700)]) });
    await b.call('push', { entries: b.write(drawers(3)) });
    expect(await a.call('head', a.head())).toEqual({ status: 200, body: a.head() });
    expect(await b.call('head', b.head())).toEqual({ status: 200, body: b.head() });
    const books = await b.call('digests', { from: '2026-01-01' }, olderTill);
    expect(books.body).toMatchObject({ digests: [{ entries: 3, sales: 0 }] });
    const theirs = await a.call('push', { entries: b.write([drawer]) });
    expect(theirs).toEqual(refused(4, 'gap', 1));
  });
});

/** A test number of the networks. */
const pan = '4111111111111111';
