/** Somebody at the web page, without a browser: cookies, forms with their token, redirects as they come. */
import type { Hono } from 'hono';
import { assert } from '../../domain/basics/assert.ts';
import { createAccount, type NewAccount } from '../../server/accounts/accounts.ts';
import type { Office } from './back-office.ts';
import { seededRandom } from './seeded-random.ts';

export const password = 'correct horse battery';

/** An account that can log in with `password`. */
export async function addAccount(office: Office, given: Partial<NewAccount> = {}): Promise<string> {
  const { name = 'boss', fullName = 'The Boss', role = 'head-office', stores = null } = given;
  const desk = { db: office.store.db, clock: office.clock, random: seededRandom(name) };
  const account = await createAccount(desk, { name, fullName, role, stores }, password);
  assert(account !== null, `there is an account ${name}`);
  return account.id;
}

export type Visitor = Readonly<{
  get(path: string): Promise<Response>;
  /** Sends the form to `path` with the token that `from` shows; `fields` that are lists are sent each. */
  post(
    path: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    over?: Readonly<{ csrf?: string; headers?: Record<string, string>; from?: string }>,
  ): Promise<Response>;
  /** Sends a file as a browser does, with the token that `path` shows. */
  upload(
    path: string,
    name: string,
    bytes: Uint8Array,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  logIn(name: string, secret?: string): Promise<Response>;
  cookies: Map<string, string>;
}>;

const browserHeaders = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' };

export function newVisitor(app: Hono): Visitor {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, { ...init, headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const visitor: Visitor = {
    cookies,
    get: (path) => ask(path, { headers: { 'sec-fetch-site': 'same-origin' } }),
    post: async (path, fields = {}, { csrf, headers = browserHeaders, from = '/account' } = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) {
        for (const one of [value].flat()) body.append(name, one);
      }
      body.set('csrf', csrf ?? (await tokenOn(await visitor.get(from))));
      return ask(path, { method: 'POST', body, headers: { ...headers } });
    },
    upload: async (path, name, bytes, fields = {}) => {
      const body = new FormData();
      for (const [field, value] of Object.entries(fields)) body.set(field, value);
      body.set('csrf', await tokenOn(await visitor.get(path)));
      body.set(name, new Blob([new Uint8Array(bytes)]), 'file.csv');
      return ask(path, { method: 'POST', body, headers: { ...browserHeaders } });
    },
    logIn: (name, secret = password) =>
      visitor.post('/login', { name, password: secret, next: '/' }, { from: '/login' }),
  };
  return visitor;
}

/** The token in the forms of a page; empty where there is none. */
async function tokenOn(response: Response): Promise<string> {
  return /name="csrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
}
