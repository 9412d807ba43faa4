/**
 * Documents that are true: links lead somewhere, paths and commands that are named are there, pictures are of this
 * version. What a sentence says nobody can check here; what it points at can be.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export type Untrue = Readonly<{ level: 'error' | 'note'; where: string; says: string }>;

/** What docs/screenshots/taken.json keeps: which version the pictures show, and of which sources. */
export const takenSchema = z.strictObject({ version: z.string(), sources: z.string() });
export const takenFile = 'docs/screenshots/taken.json';

const storeys = 'domain|db|main|renderer|server|drivers|tools|tests|docs|words|build';
const pathFromTheTop = new RegExp(`^(?:\\.ci|${storeys})/[\\w.,{}*/-]+$`);
const fileOfTheFolder = /^[\w{},*-]+(?:\/[\w.{},*-]+)*\.(?:ts|tsx|cjs|mjs|css|json|sql|md)$/;
const command = /\bnpm (?:run )?(?:-s )?([a-z][\w:-]*)/g;
/** npm's own, and what npm runs without `run`. */
const npmWords = new Set(['install', 'ci', 'registry', 'i']);
const packageSchema = z.looseObject({
  version: z.string(),
  scripts: z.record(z.string(), z.string()),
});

/** Looks at every document that git knows under `root`. */
export function checkDocs(root: string): readonly Untrue[] {
  const files = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));
  const { version, scripts } = packageSchema.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  return [
    ...files.flatMap((file) => checkDocument(root, file, new Set(Object.keys(scripts)))),
    ...checkPictures(root, version),
  ];
}

function checkDocument(root: string, file: string, scripts: ReadonlySet<string>): Untrue[] {
  const text = readFileSync(join(root, file), 'utf8');
  return text.split('\n').flatMap((line, index) => {
    const where = `${file}:${index + 1}`;
    const wrong = (says: string): Untrue => ({ level: 'error', where, says });
    return [
      ...[...line.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !leads(root, file, target))
        .map((target) => wrong(`leads nowhere: ${target}`)),
      ...[...line.matchAll(/`([^`]+)`/g)]
        .map(([, named = '']) => named)
        .filter((named) => !isThere(root, file, named))
        .map((named) => wrong(`is not there: ${named}`)),
      ...[...line.matchAll(command)]
        .map(([, name = '']) => name)
        .filter((name) => !scripts.has(name) && !npmWords.has(name))
        .map((name) => wrong(`no such command: npm run ${name}`)),
    ];
  });
}

function leads(root: string, file: string, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? join(root, file) : join(root, dirname(file), path);
  if (!existsSync(to)) return false;
  return anchor === undefined || !to.endsWith('.md') || anchorsOf(to).has(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): ReadonlySet<string> {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm);
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
  return new Set([...headings].map(([, heading = '']) => slug(heading)));
}

/** A path from the top, or a file beside the document or below it; anything else in backticks is no path. */
function isThere(root: string, file: string, named: string): boolean {
  const ofFolder = file.endsWith('/README.md') && fileOfTheFolder.test(named);
  if (!ofFolder && !pathFromTheTop.test(named)) return true;
  return found(root, named) || (ofFolder && found(join(root, dirname(file)), named));
}

function found(folder: string, path: string): boolean {
  return existsSync(join(folder, path)) || globSync(path, { cwd: folder }).length > 0;
}

function checkPictures(root: string, version: string): Untrue[] {
  const file = join(root, takenFile);
  if (!existsSync(file)) return [];
  const taken = takenSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const say = (level: Untrue['level'], says: string): Untrue[] => [
    { level, where: takenFile, says },
  ];
  if (taken.version !== version) {
    return say(
      'error',
      `pictures are of ${taken.version}, this is ${version}: npm run screenshots`,
    );
  }
  if (taken.sources !== sourcesOfPictures(root)) {
    return say(
      'note',
      'the page or the console has changed since: npm run screenshots before a release',
    );
  }
  return [];
}

/** What screens are drawn from, as git has it: 40 hex digits. */
export function sourcesOfPictures(root: string): string {
  const listed = ['ls-files', '-s', 'renderer', 'server/console', 'words'];
  const input = execFileSync('git', listed, { cwd: root });
  return execFileSync('git', ['hash-object', '--stdin'], {
    cwd: root,
    input,
    encoding: 'utf8',
  }).trim();
}
