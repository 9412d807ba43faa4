/**
 * How a page is put into the console: who may see it, whether it is about one store, and what its forms may do.
 *
 * What every page would forget once is done here: who is not logged in, lacks the right, or asks for a store or a till
 * out of reach never gets to a page; a form without the token of its session changes nothing.
 */
import type { Context, Hono } from 'hono';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import type { Right } from '../../accounts/role.ts';
import { findSession, rememberSaid } from '../../accounts/sessions.ts';
import type { AuditEvent } from '../../audit/audit.ts';
import { storeOf } from '../../basics/till-id.ts';
import { together } from '../../store/transaction.ts';
import { emptyPage, forbiddenPage, missingPage, stalePage } from '../frame/notices.ts';
import { keepStore, type Markup, page, type Said } from '../frame/page.ts';
import { type NavGroup, type SectionId, sectionsOf } from '../frame/sections.ts';
import { type ConsoleDesk, mayVisit, type ShopVisit, shopsOf, type Visit } from '../frame/visit.ts';
import { readCookie } from './cookies.ts';
import { holdsToken, isOurOwn, readForm } from './guard.ts';
import { viewOf } from './view.ts';

/** `one`: the page is of a single store, `?store=` or the first. `all`: of all within reach, or the one chosen. */
export type Scope = 'one' | 'all';

export type Route<Of extends Scope = Scope> = Readonly<{
  path: string;
  /** Null: no section of the navigation. */
  section: SectionId | null;
  right: Right;
  scope: Of;
  /** Of the page that the navigation leads to: in which group its section stands. */
  nav?: NavGroup;
}>;

type VisitOf<Of extends Scope> = Of extends 'one' ? ShopVisit : Visit;

/** `status` 422 is a form that comes back with what is wrong with it. */
export type PageAnswer = Readonly<{
  title: string;
  content: Markup;
  live?: boolean;
  status?: 200 | 404 | 409 | 422;
}>;

/** Null: there is no such thing, or it is out of reach. A `Response` is a file. */
export type Answer = PageAnswer | Response | null;

/** After a change: on to another page, which says what was done. The store stays chosen. */
export type GoTo = Readonly<{ goTo: string; said?: Said }>;

type Answering = Readonly<{
  method: 'GET' | 'POST';
  bytesMax: number;
  answer(visit: Visit | ShopVisit, form: FormData): Promise<Answer | GoTo>;
}>;

/** One address of the console. It is there once it stands in the list of program/pages.ts. */
export type Page = Route & Answering;

const formBytesMax = 64 * 1024;

export function readPage<Of extends Scope>(
  route: Route<Of>,
  answer: (visit: VisitOf<Of>) => Promise<Answer>,
): Page {
  return { ...route, method: 'GET', bytesMax: 0, answer: (visit) => answer(visit as never) };
}

/** A form by POST; `bytesMax` is 64 KiB unless told. Changes nothing before all checks have passed. */
export function changePage<Of extends Scope>(
  route: Route<Of> & Readonly<{ bytesMax?: number }>,
  answer: (visit: VisitOf<Of>, form: FormData) => Promise<Answer | GoTo>,
): Page {
  const { bytesMax = formBytesMax } = route;
  return {
    ...route,
    method: 'POST',
    bytesMax,
    answer: (visit, form) => answer(visit as never, form),
  };
}

/** Serves `pages`; their order is that of the navigation, and the first whose path fits answers. */
export function servePages(app: Hono, desk: ConsoleDesk, pages: readonly Page[]): void {
  const sections = sectionsOf(pages);
  const enter = async (context: Context, route: Route): Promise<Visit | Response> => {
    context.header('cache-control', 'no-store');
    const found = await findSession(desk, readCookie(context, 'session') ?? '');
    if (!found) return toLogin(context);
    const view = viewOf(context, desk.clock);
    const shops = await shopsOf(desk.db, found.account);
    const asked = context.req.query('store') || null;
    const noted = (what: string, params: SentenceParams): AuditEvent => ({
      store: storeOf(context.req.param('till') ?? '') ?? asked ?? '',
      who: `account:${found.account.name}`,
      what,
      params,
    });
    const visit: Visit = {
      ...view,
      ...found,
      sections,
      context,
      desk,
      shops,
      chosen: asked === null ? shops : shops.filter(({ store }) => store === asked),
      param: (name) => context.req.param(name) ?? '',
      query: (schema) => schema.parse(context.req.query()),
      may: (right) => mayVisit(found.account, right),
      note: (what, params, work) => desk.audit.did(work, noted(what, params)),
      change: (what, params, act) =>
        together(desk.db, async (work) => {
          const done = await act({ ...desk, db: work, admin: desk.adminOf(work) });
          if (done !== false && done !== null) await desk.audit.did(work, noted(what, params));
          return done;
        }),
    };
    if (!isWithinReach(visit, asked)) return show(visit, missingPage(visit));
    if (!visit.may(route.right)) return show(visit, forbiddenPage(visit), 403);
    return visit;
  };
  const show = (visit: Visit, answer: PageAnswer, status?: 403, section?: SectionId | null) =>
    visit.context.html(
      page(visit, { ...answer, section: section ?? null }, answer.content),
      status ?? answer.status ?? 200,
    );
  const answered = async (visit: Visit, route: Route, answer: Answer) => {
    if (answer instanceof Response) return answer;
    const shown = await show(visit, answer ?? missingPage(visit), undefined, route.section);
    // Only a page shows it; a file that is loaded in between does not.
    if (visit.session.said !== null) await rememberSaid(desk, visit.session.hash, null);
    return shown;
  };
  const read = async (context: Context, page: Page): Promise<Response> => {
    const visit = await enter(context, page);
    if (visit instanceof Response) return visit;
    const about = ofShop(visit, page);
    if (about === null) return answered(visit, page, emptyPage(visit));
    const answer = await page.answer(about, new FormData());
    return answered(visit, page, answer as Answer);
  };
  const change = async (context: Context, page: Page): Promise<Response> => {
    const visit = await enter(context, page);
    if (visit instanceof Response) return visit;
    // A page of one store sends its forms with that store in their address; none is guessed.
    if (page.scope === 'one' && !context.req.query('store')) {
      return show(visit, missingPage(visit));
    }
    if (!isOurOwn(context, desk.publicOrigin)) return show(visit, stalePage(visit), 403);
    const form = await readForm(context, page.bytesMax);
    if (!holdsToken(form, visit.session.csrf)) return show(visit, stalePage(visit), 403);
    const about = ofShop(visit, page);
    const outcome = about === null ? null : await page.answer(about, form);
    if (outcome === null || !('goTo' in outcome)) return answered(visit, page, outcome);
    const { goTo, said } = outcome;
    if (said) await rememberSaid(desk, visit.session.hash, JSON.stringify(said));
    return context.redirect(keepStore(visit.here, goTo), 303);
  };
  for (const one of pages) {
    app.on(one.method, one.path, (context) =>
      one.method === 'GET' ? read(context, one) : change(context, one),
    );
  }
}

/** Every store that is named must be one of theirs, in the query or in the id of a till. */
function isWithinReach({ shops, param }: Visit, asked: string | null): boolean {
  const till = param('till');
  const named = [asked, till === '' ? null : storeOf(till)];
  return named.every((id) => id === null || shops.some(({ store }) => store === id));
}

function ofShop(visit: Visit, { scope }: Route): Visit | ShopVisit | null {
  const [shop] = visit.chosen;
  if (scope === 'all') return visit;
  return shop ? { ...visit, chosen: [shop], shop } : null;
}

/** With the way back, where there is one to go. */
function toLogin(context: Context): Response {
  const { pathname, search } = new URL(context.req.url);
  const next = context.req.method === 'GET' ? pathname + search : '/';
  const query = next === '/' ? '' : `?${new URLSearchParams({ next })}`;
  return context.redirect(`/login${query}`, 303);
}
