/**
 * How a page is put into the console: who may see it, whether it is about one store, and what its forms may do.
 *
 * What every page would forget once is done here: who is not logged in, lacks the right, or asks for a store or a till
 * out of reach never gets to a page; a form without the token of its session changes nothing.
 */
import type { Context, Hono } from 'hono';
import type { Right } from '../../accounts/role.ts';
import { findSession, rememberSaid } from '../../accounts/sessions.ts';
import { storeOf } from '../../basics/till-id.ts';
import { emptyPage, forbiddenPage, missingPage, stalePage } from '../frame/notices.ts';
import { keepStore, type Markup, page, type Said } from '../frame/page.ts';
import type { SectionId } from '../frame/sections.ts';
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

export type Mount = Readonly<{ method: 'GET' | 'POST' } & Route>;

export type Pages = Readonly<{
  read<Of extends Scope>(route: Route<Of>, answer: (visit: VisitOf<Of>) => Promise<Answer>): void;
  /** A form by POST; `bytesMax` is 64 KiB unless told. Changes nothing before all checks have passed. */
  change<Of extends Scope>(
    route: Route<Of> & Readonly<{ bytesMax?: number }>,
    answer: (visit: VisitOf<Of>, form: FormData) => Promise<Answer | GoTo>,
  ): void;
  /** Everything mounted, for the test that tries all of it as everybody. */
  mounts: readonly Mount[];
}>;

const formBytesMax = 64 * 1024;

export function createPages(app: Hono, desk: ConsoleDesk): Pages {
  const mounts: Mount[] = [];
  const enter = async (context: Context, route: Route): Promise<Visit | Response> => {
    context.header('cache-control', 'no-store');
    const found = await findSession(desk, readCookie(context, 'session') ?? '');
    if (!found) return toLogin(context);
    const view = viewOf(context, desk.clock);
    const shops = await shopsOf(desk.db, found.account);
    const asked = context.req.query('store') || null;
    const visit: Visit = {
      ...view,
      ...found,
      context,
      desk,
      shops,
      chosen: asked === null ? shops : shops.filter(({ store }) => store === asked),
      param: (name) => context.req.param(name) ?? '',
      query: (schema) => schema.parse(context.req.query()),
      may: (right) => mayVisit(found.account, right),
      note: (what, params = {}) =>
        desk.audit.did(desk.db, {
          store: storeOf(context.req.param('till') ?? '') ?? asked ?? '',
          who: `account:${found.account.name}`,
          what,
          params,
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
  return {
    mounts,
    read: (route, answer) => {
      mounts.push({ method: 'GET', ...route });
      app.get(route.path, async (context) => {
        const visit = await enter(context, route);
        if (visit instanceof Response) return visit;
        const about = ofShop(visit, route);
        return answered(
          visit,
          route,
          about === null ? emptyPage(visit) : await answer(about as never),
        );
      });
    },
    change: (route, answer) => {
      mounts.push({ method: 'POST', ...route });
      app.post(route.path, async (context) => {
        const visit = await enter(context, route);
        if (visit instanceof Response) return visit;
        // A page of one store sends its forms with that store in their address; none is guessed.
        if (route.scope === 'one' && !context.req.query('store')) {
          return show(visit, missingPage(visit));
        }
        if (!isOurOwn(context, desk.publicOrigin)) return show(visit, stalePage(visit), 403);
        const form = await readForm(context, route.bytesMax ?? formBytesMax);
        if (!holdsToken(form, visit.session.csrf)) return show(visit, stalePage(visit), 403);
        const about = ofShop(visit, route);
        const outcome = about === null ? null : await answer(about as never, form);
        if (outcome === null || !('goTo' in outcome)) return answered(visit, route, outcome);
        const { goTo, said } = outcome;
        if (said) await rememberSaid(desk, visit.session.hash, JSON.stringify(said));
        return context.redirect(keepStore(visit.here, goTo), 303);
      });
    },
  };
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
