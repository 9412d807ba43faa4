import { expect, it } from 'vitest';
import type { SyncInput } from '../../../../domain/contract/sync.ts';
import { genesisHead } from '../../../../domain/journal/chain.ts';
import { newKey, type Office, settings } from '../../../helpers/back-office.ts';
import { onBothStores } from '../stores.ts';

const dayMs = 24 * 3_600_000;

async function enrol(office: Office, input: SyncInput<'enrol'>) {
  const response = await office.app.request('/v1/enrol', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

const wrongCode = { status: 403, body: { problem: { kind: 'enrolment-code-wrong', params: {} } } };

onBothStores('Joining a store', (newOffice) => {
  it('gives the till its id, its name and the settings of its store', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { till, code } = await office.admin.addTill(store, '1 号收银台');
    const { publicKey } = newKey();
    expect(await enrol(office, { code, publicKey })).toEqual({
      status: 200,
      body: { store, till, tillName: '1 号收银台', settings, head: genesisHead, continues: null },
    });
    const audit = await office.store.db.selectFrom('audit').select(['who', 'what']).execute();
    expect(audit).toContainEqual({ who: `till:${till}`, what: 'till-joined' });
  });

  it('takes a code once: a second till with the same code stays outside', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    const both = await Promise.all([
      enrol(office, { code, publicKey: newKey().publicKey }),
      enrol(office, { code, publicKey: newKey().publicKey }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await enrol(office, { code, publicKey: newKey().publicKey })).toEqual(wrongCode);
  });

  it('answers the same till again when its first answer was lost', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    const { publicKey } = newKey();
    const first = await enrol(office, { code, publicKey });
    office.clock.advance(30 * dayMs);
    expect(await enrol(office, { code, publicKey })).toEqual(first);
  });

  it('reads a code as people write it', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    const typed = code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const answer = await enrol(office, { code: typed, publicKey: newKey().publicKey });
    expect(answer.status).toBe(200);
  });

  it('refuses a code after a week, and one that never was', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    office.clock.advance(7 * dayMs);
    expect(await enrol(office, { code, publicKey: newKey().publicKey })).toEqual(wrongCode);
    const other = { code: 'ABCD-EFGH', publicKey: newKey().publicKey };
    expect(await enrol(office, other)).toEqual(wrongCode);
  });

  it('lets a till that has not joined have another code, which ends the first', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { till, code } = await office.admin.addTill(store, '1');
    const renewed = await office.admin.renewCode(store, till);
    expect(await enrol(office, { code, publicKey: newKey().publicKey })).toEqual(wrongCode);
    const joined = await enrol(office, { code: renewed.code, publicKey: newKey().publicKey });
    expect(joined.status).toBe(200);
    await expect(office.admin.renewCode(store, till)).rejects.toThrow('bad-request');
  });

  it('refuses a key that is none, and uses no code up for it', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    expect(await enrol(office, { code, publicKey: 'bm90IGEga2V5' })).toEqual({
      status: 400,
      body: { problem: { kind: 'bad-request', params: { why: 'public-key' } } },
    });
    const joined = await enrol(office, { code, publicKey: newKey().publicKey });
    expect(joined.status).toBe(200);
  });

  it('keeps neither the code nor anything it could be read from', async () => {
    const office = await newOffice();
    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '1');
    const rows = await office.store.db.selectFrom('enrolment_codes').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''));
  });
});
