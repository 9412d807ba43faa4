/** The web page of the back office: its files, its ways in, its pages. */
import { Hono } from 'hono';
import { toProblem } from '../../../domain/words/problem.ts';
import { createAdmin } from '../../admin.ts';
import { createAudit } from '../../audit/audit.ts';
import { refusalStatus } from '../../basics/refusal.ts';
import type { Database } from '../../store/tables.ts';
import { mountJoin } from '../accounts/join.ts';
import { mountLogin } from '../accounts/login.ts';
import { serveFiles } from '../assets/files.ts';
import { headers } from '../entry/guard.ts';
import { servePages } from '../entry/pages.ts';
import { viewOf } from '../entry/view.ts';
import { faultPage } from '../frame/notices.ts';
import { createSeal } from '../frame/seal.ts';
import type { ConsoleDesk } from '../frame/visit.ts';
import { pages } from './pages.ts';

export type ConsoleOptions = Omit<ConsoleDesk, 'seal' | 'audit' | 'adminOf'> &
  Readonly<{
    /** Writes down what nobody expected; answers the number by which it is found. */
    noteFault(thrown: unknown, path: string): string;
  }>;

export function createConsole(options: ConsoleOptions): Hono {
  const { clock, random, consoleKey } = options;
  const audit = createAudit(clock, random);
  const adminOf = (db: Database) => createAdmin({ store: { db }, clock, random });
  const desk: ConsoleDesk = { ...options, adminOf, audit, seal: createSeal(consoleKey) };
  const app = new Hono();
  app.use(headers);
  serveFiles(app);
  mountLogin(app, desk);
  mountJoin(app, desk);
  servePages(app, desk, pages);
  app.onError((thrown, context) => {
    const problem = toProblem(thrown);
    const isExpected = problem.kind !== 'unexpected';
    const reference = isExpected ? null : options.noteFault(thrown, context.req.path);
    const view = viewOf(context, desk.clock);
    return context.html(faultPage(view, problem, reference), refusalStatus(problem));
  });
  return app;
}
