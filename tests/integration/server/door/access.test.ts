import { expect, it } from 'vitest';
import { bodyBytesMax } from '../../../../domain/contract/sync.ts';
import { joinTill, newKey } from '../../../helpers/back-office.ts';
import { onBothStores } from '../stores.ts';

const minuteMs = 60_000;
const refusal = (status: number, kind: string, params: unknown = {}) => ({
  status,
  body: { problem: { kind, params } },
});

onBothStores('Who may ask', (newOffice) => {
  it('refuses a till it does not know, whatever it signs', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const { store } = till;
    const { till: waiting } = await office.admin.addTill(store, '2');
    for (const name of [
      '',
      'x',
      `${store}-99`,
      's00000000-01',
      "'; DROP TABLE tills; --",
      waiting,
    ]) {
      const answer = await till.call('head', till.head(), { till: name });
      expect(answer).toEqual(refusal(401, 'till-not-enrolled'));
    }
  });

  it('refuses a request signed by another key, or by another till', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const other = await joinTill(office, till.store, '2');
    const wrong = refusal(401, 'server-refused', { why: 'signature' });
    const { privateKey } = newKey();
    expect(await till.call('head', till.head(), { privateKey })).toEqual(wrong);
    expect(await till.call('head', till.head(), { privateKey: other.privateKey })).toEqual(wrong);
    expect(await till.call('head', till.head(), { till: other.till })).toEqual(wrong);
    expect(await till.call('head', till.head(), { signature: '' })).toEqual(wrong);
    expect(await till.call('head', till.head(), { signature: 'AAAA' })).toEqual(wrong);
  });

  it('refuses a body or a query that is not the one that was signed', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const [entry] = till.write([{ kind: 'drawer-opened', body: {} }]);
    const body = JSON.stringify({ entries: [{ ...entry, at: 7 }] });
    const wrong = refusal(401, 'server-refused', { why: 'body' });
    expect(await till.call('push', { entries: [entry] }, { body })).toEqual(wrong);
    expect(await office.store.db.selectFrom('entries').selectAll().execute()).toEqual([]);
  });

  it('refuses a signature more than five minutes old or ahead, and says by how much', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const now = office.clock.now();
    for (const aheadMs of [-5 * minuteMs - 1, 5 * minuteMs + 1]) {
      const answer = await till.call('head', till.head(), { at: now + aheadMs });
      expect(answer).toEqual(refusal(401, 'server-refused', { why: 'clock', aheadMs }));
    }
    for (const aheadMs of [-5 * minuteMs, 5 * minuteMs]) {
      expect(await till.call('head', till.head(), { at: now + aheadMs })).toMatchObject({
        status: 200,
      });
    }
    for (const at of [Number.NaN, 1.5, -1]) {
      const answer = await till.call('head', till.head(), { at });
      expect(answer).toEqual(refusal(401, 'server-refused', { why: 'signature' }));
    }
  });

  it('refuses bodies that are too long, too deep, not JSON, not UTF-8 or not as agreed', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const post = async (body: BodyInit) => {
      const headers = { 'content-type': 'application/json' };
      const response = await office.app.request('/v1/enrol', { method: 'POST', headers, body });
      return { status: response.status, body: await response.json() };
    };
    const bad = (why: string) => refusal(400, 'bad-request', { why });
    expect(await post('x'.repeat(bodyBytesMax + 1))).toEqual(
      refusal(413, 'bad-request', { why: 'too-large' }),
    );
    expect(await post('['.repeat(1_000))).toEqual(bad('too-deep'));
    expect(await post('{"code":')).toEqual(bad('not-json'));
    expect(await post('')).toEqual(bad('not-json'));
    expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toEqual(bad('not-json'));
    expect(await post('{"code":"ABCDEFGH"}')).toEqual(bad('field publicKey'));
    expect(await post('[]')).toEqual(bad('field '));
    expect(await till.call('push', { entries: [] })).toEqual(bad('field entries'));
    expect(await till.call('digests', { from: 'yesterday' })).toEqual(bad('field from'));
    expect(office.faults).toEqual([]);
  });

  it('takes few bytes from strangers, and none of a till it does not know', async () => {
    const office = await newOffice();
    let taken = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>(
        {
          pull: (controller) => {
            taken += 1;
            controller.enqueue(new Uint8Array(1_024));
          },
        },
        { highWaterMark: 0 },
      );
    const send = async (path: string) => {
      const init = { method: 'POST', body: endless(), duplex: 'half' } as RequestInit;
      const response = await office.app.request(path, init);
      return { status: response.status, body: await response.json() };
    };
    expect(await send('/v1/journal')).toEqual(refusal(401, 'till-not-enrolled', {}));
    expect(taken).toBe(0);
    expect(await send('/v1/enrol')).toEqual(refusal(413, 'bad-request', { why: 'too-large' }));
    expect(taken).toBeLessThan(8);
  });

  it('refuses nesting hidden in an entry that is properly signed', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const [entry] = till.write([{ kind: 'drawer-opened', body: {} }]);
    const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`);
    const answer = await till.call('push', { entries: [{ ...entry, body: deep }] });
    expect(answer).toEqual(refusal(400, 'bad-request', { why: 'too-deep' }));
  });

  it('refuses text that a database could not keep, and stores nothing', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([{ kind: 'drawer-opened', body: {} }], { operator: '1\u0000' });
    const answer = await till.call('push', { entries });
    expect(answer).toEqual(refusal(400, 'bad-request', { why: 'zero-character' }));
    // Inside a body it is written as an escape, and harms nobody.
    const other = await joinTill(office);
    const note = other.write([{ kind: 'note', body: { text: 'a\u0000b' } }]);
    expect(await other.call('push', { entries: note })).toMatchObject({ status: 200 });
  });

  it('answers an unknown route as a refusal, too', async () => {
    const office = await newOffice();
    const response = await office.app.request('/v1/nothing');
    expect(response.status).toBe(404);
    const why = 'no-such-route';
    expect(await response.json()).toEqual({ problem: { kind: 'bad-request', params: { why } } });
  });

  it('tells nobody what went wrong inside, only a number that its own log explains', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    await office.store.db.updateTable('stores').set({ settings: '{"secret":' }).execute();
    const answer = await till.call('pull', { cursor: '' });
    expect(answer).toMatchObject({ status: 500, body: { problem: { kind: 'unexpected' } } });
    expect(JSON.stringify(answer.body)).toMatch(
      /^\{"problem":\{"kind":"unexpected","params":\{"reference":"[0-9a-f]{8}"\}\}\}$/,
    );
    expect(office.faults).toHaveLength(1);
  });
});
