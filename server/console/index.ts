/** The web page of the back office: its files, its ways in, its pages. */
import { Hono } from 'hono';
import { toProblem } from '../../domain/problems.ts';
import { createAudit } from '../audit.ts';
import { refusalStatus } from '../refusal.ts';
import { mountAccounts } from './accounts.ts';
import { mountAnomalies } from './anomalies.ts';
import { mountAudit } from './audit.ts';
import { mountCatalogue } from './catalogue.ts';
import { mountCodes } from './codes.ts';
import { mountDevices } from './devices.ts';
import { serveFiles } from './files.ts';
import { headers } from './guard.ts';
import { mountJoin } from './join.ts';
import { mountJournal } from './journal.ts';
import { mountLogin } from './login.ts';
import { faultPage } from './notices.ts';
import { mountOperators } from './operators.ts';
import { mountOwnAccount } from './own-account.ts';
import { createPages, type Pages } from './pages.ts';
import { mountPolicies } from './policies.ts';
import { mountPromotions } from './promotions.ts';
import { mountReleases } from './releases.ts';
import { mountSales } from './sales.ts';
import { createSeal } from './seal.ts';
import { mountSignIns } from './sign-ins.ts';
import { mountTakings } from './takings.ts';
import { mountTills } from './tills.ts';
import { mountToday } from './today.ts';
import { viewOf } from './view.ts';
import type { ConsoleDesk } from './visit.ts';

export type ConsoleOptions = Omit<ConsoleDesk, 'seal' | 'audit'> &
  Readonly<{
    /** Writes down what nobody expected; answers the number by which it is found. */
    noteFault(thrown: unknown, path: string): string;
  }>;

export function createConsole(options: ConsoleOptions): Hono {
  const { clock, random, consoleKey } = options;
  const audit = createAudit(clock, random);
  const desk: ConsoleDesk = { ...options, audit, seal: createSeal(consoleKey) };
  const app = new Hono();
  app.use(headers);
  serveFiles(app);
  mountLogin(app, desk);
  mountJoin(app, desk);
  const pages = createPages(app, desk);
  mountPages(pages);
  app.onError((thrown, context) => {
    const problem = toProblem(thrown);
    const isExpected = problem.kind !== 'unexpected';
    const reference = isExpected ? null : options.noteFault(thrown, context.req.path);
    const view = viewOf(context, desk.clock);
    return context.html(faultPage(view, problem, reference), refusalStatus(problem));
  });
  return app;
}

/** Everything that needs somebody who is logged in. */
export function mountPages(pages: Pages): void {
  mountToday(pages);
  mountSales(pages);
  mountCatalogue(pages);
  mountOperators(pages);
  mountAnomalies(pages);
  mountPolicies(pages);
  mountReleases(pages);
  mountDevices(pages);
  mountPromotions(pages);
  mountTakings(pages);
  mountJournal(pages);
  mountTills(pages);
  mountCodes(pages);
  mountSignIns(pages);
  mountAudit(pages);
  mountAccounts(pages);
  mountOwnAccount(pages);
  // Last: whatever is not a page.
  pages.read({ path: '*', section: null, right: 'read', scope: 'all' }, async () => null);
}
