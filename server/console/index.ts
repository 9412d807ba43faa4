/** The web page of the back office: routes, language, access. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { businessDateOf } from '../../domain/business-date.ts';
import type { Clock } from '../../domain/clock.ts';
import { badRequest } from '../refusal.ts';
import type { Database } from '../store/tables.ts';
import { createAccess, passLifeMs } from './access.ts';
import { readSale, readSales, readTills, readTotals } from './books.ts';
import { keyPage } from './key-page.ts';
import { type View, withQuery } from './page.ts';
import { missingPage, type SalesQuery, salePage, salesPage, tillPage } from './sales.ts';
import { todayPage } from './today.ts';
import { type Locale, locales, preferredLocale, speaker } from './words.ts';

const languageCookie = 'rollcall-language';
const passCookie = 'rollcall-console';
const keyBytesMax = 4_096;
const yearSeconds = 365 * 24 * 3_600;

export type ConsoleOptions = Readonly<{ db: Database; clock: Clock; consoleKey: string }>;

/** Nothing is loaded from elsewhere, nothing runs, nobody frames it; addresses with a key are told to nobody. */
const guard = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  // A certificate made for localhost would bind every other program on localhost to TLS.
  strictTransportSecurity: false,
});

export function createConsole({ db, clock, consoleKey }: ConsoleOptions): Hono {
  const app = new Hono();
  const access = createAccess(consoleKey, clock);
  app.use(guard);
  serveFiles(app);

  const enter = (context: Context, key: string): Response | Promise<Response> => {
    const pass = access.passFor(key);
    if (pass === null) return context.html(keyPage(viewOf(context, clock), key !== ''), 401);
    const maxAge = passLifeMs / 1_000;
    setCookie(context, passCookie, pass, { ...cookie, prefix: 'host', maxAge });
    return context.redirect('/', 303);
  };
  const tooLarge = bodyLimit({
    maxSize: keyBytesMax,
    onError: () => {
      throw badRequest('too-large');
    },
  });
  app.post('/key', tooLarge, async (context) => {
    const { key } = await context.req.parseBody();
    return enter(context, typeof key === 'string' ? key : '');
  });
  app.use(async (context, next) => {
    context.header('cache-control', 'no-store');
    const key = context.req.query('key');
    if (key !== undefined) return enter(context, key);
    if (!access.holds(getCookie(context, passCookie, 'host'))) return enter(context, '');
    return next();
  });
  servePages(app, db, clock);
  app.get('*', (context) => missing(context, clock));
  return app;
}

const cookie = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

function servePages(app: Hono, db: Database, clock: Clock): void {
  app.get('/', async (context) => {
    const tills = await readTills(db, clock.now());
    const still = context.req.query('still') === '1';
    return context.html(todayPage(viewOf(context, clock), tills, still));
  });
  app.get('/sales', async (context) => {
    const tills = await readTills(db, clock.now());
    const query = queryOf(context, tills[0]?.today ?? todayUtc(clock));
    const found = await readSales(db, { ...query, businessDate: query.date, tills });
    return context.html(salesPage(viewOf(context, clock), tills, query, found));
  });
  app.get('/tills/:till', async (context) => {
    const till = await tillOf(context);
    if (!till) return missing(context, clock);
    const query = queryOf(context, till.today);
    const [totals, found] = await Promise.all([
      readTotals(db, till, query.date),
      readSales(db, { ...query, businessDate: query.date, tills: [till] }),
    ]);
    return context.html(tillPage(viewOf(context, clock), till, query, totals, found));
  });
  app.get('/tills/:till/sales/:seq{[0-9]{1,15}}', async (context) => {
    const till = await tillOf(context);
    const sale = till && (await readSale(db, till, Number(context.req.param('seq'))));
    if (!till || !sale) return missing(context, clock);
    return context.html(salePage(viewOf(context, clock), till, sale));
  });

  async function tillOf(context: Context) {
    const tills = await readTills(db, clock.now());
    return tills.find(({ till }) => till === context.req.param('till')) ?? null;
  }
}

function missing(context: Context, clock: Clock): Response | Promise<Response> {
  return context.html(missingPage(viewOf(context, clock)), 404);
}

function serveFiles(app: Hono): void {
  const files = [
    {
      path: '/console/console.css',
      type: 'text/css; charset=utf-8',
      at: new URL('./console.css', import.meta.url).href,
    },
    {
      path: '/console/inter.woff2',
      type: 'font/woff2',
      at: import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
    },
  ];
  for (const { path, type, at } of files) {
    app.get(path, (context) =>
      context.body(new Uint8Array(readFileSync(fileURLToPath(at))), 200, {
        'content-type': type,
        'cache-control': 'max-age=600',
      }),
    );
  }
}

/** `?lang=` decides and is remembered; then the cookie; then what the browser asks for. */
function viewOf(context: Context, clock: Clock): View {
  const asked = localeOf(context.req.query('lang'));
  if (asked) {
    const maxAge = yearSeconds;
    setCookie(context, languageCookie, asked, { ...cookie, prefix: 'host', maxAge });
  }
  const locale =
    asked ??
    localeOf(getCookie(context, languageCookie, 'host')) ??
    preferredLocale(context.req.header('accept-language') ?? '');
  const { pathname, search } = new URL(context.req.url);
  const here = withQuery(withQuery(pathname + search, 'lang', null), 'key', null);
  return { locale, say: speaker(locale), here, now: clock.now() };
}

function localeOf(text: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === text);
}

const querySchema = z.object({
  date: z.iso.date().optional().catch(undefined),
  number: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
  page: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
});

/** What cannot be understood is left out: a page is better than an error. */
function queryOf(context: Context, today: string): SalesQuery {
  const { date, number, page } = querySchema.parse(context.req.query());
  return { date: date ?? today, number: number ?? null, page: page ?? 0 };
}

/** Only where there is no store yet whose day it could be. */
function todayUtc(clock: Clock): string {
  return businessDateOf(clock.now(), { zone: 'UTC', cutOver: '00:00' });
}
