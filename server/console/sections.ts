/** What the navigation shows, in its order. A page names its section; who lacks the right does not see it. */
import type { Right } from '../accounts/role.ts';
import type { Word } from './words.ts';

export type Section = Readonly<{ id: string; path: string; word: Word; right: Right }>;

export const sections = [
  { id: 'today', path: '/', word: 'nav.today', right: 'read' },
  { id: 'sales', path: '/sales', word: 'nav.sales', right: 'read' },
  { id: 'accounts', path: '/accounts', word: 'nav.accounts', right: 'head-office' },
] as const satisfies readonly Section[];

export type SectionId = (typeof sections)[number]['id'];
