/** The body of a request: measured, decoded, parsed, checked by its schema. Nothing of it is believed before. */
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { badRequest } from './refusal.ts';

/** The deepest entry we know has 8 levels. Checks that call themselves per level must not run out of stack. */
const levelsMax = 64;

/** The whole body, at most `bytesMax`. Throws `Problem` `bad-request` as soon as it is longer. */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw badRequest('too-large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) throw badRequest('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The JSON text in `sent`, inflated where the head of the request says so, to `bytesMax` at most: a small bomb ends as a
 * refusal. At once, since four megabytes take some ten milliseconds. Throws `Problem` `bad-request`.
 */
export function decodeBody({ headers }: Request, sent: Uint8Array, bytesMax: number): Uint8Array {
  const type = headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    throw badRequest('content-type');
  }
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return sent;
  if (encoding !== 'gzip') throw badRequest('content-encoding');
  try {
    return gunzipSync(sent, { maxOutputLength: bytesMax });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    throw badRequest(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'not-gzip', cause);
  }
}

/** Throws `Problem` `bad-request`. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
): z.output<Schema> {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isDeeperThan(text, levelsMax)) throw badRequest('too-deep');
    value = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError) {
      throw badRequest('not-json', cause);
    }
    throw cause;
  }
  return parseInput(schema, value);
}

/** Throws `Problem` `bad-request` that names the first field that is wrong, never its value. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badRequest(`field ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`);
}

/** Whether brackets outside of texts open more than `levels` deep. */
export function isDeeperThan(json: string, levels: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (inText) {
      if (character === '\\') at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > levels) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}
