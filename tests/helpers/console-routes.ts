/** Addresses of the web page, with something in the place of what they name. */
import type { Page } from '../../server/console/entry/pages.ts';
import { pages } from '../../server/console/program/pages.ts';

/** By the id of a till where the address has one, else by `?store=`; `parts` stand for what else it names. */
export function addressOf(
  { path }: Pick<Page, 'path'>,
  where: Readonly<{ store: string; till: string }>,
  parts: Readonly<Record<string, string>>,
): string {
  const filled = path
    .replace('*', '/nothing')
    .replace(/:(\w+)(\{[^/]*\})?/g, (_, name: string) =>
      name === 'till' ? where.till : (parts[name] ?? 'none'),
    );
  return path.includes(':till') ? filled : `${filled}?store=${where.store}`;
}

/** Those that are shown rather than loaded, of things that every test's shop has: name → page. */
export function shownPages(): ReadonlyMap<string, Page> {
  const shown = pages.filter(
    ({ method, path }) =>
      method === 'GET' &&
      !path.endsWith('.csv') &&
      [...path.matchAll(/:(\w+)/g)].every(([, name = '']) =>
        ['till', 'seq', 'account'].includes(name),
      ),
  );
  return new Map(shown.map((page) => [nameOf(page), page]));
}

/** `takings` where the navigation leads there, else what stands in its address: `tills-till-manage`. */
function nameOf({ path, section, nav }: Page): string {
  if (nav !== undefined && section !== null) return section;
  return path
    .replace(/\{[^/]*\}|:/g, '')
    .replace('*', 'nothing')
    .split('/')
    .filter(Boolean)
    .join('-');
}
