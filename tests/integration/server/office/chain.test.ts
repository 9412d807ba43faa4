/** A till whose journal cannot go on gets a new id: once, only by its own key, and never back from a withdrawal. */
import { expect, it } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import type { ChainStep, Enrolled } from '../../../../domain/contract/sync.ts';
import { joinTill, newKey, type Office, type WireTill } from '../../../helpers/back-office.ts';
import { onBothStores } from '../stores.ts';

const drawer: Fact = { kind: 'drawer-opened', body: { drawer: 'main' } };

/** A till with five entries there; the device of its register. */
async function pushed(office: Office) {
  const till = await joinTill(office);
  const entries = till.write([drawer, drawer, drawer, drawer]);
  await till.call('push', { entries });
  await office.admin.putDevices(till.store, till.till, [
    {
      device: 'pin-pad',
      family: 'pin-pad',
      model: 'VP-5',
      serialNumber: 'VP5-1',
      seals: [],
      location: '1',
      maintenanceDue: null,
    },
  ]);
  const probes = entries.map(({ seq, hash }) => ({ seq, hash }));
  return { till, probes };
}

async function begun(till: WireTill, probes: unknown[]): Promise<Enrolled> {
  const { status, body } = await till.call('chain', { probes, begin: true });
  expect(status).toBe(200);
  const { enrolled } = body as ChainStep;
  if (!enrolled) throw new Error('no new id');
  return enrolled;
}

/** The same machine under another id. */
const as = (till: WireTill, id: string) => ({
  call: (route: 'head' | 'pull', input: unknown) => till.call(route, input, { till: id }),
});

onBothStores('A journal that is followed by another', (newOffice) => {
  it('is searched for the last entry that both sides have', async () => {
    const { till, probes } = await pushed(await newOffice());
    const other = probes.map((probe) =>
      probe.seq > 3 ? { ...probe, hash: 'ab'.repeat(32) } : probe,
    );
    const asked = { probes: other, begin: false };
    expect((await till.call('chain', asked)).body).toEqual({ shared: 3, enrolled: null });
    const strange = { probes: other.slice(-1), begin: false };
    expect((await till.call('chain', strange)).body).toEqual({ shared: 0, enrolled: null });
    // Nothing begins while it is not known where.
    const early = await till.call('chain', { probes: other, begin: true });
    expect(early).toMatchObject({ status: 400 });
    expect((await till.call('head', till.head())).status).toBe(200);
  });

  it('goes on under one new id, however often it is asked, with the name and the devices of the old one', async () => {
    const office = await newOffice();
    const { till, probes } = await pushed(office);
    const last = probes.slice(2, 3);
    const first = await begun(till, last);
    expect(first).toMatchObject({
      till: `${till.store}-02`,
      tillName: '1 号收银台',
      head: { seq: 0 },
      continues: { till: till.till, ...till.head() },
    });
    expect((await begun(till, last)).till).toBe(first.till);
    expect(await till.call('head', till.head())).toMatchObject({
      status: 403,
      body: { problem: { kind: 'till-revoked' } },
    });
    const next = as(till, first.till);
    const pulled = await next.call('pull', { cursor: '' });
    expect(pulled).toMatchObject({ status: 200, body: { devices: [{ serialNumber: 'VP5-1' }] } });
  });

  it('does not bring back a machine that head office has withdrawn since', async () => {
    const office = await newOffice();
    const { till, probes } = await pushed(office);
    const { till: next } = await begun(till, probes.slice(-1));
    await office.admin.revokeTill(till.store, next);
    expect(await till.call('chain', { probes: probes.slice(-1), begin: true })).toMatchObject({
      status: 403,
      body: { problem: { kind: 'till-revoked' } },
    });
  });

  it('is nothing for a till that was withdrawn without one, nor for another key', async () => {
    const office = await newOffice();
    const { till, probes } = await pushed(office);
    const input = { probes: probes.slice(-1), begin: true };
    const stranger = await till.call('chain', input, { privateKey: newKey().privateKey });
    expect(stranger.status).toBe(401);
    await office.admin.revokeTill(till.store, till.till);
    expect(await till.call('chain', input)).toMatchObject({
      body: { problem: { kind: 'till-revoked' } },
    });
    expect(await office.store.db.selectFrom('tills').selectAll().execute()).toHaveLength(1);
  });

  it('is named to the same key that joins anew, and to no other', async () => {
    const office = await newOffice();
    const { till } = await pushed(office);
    const join = async (publicKey: string) => {
      const { code } = await office.admin.addTill(till.store, '2');
      return (await till.call('enrol', { code, publicKey })).body;
    };
    expect(await join(newKey().publicKey)).toMatchObject({ continues: null, head: { seq: 0 } });
    expect(await join(till.publicKey)).toMatchObject({
      head: { seq: 0 },
      continues: { till: till.till, ...till.head() },
    });
    expect((await till.call('head', till.head())).status).toBe(403);
  });

  it('an enrolment that was used says how much there is of that very till', async () => {
    const office = await newOffice();
    const store = (await joinTill(office)).store;
    const { code } = await office.admin.addTill(store, '2');
    const { publicKey } = newKey();
    const till = await joinTill(office, store);
    await till.call('enrol', { code, publicKey });
    await office.store.db
      .updateTable('tills')
      .set({ head_seq: 40, head_hash: 'cd'.repeat(32) })
      .where('public_key', '=', publicKey)
      .execute();
    expect((await till.call('enrol', { code, publicKey })).body).toMatchObject({
      head: { seq: 40, hash: 'cd'.repeat(32) },
    });
  });
});
