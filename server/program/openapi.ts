/** The published schema: OpenAPI 3.1, made from domain/contract/sync.ts and nothing else. */
import { z } from 'zod';
import {
  bodyBytesMax,
  refusalSchema,
  type SyncRoute,
  signatureHeaders,
  syncRoutes,
} from '../../domain/contract/sync.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a route does, in one line; the rest is in docs/api.md. */
const summaries: Readonly<Record<SyncRoute, string>> = {
  enrol: 'Joins a store with a one-time code.',
  head: 'How far the back office has the journal of this till.',
  push: 'Journal entries that continue what the back office has.',
  pull: 'What the back office owns and the till does not have yet.',
  secret: 'The hash of a PIN or password chosen at the till.',
  chain: 'A new id for a till whose journal cannot go on, and where both sides part.',
  digests: 'The books of this till by business date, as the back office keeps them.',
};

const refusals: Readonly<Record<number, string>> = {
  400: 'Not as agreed.',
  401: 'Not a till of ours, or its signature is wrong, stale or repeated.',
  403: 'The code is wrong or used; or the till was withdrawn.',
  409: 'The entries do not continue the chain; or the till was restored or cloned.',
  413: `Longer than ${bodyBytesMax} bytes, sent or inflated.`,
  415: 'Another content type than application/json, or another encoding than gzip.',
  426: 'The till speaks a version of this contract that is answered no more: update it.',
  429: 'Asked too often; Retry-After says when.',
  500: 'A fault of the server; `reference` finds it in its log.',
  503: 'Busy; Retry-After says when.',
};

let made: Json | null = null;

/** The document, made once. */
export function openApi(): Json {
  made ??= {
    openapi: '3.1.1',
    info: {
      title: 'Rollcall back office',
      version: '1',
      description: 'How tills sync. How a request is signed is in docs/api.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: pathsOf(),
    components: {
      schemas: { Refusal: schemaOf(refusalSchema, 'output') },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          `Refusal${status}`,
          refusal(description),
        ]),
      ),
      securitySchemes: Object.fromEntries(
        Object.entries(signatureHeaders).map(([part, name]) => [
          part,
          { type: 'apiKey', in: 'header', name },
        ]),
      ),
    },
  };
  return made;
}

function pathsOf(): Json {
  const routes = Object.entries(syncRoutes) as [SyncRoute, (typeof syncRoutes)[SyncRoute]][];
  return Object.fromEntries(
    routes.map(([route, { method, path, input, output }]) => [
      path,
      {
        [method.toLowerCase()]: {
          operationId: route,
          summary: summaries[route],
          security: route === 'enrol' ? [] : [signature],
          ...(method === 'GET' ? { parameters: parametersOf(input) } : bodyOf(input)),
          responses: { 200: answer(output), ...refusalsByStatus },
        },
      },
    ]),
  );
}

const signature = Object.fromEntries(Object.keys(signatureHeaders).map((part) => [part, []]));

const refusalsByStatus = Object.fromEntries(
  Object.keys(refusals).map((status) => [
    status,
    { $ref: `#/components/responses/Refusal${status}` },
  ]),
);

function refusal(description: string): Json {
  const schema = { $ref: '#/components/schemas/Refusal' };
  return { description, content: { 'application/json': { schema } } };
}

function answer(output: z.ZodType): Json {
  const schema = schemaOf(output, 'output');
  return { description: 'Done.', content: { 'application/json': { schema } } };
}

function bodyOf(input: z.ZodType): Json {
  const schema = schemaOf(input, 'input');
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function parametersOf(input: z.ZodType): Json[] {
  const { properties = {}, required = [] } = schemaOf(input, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      // No format of JSON Schema; the pattern beside it says the same.
      if (String(jsonSchema.format) === 'starts_with') delete jsonSchema.format;
    },
  });
  return rest;
}
