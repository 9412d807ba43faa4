/** What the navigation shows: each section by the page that it leads to. Who lacks its right does not see it. */
import type { Right } from '../../accounts/role.ts';
import type { Word } from './words.ts';

/** In the order of the navigation; `nav.group.…` are their words. */
export const navGroups = ['business', 'goods', 'people', 'tills', 'office'] as const;
export type NavGroup = (typeof navGroups)[number];

/** `nav.…` is its word. */
export type SectionId = SectionOf<Word>;
type SectionOf<Of extends Word> = Of extends `nav.${infer Id}` ? Id : never;

export type Section = Readonly<{ id: SectionId; path: string; right: Right; group: NavGroup }>;

type Leading = Readonly<{
  path: string;
  section: SectionId | null;
  right: Right;
  nav?: NavGroup;
}>;

/** In the order of `pages`. */
export function sectionsOf(pages: readonly Leading[]): Section[] {
  return pages.flatMap(({ section, path, right, nav }) =>
    nav === undefined || section === null ? [] : [{ id: section, path, right, group: nav }],
  );
}
