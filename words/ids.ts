/** Which messages there are, as types: a word that is said and not written does not compile. English says which. */
import type anomalies from './en/anomalies.json';
import type basics from './en/basics.json';
import type benchReport from './en/bench-report.json';
import type cash from './en/cash.json';
import type consoleAccounts from './en/console/accounts.json';
import type consoleAnomalies from './en/console/anomalies.json';
import type consoleDevices from './en/console/devices.json';
import type consoleFrame from './en/console/frame.json';
import type consoleGoods from './en/console/goods.json';
import type consoleJournal from './en/console/journal.json';
import type consoleOffice from './en/console/office.json';
import type consolePeople from './en/console/people.json';
import type consolePrices from './en/console/prices.json';
import type consoleReports from './en/console/reports.json';
import type consoleSale from './en/console/sale.json';
import type consoleSignIn from './en/console/sign-in.json';
import type counter from './en/counter.json';
import type day from './en/day.json';
import type devices from './en/devices.json';
import type goods from './en/goods.json';
import type paper from './en/paper.json';
import type people from './en/people.json';
import type prices from './en/prices.json';
import type problems from './en/problems.json';
import type program from './en/program.json';
import type reports from './en/reports.json';
import type returns from './en/returns.json';
import type sale from './en/sale.json';
import type signIn from './en/sign-in.json';
import type technician from './en/technician.json';
import type tenders from './en/tenders.json';

/** What the till's page says. */
export type PageId =
  | keyof typeof anomalies
  | keyof typeof basics
  | keyof typeof cash
  | keyof typeof day
  | keyof typeof devices
  | keyof typeof goods
  | keyof typeof paper
  | keyof typeof people
  | keyof typeof prices
  | keyof typeof problems
  | ProgramId
  | keyof typeof reports
  | keyof typeof returns
  | keyof typeof sale
  | keyof typeof signIn
  | keyof typeof tenders;

/** What the program says of itself. */
export type ProgramId = keyof typeof program;

/** What stands on paper; the page and the console call a figure the same. */
export type PaperId = keyof typeof paper;

/** On the customer's display, and on the pad: there in 7-bit ASCII, `|` between lines of at most 20. */
export type CounterId = keyof typeof counter;

/** What the technician's program in a terminal says. */
export type TechnicianId = keyof typeof technician;

/** In the report that a technician hands over. */
export type BenchReportId = keyof typeof benchReport;

/** What the pages of the back office say. */
export type ConsoleId =
  | keyof typeof paper
  | keyof typeof anomalies
  | keyof typeof devices
  | keyof typeof people
  | keyof typeof problems
  | keyof typeof signIn
  | keyof typeof tenders
  | keyof typeof consoleAccounts
  | keyof typeof consoleAnomalies
  | keyof typeof consoleDevices
  | keyof typeof consoleFrame
  | keyof typeof consoleGoods
  | keyof typeof consoleJournal
  | keyof typeof consoleOffice
  | keyof typeof consolePeople
  | keyof typeof consolePrices
  | keyof typeof consoleReports
  | keyof typeof consoleSale
  | keyof typeof consoleSignIn;
