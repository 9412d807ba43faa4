/** Which messages there are, as types: a word that is said and not written does not compile. English says which. */
import type anomalies from './en/anomalies.json';
import type basics from './en/basics.json';
import type day from './en/day.json';
import type devices from './en/devices.json';
import type goods from './en/goods.json';
import type people from './en/people.json';
import type prices from './en/prices.json';
import type problems from './en/problems.json';
import type program from './en/program.json';
import type reports from './en/reports.json';
import type sale from './en/sale.json';
import type signIn from './en/sign-in.json';
import type tenders from './en/tenders.json';

/** What the till's page says. */
export type PageId =
  | keyof typeof anomalies
  | keyof typeof basics
  | keyof typeof day
  | keyof typeof devices
  | keyof typeof goods
  | keyof typeof people
  | keyof typeof prices
  | keyof typeof problems
  | keyof typeof program
  | keyof typeof reports
  | keyof typeof sale
  | keyof typeof signIn
  | keyof typeof tenders;
