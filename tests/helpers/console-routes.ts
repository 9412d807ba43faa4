/** Every address of the web page, as its pages were mounted. */

import type { Mount } from '../../server/console/entry/pages.ts';
import { mountPages } from '../../server/console/program/index.ts';

export function consoleMounts(): Mount[] {
  const mounts: Mount[] = [];
  mountPages({
    mounts,
    read: (route) => mounts.push({ method: 'GET', ...route }),
    change: (route) => mounts.push({ method: 'POST', ...route }),
  });
  return mounts;
}

/** By the id of a till where the address has one, else by `?store=`; `parts` stand for what else it names. */
export function addressOf(
  { path }: Mount,
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
