/**
 * What a till and the back office say to each other, over HTTPS with JSON bodies.
 *
 * Every request but `enrol` is signed with the till's Ed25519 key over
 * `METHOD \n path-with-query \n at \n nonce \n lower-case hex of SHA-256(body as sent)`, in the headers below. All that is
 * signed stands in the head of the request, so that nothing of a stranger's body needs to be read. docs/api.md has an
 * example.
 */
import { z } from 'zod';
import { registeredDeviceSchema } from '../devices/register.ts';
import { categorySchema } from '../goods/category.ts';
import { itemSchema } from '../goods/item.ts';
import { exportedEntrySchema, genesisHead } from '../journal/chain.ts';
import { oneRow, rowByRow } from '../office/left-out.ts';
import { ownedDigestsSchema } from '../office/owned.ts';
import { dayDigestSchema, fieldDigestSchema } from '../office/reconcile.ts';
import { storeSettingsSchema } from '../office/store-settings.ts';
import { operatorNumberSchema, operatorSchema } from '../people/operator.ts';
import { decidedRoleSchema } from '../people/role.ts';
import { promotionSchema } from '../prices/promotion.ts';
import { anyProblemSchema } from '../words/problem.ts';

/**
 * Which shape of what is said here somebody speaks: a till names its own with every request, and the server answers in
 * it. One higher whenever an older till could not read an answer. 1, which sends no header: before 2026-11-30. 2: digests
 * are a map of figures and name the version of their fold.
 */
export const contractVersion = 2;
export const contractHeader = 'x-rollcall-contract';
/** The server answers tills that are so many versions behind; older ones are refused, `till-too-old`. */
export const contractsBack = 2;

export const signatureHeaders = {
  till: 'x-rollcall-till',
  /** Milliseconds UTC; refused when more than five minutes off the server's clock. */
  at: 'x-rollcall-at',
  /** 16 to 64 characters of base64url, new for each request: the same one twice is refused. */
  nonce: 'x-rollcall-nonce',
  /** Lower-case hex of the SHA-256 of the body as it is sent, compressed or not; of zero bytes where there is none. */
  bodyHash: 'x-rollcall-body-sha256',
  /** Base64. */
  signature: 'x-rollcall-signature',
} as const;

export type SignedHead = Readonly<{
  method: string;
  /** As it stands in the request line, query and all. */
  path: string;
  /** Milliseconds UTC, as it stands in its header. */
  at: string;
  nonce: string;
  bodyHash: string;
}>;

/** What is signed. */
export function signedText({ method, path, at, nonce, bodyHash }: SignedHead): string {
  return [method, path, at, nonce, bodyHash].join('\n');
}

/** At most this many entries in one push. */
export const pushEntriesMax = 500;

/** A longer body is refused, as it is sent and as it is once inflated. Bytes; a sale of 500 lines is about 130,000. */
export const bodyBytesMax = 4 * 1024 * 1024;

const headHash = z.string().regex(/^[0-9a-f]{64}$/);
const headSchema = z.object({ seq: z.int().nonnegative(), hash: headHash });
const nothing = z.object({});

export const enrolledSchema = z.object({
  store: z.string(),
  till: z.string(),
  tillName: z.string(),
  settings: storeSettingsSchema,
  /** What the server has of this till's journal: nothing, of one that is new. Not from an older server. */
  head: headSchema.default(genesisHead),
  /** Where the journal ends that this machine kept before, under another till id. Not from an older server. */
  continues: headSchema.extend({ till: z.string() }).nullable().default(null),
});
export type Enrolled = z.infer<typeof enrolledSchema>;

export const pulledSchema = z.object({
  /** Opaque; goes back with the next pull. */
  cursor: z.string(),
  /** Only what changed since the cursor; everything when it was empty or unknown. */
  items: z.array(itemSchema),
  operators: z.array(operatorSchema),
  devices: z.array(registeredDeviceSchema),
  promotions: z.array(promotionSchema).default([]),
  /** Not from an older server, whose stores have the first ones. */
  categories: z.array(categorySchema).default([]),
  /** What the store has decided otherwise than it began with. Not from an older server. */
  roles: z.array(decidedRoleSchema).default([]),
  /** The till's half of one-time codes, 32 bytes in base64; see one-time-code.ts. Null from an older server. */
  codeKey: z.base64().nullable().default(null),
  settings: storeSettingsSchema,
  release: z.object({ version: z.string(), mandatory: z.boolean() }).nullable(),
  serverTime: z.int(),
});
export type Pulled = z.infer<typeof pulledSchema>;

/** Its lists as a till reads them: what it cannot read of one leaves the rest alone. */
export const readListsSchema = z.object({
  items: rowByRow('items', 'sku', itemSchema),
  operators: rowByRow('operators', 'number', operatorSchema),
  devices: rowByRow('devices', 'device', registeredDeviceSchema),
  promotions: rowByRow('promotions', 'id', promotionSchema).prefault([]),
  categories: rowByRow('categories', 'id', categorySchema).prefault([]),
  roles: rowByRow('roles', 'id', decidedRoleSchema).prefault([]),
  settings: oneRow('settings', storeSettingsSchema),
});
export type ReadLists = z.infer<typeof readListsSchema>;
const readPulledSchema = pulledSchema.extend(readListsSchema.shape);

/** How many entries one round of the search for the last common one may name. */
export const probesMax = 500;

export const chainStepSchema = z.object({
  /** The highest of the numbers probed that both sides have alike; 0 for none. */
  shared: z.int().nonnegative(),
  /** As whom the till goes on; null while it only asks. */
  enrolled: enrolledSchema.nullable(),
});
export type ChainStep = z.infer<typeof chainStepSchema>;

/** Route → method, path, and the schemas of body and answer. */
export const syncRoutes = {
  enrol: {
    method: 'POST',
    path: '/v1/enrol',
    input: z.object({ code: z.string().min(4).max(32), publicKey: z.string().max(200) }),
    output: enrolledSchema,
  },
  /**
   * What the server has of this till's journal; the till says how far it is itself. A till that has less than the server
   * was restored from a copy, `till-restored`; one that has something else under the same number was cloned, or restored
   * long ago, `till-cloned`. Both are stopped.
   */
  head: {
    method: 'GET',
    path: '/v1/journal/head',
    input: z.object({ seq: z.coerce.number<number>().int().nonnegative(), hash: headHash }),
    output: headSchema,
  },
  /**
   * Idempotent on (store, till, seq). A batch that does not continue the chain is refused whole, 409: `chain-refused`, or
   * `till-cloned` where it says otherwise what the server already has.
   */
  push: {
    method: 'POST',
    path: '/v1/journal',
    input: z.object({ entries: z.array(exportedEntrySchema).min(1).max(pushEntriesMax) }),
    output: headSchema,
  },
  pull: {
    method: 'GET',
    path: '/v1/pull',
    input: z.object({ cursor: z.string() }),
    output: pulledSchema,
    read: readPulledSchema,
  },
  /** The hash of a PIN or password that an operator chose at the till. An older `setAt` than the kept one changes nothing. */
  secret: {
    method: 'POST',
    path: '/v1/operators/secret',
    input: z.object({
      number: operatorNumberSchema,
      pinHash: operatorSchema.shape.pinHash,
      setAt: z.int().nonnegative(),
    }),
    output: nothing,
  },
  /**
   * For a till whose journal and the server's part ways. It asks which of its entries the server has, as often as it takes
   * to find the last one; with `begin` it names that one alone, or nothing where there is none, and is given a new till
   * id. Its old id is withdrawn; only this route still answers it.
   */
  chain: {
    method: 'POST',
    path: '/v1/chain',
    input: z.object({ probes: z.array(headSchema).max(probesMax), begin: z.boolean() }),
    output: chainStepSchema,
  },
  /**
   * The server's books of this till for business dates from `from` on; `owned` only where `cursor` is that of the last
   * pull and nothing has changed since. An older till names no cursor, an older server answers none. The books are a map of
   * figures; a till of contract 1 gets the fields it knows, as an older server answers.
   */
  digests: {
    method: 'GET',
    path: '/v1/digests',
    input: z.object({ from: z.iso.date(), cursor: z.string().optional() }),
    output: z.object({
      digests: z.union([z.array(dayDigestSchema), z.array(fieldDigestSchema)]),
      owned: ownedDigestsSchema.optional(),
    }),
  },
} as const;

export type SyncRoute = keyof typeof syncRoutes;
export type SyncInput<Route extends SyncRoute> = z.input<(typeof syncRoutes)[Route]['input']>;
export type SyncOutput<Route extends SyncRoute> = z.output<(typeof syncRoutes)[Route]['output']>;
/** What a till makes of the output. */
export type SyncAnswer<Route extends SyncRoute> = (typeof syncRoutes)[Route] extends {
  read: infer Read extends z.ZodType;
}
  ? z.output<Read>
  : SyncOutput<Route>;

/** The body of every answer that is not 2xx. */
export const refusalSchema = z.object({ problem: anyProblemSchema });

/** How main sees the back office. Throws `Problem`. */
export type BackOffice = Readonly<{
  call<Route extends SyncRoute>(route: Route, input: SyncInput<Route>): Promise<SyncAnswer<Route>>;
}>;
