/** What somebody who means harm may send: refused by name, written down, and a till beside it goes on undisturbed. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bodyBytesMax,
  refusalSchema,
  type SyncRoute,
  signatureHeaders,
  syncRoutes,
} from '../../../../domain/contract/sync.ts';
import type { ExportedEntry } from '../../../../domain/journal/chain.ts';
import {
  joinTill,
  newKey,
  type Office,
  type WireRequest,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { onBothStores } from '../stores.ts';

const drawer = { kind: 'drawer-opened', body: {} } as const;
const injections = [
  "'; DROP TABLE tills; --",
  '" OR 1=1 --',
  "x' UNION SELECT public_key FROM tills --",
];

async function send(office: Office, { path, ...init }: WireRequest) {
  const response = await office.app.request(path, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** What was refused, and why; fails where it was not, or not by name. */
async function refused(office: Office, request: WireRequest): Promise<string> {
  const { status, body } = await send(office, request);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  const { kind, params } = refusalSchema.parse(body).problem;
  return params.why === undefined ? kind : `${kind} ${params.why}`;
}

async function stored(office: Office): Promise<number> {
  const rows = await office.store.db.selectFrom('entries').select('seq').execute();
  return rows.length;
}

/** Who was refused what, from the audit. */
async function audited(office: Office): Promise<{ who: string; kind: string }[]> {
  const rows = await office.store.db.selectFrom('audit').selectAll().orderBy('id').execute();
  return rows.map(({ who, params }) => ({ who, kind: JSON.parse(params).kind as string }));
}

/** A till that does its work: everything it sends is taken. */
async function worksOn(till: WireTill): Promise<void> {
  const entries = till.write([drawer, drawer]);
  expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
  expect(await till.call('pull', { cursor: '' })).toMatchObject({ status: 200 });
}

/** Every signed part of a request, altered after it was signed. */
function altered(request: WireRequest): [string, WireRequest][] {
  const header = (name: string, change: (value: string) => string): WireRequest => ({
    ...request,
    headers: { ...request.headers, [name]: change(request.headers[name] ?? '') },
  });
  const other = (value: string) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1);
  return [
    ['method', { ...request, method: 'PUT' }],
    ['path', { ...request, path: `${request.path}&x=1` }],
    ['at', header(signatureHeaders.at, (at) => String(Number(at) + 1))],
    ['nonce', header(signatureHeaders.nonce, other)],
    ['body hash', header(signatureHeaders.bodyHash, () => 'ab'.repeat(32))],
    ['signature', header(signatureHeaders.signature, other)],
    ['till', header(signatureHeaders.till, () => 's00000000-01')],
  ];
}

/** Inputs of every route that are as agreed, whose texts an attacker replaces one by one. */
function inputs(till: WireTill, entry: ExportedEntry): Record<SyncRoute, Record<string, unknown>> {
  return {
    enrol: { code: 'ABCD-EFGH', publicKey: newKey().publicKey },
    head: { seq: '1', hash: till.head().hash },
    push: { entries: [entry] },
    pull: { cursor: `${till.till.split('-')[0]}.1` },
    secret: { number: '1001', pinHash: `$argon2id$${'x'.repeat(40)}`, setAt: 1 },
    chain: { probes: [till.head()], begin: false },
    digests: { from: '2026-11-22' },
  };
}

/** `value` once for each text or number in it, with that one replaced. */
function* withEach(value: unknown, by: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      for (const changed of withEach(inner, by)) yield value.with(index, changed);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      for (const changed of withEach(inner, by)) yield { ...value, [name]: changed };
    }
  } else yield by;
}

const newcomer = (till: WireTill, input: unknown, body = JSON.stringify(input)): WireRequest => ({
  ...till.request('enrol', input),
  headers: { 'content-type': 'application/json' },
  body,
});

onBothStores('An attacker', (newOffice) => {
  it('gets nowhere with a request sent twice or altered anywhere, nor with the key of another till', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const honest = await joinTill(office, till.store, '2');
    const push = till.request('push', { entries: till.write([drawer]) });
    for (const [, request] of altered(till.request('pull', { cursor: '' }))) {
      expect(await refused(office, request)).toMatch(
        /^(server-refused signature|till-not-enrolled|bad-request no-such-route)$/,
      );
    }
    expect(await refused(office, { ...push, body: `${push.body} ` })).toBe('server-refused body');
    expect(await stored(office)).toBe(0);
    // Of a request that was refused for its body the nonce is used up, too.
    expect(await refused(office, push)).toBe('server-refused replay');
    const good = till.request('push', JSON.parse(push.body ?? ''));
    expect(await send(office, good)).toMatchObject({ status: 200 });
    expect(await refused(office, good)).toBe('server-refused replay');
    const asOther = till.request('head', till.head(), { till: honest.till });
    expect(await refused(office, asOther)).toBe('server-refused signature');
    await worksOn(honest);
    const noted = await audited(office);
    expect(noted).toContainEqual({ who: `till:${till.till}`, kind: 'server-refused' });
    expect(noted).toContainEqual({ who: 'address:in-process', kind: 'server-refused' });
  });

  it('cannot join with a code that was used, and guesses slowly', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const { code } = await office.admin.addTill(till.store, '2');
    const first = newcomer(till, { code, publicKey: newKey().publicKey });
    expect(await send(office, first)).toMatchObject({ status: 200 });
    const guess = () => newcomer(till, { code, publicKey: newKey().publicKey });
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await refused(office, guess())).toBe('enrolment-code-wrong');
    }
    const { path, ...init } = guess();
    const limited = await office.app.request(path, init);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(30);
    await worksOn(till);
    office.clock.advance(60_000);
    expect(await refused(office, guess())).toBe('enrolment-code-wrong');
    expect(await audited(office)).toContainEqual({
      who: 'address:in-process',
      kind: 'enrolment-code-wrong',
    });
  });

  it('is refused everything with a till that was withdrawn, and its code', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const honest = await joinTill(office, till.store, '2');
    const { till: waiting, code } = await office.admin.addTill(till.store, '3');
    await office.admin.revokeTill(till.store, till.till);
    await office.admin.revokeTill(till.store, waiting);
    const asked = inputs(till, till.write([drawer])[0] as ExportedEntry);
    for (const route of ['head', 'push', 'pull', 'digests', 'secret'] as const) {
      expect(await refused(office, till.request(route, asked[route]))).toBe('till-revoked');
    }
    const late = newcomer(till, { code, publicKey: newKey().publicKey });
    expect(await refused(office, late)).toBe('enrolment-code-wrong');
    await expect(office.admin.renewCode(till.store, waiting)).rejects.toThrow('bad-request');
    await worksOn(honest);
  });

  it('cannot send more than a body holds, deep or inflated, nor what is no JSON', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const entries = till.write([drawer]);
    const push = (body: string) => till.request('push', JSON.parse(body));
    const deep = `{"entries":${'['.repeat(500)}${']'.repeat(500)}}`;
    expect(await refused(office, push(deep))).toBe('bad-request too-deep');
    const long = JSON.stringify({ entries, x: 'x'.repeat(bodyBytesMax) });
    expect(await refused(office, push(long))).toBe('bad-request too-large');
    const enrolment = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      office.app.request('/v1/enrol', { method: 'POST', body, headers });
    const json = { 'content-type': 'application/json' };
    const why = async (answer: Promise<Response> | Response) =>
      refusalSchema.parse(await (await answer).json()).problem.params.why;
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(3 * 1_024 * 1_024)));
    expect(bomb.length).toBeLessThan(4_096);
    const gzip = { ...json, 'content-encoding': 'gzip' };
    expect(await why(enrolment(bomb, gzip))).toBe('too-large');
    expect(await why(enrolment('no gzip', gzip))).toBe('not-gzip');
    expect(await why(enrolment('{}', { ...json, 'content-encoding': 'br' }))).toBe(
      'content-encoding',
    );
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=gbk',
      '',
    ]) {
      expect(await why(enrolment('{}', { 'content-type': type }))).toBe('content-type');
    }
    expect(await stored(office)).toBe(0);
  });

  it('writes no SQL into any field of any route, and nothing anywhere else', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const honest = await joinTill(office, till.store, '2');
    const [entry] = till.write([cashSale(countingIds()(), 1)]);
    if (!entry) throw new Error('no entry');
    const asked = inputs(till, entry);
    let sent = 0;
    for (const route of Object.keys(syncRoutes) as SyncRoute[]) {
      for (const injection of injections) {
        for (const input of withEach(asked[route], injection)) {
          const request = route === 'enrol' ? newcomer(till, input) : till.request(route, input);
          const { status, body } = await send(office, request);
          sent += 1;
          expect([200, 400, 401, 403, 409, 415, 429]).toContain(status);
          if (status === 200) expect(route).toMatch(/pull|secret/);
          else expect(refusalSchema.safeParse(body).success).toBe(true);
          expect(JSON.stringify(body)).not.toContain(honest.publicKey);
        }
      }
      office.clock.advance(600_000);
    }
    expect(sent).toBeGreaterThan(60);
    expect(await stored(office)).toBe(0);
    expect(office.faults).toEqual([]);
    await worksOn(honest);
    expect(await till.call('push', { entries: [entry] })).toEqual({
      status: 200,
      body: till.head(),
    });
  });

  it('cannot forge any field of an entry', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const [first, second] = till.write([cashSale(countingIds()(), 1), drawer]);
    if (!first || !second) throw new Error('no entries');
    const forgeries: Partial<Record<keyof ExportedEntry, unknown>> = {
      at: first.at + 1,
      body: { ...first.body, totalMinor: 1 },
      businessDate: '2026-11-23',
      id: '0192f3a4-0000-7000-8000-00000000ffff',
      kind: 'till-locked',
      operator: '9001',
      seq: 7,
      till: 'other-01',
      prev: 'ab'.repeat(32),
      hash: 'cd'.repeat(32),
    };
    expect(Object.keys(forgeries).sort()).toEqual(Object.keys(first).sort());
    for (const [field, value] of Object.entries(forgeries)) {
      const entries = [{ ...first, [field]: value }, second];
      const answer = await refused(office, till.request('push', { entries }));
      expect([field, answer]).toEqual([
        field,
        expect.stringMatching(/^chain-refused (gap|till|prev|hash)$/),
      ]);
    }
    expect(await stored(office)).toBe(0);
    expect(await audited(office)).toContainEqual({
      who: `till:${till.till}`,
      kind: 'chain-refused',
    });
  });

  it('reaches no prototype and no other path', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const [entry] = till.write([drawer]);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const body = JSON.stringify({ entries: [entry] }).replace(
        '{"entries"',
        `{"${key}":{"polluted":1},"entries"`,
      );
      const request = till.request('push', JSON.parse(body));
      expect((await send(office, request)).status).toBeLessThan(500);
      const inside = JSON.stringify({ entries: [entry] }).replace(
        '"body":{}',
        `"body":{"${key}":{"polluted":1}}`,
      );
      const forged = { ...request, body: inside };
      expect((await send(office, forged)).status).toBeLessThan(500);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    }
    const paths = [
      '/v1/../v1/pull',
      '/v1/%2e%2e/pull',
      '/v1//pull',
      '/V1/pull',
      '/v1/pull/',
      '/v1/pull%00',
      '/v1/journal/head/..',
      '/v1/..%2fhealthz',
      '/v1/openapi.json/..%5c..',
    ];
    for (const path of paths) {
      const { headers } = till.request('pull', { cursor: '' });
      const answer = await send(office, { path, method: 'GET', headers });
      // Outside of /v1 there is the console, which sends strangers to its door.
      expect([path, [303, 401, 404].includes(answer.status)]).toEqual([path, true]);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      const answer = await office.app.request('/v1/journal', { method });
      expect(answer.status).toBe(404);
    }
  });

  it('meets a name for whatever it makes up', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const honest = await joinTill(office, till.store, '2');
    const routes = fc.constantFrom(...(Object.keys(syncRoutes) as SyncRoute[]));
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const anything = fc.oneof(
      fc.json({ maxDepth: 4 }).map((json) => JSON.parse(json) as unknown),
      fc.dictionary(
        fc.constantFrom('entries', 'code', 'publicKey', 'number', 'pinHash', 'setAt'),
        fc.jsonValue(),
      ),
    );
    const made = fc.record({ route: routes, input: anything, query: text });
    await fc.assert(
      fc.asyncProperty(made, async ({ route, input, query }) => {
        office.clock.advance(2_000);
        const isGet = syncRoutes[route].method === 'GET';
        const sent = isGet ? { cursor: query, from: query, seq: query, hash: query } : input;
        const { status, body } = await send(office, till.request(route, sent));
        expect(status === 200 || refusalSchema.safeParse(body).success).toBe(true);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(office.faults).toEqual([]);
    expect(await stored(office)).toBe(0);
    await worksOn(honest);
  });
});
