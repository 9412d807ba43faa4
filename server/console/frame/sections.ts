/** What the navigation shows, in its order. A page names its section; who lacks the right does not see it. */
import type { Right } from '../../accounts/role.ts';
import type { Word } from './words.ts';

export type Section = Readonly<{ id: string; path: string; word: Word; right: Right }>;

export const sections = [
  { id: 'today', path: '/', word: 'nav.today', right: 'read' },
  { id: 'takings', path: '/takings', word: 'nav.takings', right: 'read' },
  { id: 'closings', path: '/closings', word: 'nav.closings', right: 'read' },
  { id: 'journal', path: '/journal', word: 'nav.journal', right: 'read' },
  { id: 'sales', path: '/sales', word: 'nav.sales', right: 'read' },
  { id: 'catalogue', path: '/catalogue', word: 'nav.catalogue', right: 'read' },
  { id: 'promotions', path: '/promotions', word: 'nav.promotions', right: 'read' },
  { id: 'operators', path: '/operators', word: 'nav.operators', right: 'read' },
  { id: 'devices', path: '/devices', word: 'nav.devices', right: 'read' },
  { id: 'releases', path: '/releases', word: 'nav.releases', right: 'read' },
  { id: 'policies', path: '/policies', word: 'nav.policies', right: 'read' },
  { id: 'anomalies', path: '/anomalies', word: 'nav.anomalies', right: 'read' },
  { id: 'tills', path: '/tills', word: 'nav.tills', right: 'read' },
  { id: 'codes', path: '/codes', word: 'nav.codes', right: 'change' },
  { id: 'sign-ins', path: '/sign-ins', word: 'nav.sign-ins', right: 'read' },
  { id: 'audit', path: '/audit', word: 'nav.audit', right: 'read' },
  { id: 'accounts', path: '/accounts', word: 'nav.accounts', right: 'head-office' },
] as const satisfies readonly Section[];

export type SectionId = (typeof sections)[number]['id'];
