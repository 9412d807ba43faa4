import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { type SyncRoute, syncRoutes } from '../../../../domain/contract/sync.ts';
import { openApi } from '../../../../server/program/openapi.ts';
import { joinTill, newKey, settings } from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { onBothStores } from '../stores.ts';

const file = join(import.meta.dirname, '../../../../docs/openapi.json');

/** Checks a value against the part of the published document that `pointer` names. */
function checker() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('base64', true);
  ajv.addSchema(openApi(), 'api');
  return (pointer: string, value: unknown): unknown => {
    const check = ajv.getSchema(`api#${pointer}`);
    if (!check) throw new Error(`nothing at ${pointer}`);
    return check(value) ? [] : check.errors;
  };
}

function answerOf(route: SyncRoute): string {
  const { path, method } = syncRoutes[route];
  const escaped = path.replaceAll('/', '~1');
  return `/paths/${escaped}/${method.toLowerCase()}/responses/200/content/application~1json/schema`;
}

/** After a change of the contract: `vitest run tests/integration/server/api-schema -u`, and read what changed. */
it('is published as docs/openapi.json says', async () => {
  await expect(`${JSON.stringify(openApi(), null, 2)}\n`).toMatchFileSnapshot(file);
});

it('is an OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(
    structuredClone(openApi()) as Record<string, unknown>,
  );
  expect(result).toMatchObject({ valid: true });
});

onBothStores('What the back office answers', (newOffice) => {
  it('is what the published schema says, on every route and in every refusal', async () => {
    const office = await newOffice();
    const check = checker();
    const served = await office.app.request('/v1/openapi.json');
    expect(await served.json()).toEqual(JSON.parse(JSON.stringify(openApi())));

    const store = await office.admin.createStore(settings);
    const { code } = await office.admin.addTill(store, '2');
    const { publicKey } = newKey();
    const enrolled = await office.app.request('/v1/enrol', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey }),
    });
    expect(check(answerOf('enrol'), await enrolled.json())).toEqual([]);

    const till = await joinTill(office, store);
    const entries = till.write([cashSale(countingIds()(), 1, 1_250)]);
    const asked = {
      push: { entries },
      head: till.head(),
      pull: { cursor: '' },
      digests: { from: '2026-01-01' },
    };
    for (const [route, input] of Object.entries(asked) as [SyncRoute, unknown][]) {
      const { status, body } = await till.call(route, input);
      expect([route, status, check(answerOf(route), body)]).toEqual([route, 200, []]);
    }
    const refusals = [
      await till.call('push', { entries: till.write([cashSale(countingIds()(), 2)]).slice(1) }),
      await till.call('head', { seq: 0, hash: '0'.repeat(64) }),
      await till.call('head', till.head(), { signature: '' }),
      await till.call('pull', {}),
    ];
    for (const { status, body } of refusals) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(check('/components/schemas/Refusal', body)).toEqual([]);
      expect(openApi().components).toHaveProperty(['responses', `Refusal${status}`]);
    }
  });
});
