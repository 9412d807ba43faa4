/** The web page of the back office: its files, its ways in, its pages. */
import { Hono } from 'hono';
import { toProblem } from '../../../domain/words/problem.ts';
import { createAudit } from '../../audit/audit.ts';
import { refusalStatus } from '../../basics/refusal.ts';
import { mountAccounts } from '../accounts/accounts.ts';
import { mountAudit } from '../accounts/audit.ts';
import { mountJoin } from '../accounts/join.ts';
import { mountLogin } from '../accounts/login.ts';
import { mountOwnAccount } from '../accounts/own-account.ts';
import { mountAnomalies } from '../anomalies/anomalies.ts';
import { serveFiles } from '../assets/files.ts';
import { mountDevices } from '../devices/devices.ts';
import { headers } from '../entry/guard.ts';
import { createPages, type Pages } from '../entry/pages.ts';
import { viewOf } from '../entry/view.ts';
import { faultPage } from '../frame/notices.ts';
import { createSeal } from '../frame/seal.ts';
import type { ConsoleDesk } from '../frame/visit.ts';
import { mountCatalogue } from '../goods/catalogue.ts';
import { mountJournal } from '../journal/journal.ts';
import { mountPolicies } from '../office/policies.ts';
import { mountReleases } from '../office/releases.ts';
import { mountTills } from '../office/tills.ts';
import { mountCodes } from '../people/one-time-codes.ts';
import { mountOperators } from '../people/operators.ts';
import { mountPromotions } from '../prices/promotions.ts';
import { mountClosings } from '../reports/closings.ts';
import { mountTakings } from '../reports/takings.ts';
import { mountToday } from '../reports/today.ts';
import { mountSales } from '../sale/sales.ts';
import { mountSignIns } from '../sign-in/sign-ins.ts';

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
  mountClosings(pages);
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
