/** What every request to the page must pass before anything else looks at it. */
import type { Context } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { badRequest } from '../../basics/refusal.ts';
import { readBody } from '../../basics/request-body.ts';
import { sameText } from '../frame/seal.ts';

/** Scripts, styles and font are our own; nothing is loaded from elsewhere, nobody frames it. */
export const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  referrerPolicy: 'no-referrer',
  // A certificate made for localhost would bind every other program on localhost to TLS.
  strictTransportSecurity: false,
});

/** Where people reach the page. */
export function originOf(context: Context, publicOrigin: string | null): string {
  return publicOrigin ?? new URL(context.req.url).origin;
}

/**
 * Whether the browser says that a page of ours sent this (Fetch Metadata, and Origin of RFC 6454). One that says
 * neither is not believed.
 */
export function isOurOwn(context: Context, publicOrigin: string | null): boolean {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  if (site === undefined && origin === undefined) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  // `null` is what a browser sends under `no-referrer`; then Sec-Fetch-Site has spoken.
  if (origin === undefined || (origin === 'null' && site === 'same-origin')) return true;
  return origin === originOf(context, publicOrigin);
}

export function holdsToken(form: FormData, token: string): boolean {
  const given = form.get('csrf');
  return typeof given === 'string' && sameText(given, token);
}

/** Throws `Problem` `bad-request` where it is too large or no form. */
export async function readForm(context: Context, bytesMax: number): Promise<FormData> {
  const bytes = await readBody(context.req.raw, bytesMax);
  const type = context.req.header('content-type') ?? '';
  try {
    return await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData();
  } catch (cause) {
    throw badRequest('not-a-form', cause);
  }
}

const connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }),
});

/** The other end of the socket; empty where there is none, as in a test without a network. */
export function addressOf(context: Context): string {
  const parsed = connection.safeParse(context.env);
  return parsed.success ? parsed.data.incoming.socket.remoteAddress : '';
}
