/** The list of the console's pages: nothing beside it, and a navigation that follows from it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { locales } from '../../../../domain/basics/languages.ts';
import { type Page, readPage } from '../../../../server/console/entry/pages.ts';
import { navGroups, sectionsOf } from '../../../../server/console/frame/sections.ts';
import { messagesIn } from '../../../../server/console/frame/words.ts';
import { pages } from '../../../../server/console/program/pages.ts';
import { root } from '../../../../tools/paths.ts';

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && 'path' in value && 'answer' in value;

/** Addresses of pages that a module has to offer and the list has not. */
function unlisted(module: object): string[] {
  const made = Object.values(module).flat().filter(isPage);
  return made.filter((page) => !pages.includes(page)).map(({ path }) => path);
}

it('has every page that a file of the console makes', async () => {
  const folder = join(root, 'server/console');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const modules = files.filter((name) => name.endsWith('.ts') && !name.startsWith('assets'));
  let made = 0;
  for (const name of modules) {
    const module = await import(join(folder, name));
    made += Object.values(module).flat().filter(isPage).length;
    expect(unlisted(module), name).toEqual([]);
  }
  expect(made).toBeGreaterThan(pages.length);
});

it('asks and changes the database nowhere in the console itself', () => {
  const folder = join(root, 'server/console');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => file.endsWith('.ts'))) {
    const query = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(/;
    expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(query);
  }
});

it('notices one that is planted beside it', () => {
  const route = { path: '/planted', section: 'journal', right: 'read', scope: 'all' } as const;
  expect(unlisted({ plantedPages: [readPage(route, async () => null)] })).toEqual(['/planted']);
});

it('has each address once, and leads to each section by one page', () => {
  const addresses = pages.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  const leading = sectionsOf(pages).map(({ id }) => id);
  expect(new Set(leading).size).toBe(leading.length);
  const named = new Set(pages.flatMap(({ section }) => section ?? []));
  expect([...named].sort()).toEqual([...leading].sort());
  for (const { path } of sectionsOf(pages)) {
    expect(addresses, path).toContain(`GET ${path}`);
    expect(path).not.toContain(':');
  }
});

it.each(locales)('has words in %s for each section and group', (locale) => {
  const words = messagesIn(locale);
  for (const { id } of sectionsOf(pages)) expect(words).toHaveProperty([`nav.${id}`]);
  for (const group of navGroups) expect(words).toHaveProperty([`nav.group.${group}`]);
});
