/**
 * The house style as a check: what no linter knows because it is ours alone.
 *
 * Each rule has a name, and tests/unit/tools/tidy.test.ts breaks every one of them once.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { forbiddenWords } from './glossary.ts';
import { compareLocales } from './locales.ts';
import { sheetFaults } from './sheets.ts';

export type Finding = Readonly<{
  rule: TidyRule;
  /** A note is printed and does not fail. */
  level: 'error' | 'note';
  /** `path` or `path:line`, from the root of the repository. */
  where: string;
  says: string;
}>;

export const tidyRules = [
  'time-and-chance-are-passed-in',
  'ipc-in-two-files',
  'nothing-left-to-do',
  'file-length',
  'function-length',
  'folder-has-readme',
  'sheets-keep-to-themselves',
  'locales-agree',
  'one-word-for-one-thing',
] as const;
export type TidyRule = (typeof tidyRules)[number];

const folders = [
  'domain',
  'words',
  'drivers',
  'db',
  'main',
  'renderer',
  'server',
  'tools',
  'tests',
];
const readmeLinesMax = 40;
const fileLinesMax = 500;
const fileLinesWanted = 300;
const functionLinesMax = 70;

/** Where time and chance enter, or where no rule of the shop lives. */
const mayUseTimeAndChance =
  /^(main\/machine\/clock\.ts|server\/program\/index\.ts|server\/basics\/breath\.ts|drivers\/deadline\.ts|drivers\/emulators\/|renderer\/|tools\/|tests\/)/;

/** Banned name → what to use instead. */
const timeAndChance = new Map([
  ['Date.now', 'the clock that is passed in (domain/basics/clock.ts)'],
  ['new Date()', 'the clock that is passed in (domain/basics/clock.ts)'],
  ['Math.random', 'the random source that is passed in (domain/basics/random.ts)'],
  ['setTimeout', 'drivers/deadline.ts or the clock that is passed in'],
  ['setInterval', 'drivers/deadline.ts or the clock that is passed in'],
  ['node:timers/promises', 'drivers/deadline.ts or the clock that is passed in'],
]);

const ipcHomes = new Map([
  ['ipcMain', 'main/electron/ipc.ts'],
  ['ipcRenderer', 'main/electron/preload.ts'],
]);

/** These two have to name what they forbid. */
const mayNameLeftovers = /^(tools\/check\/tidy\.ts|tests\/unit\/tools\/tidy\.test\.ts)$/;
/** A quoted 'XXX' is the currency code of no currency (ISO 4217). */
const leftover = /\b(TODO|FIXME|XXX)\b(?!['`])/;

/** Checks the tree under `root`; folders that do not exist yet are not missed. */
export function tidy(root: string): readonly Finding[] {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const files = present.flatMap((folder) => filesUnder(root, folder));
  return [
    ...present.flatMap((folder) => checkReadme(root, folder)),
    ...files.flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8'))),
    ...compareLocales(root).map((difference) => ({
      rule: 'locales-agree' as const,
      level: 'error' as const,
      ...difference,
    })),
    ...forbiddenWords(root).map((difference) => ({
      rule: 'one-word-for-one-thing' as const,
      level: 'error' as const,
      ...difference,
    })),
  ];
}

function checkFile(file: string, text: string): readonly Finding[] {
  const code = /\.(ts|tsx|mjs|cjs|js)$/.test(file);
  return [
    ...checkLeftovers(file, text),
    ...(code ? checkLength(file, text) : []),
    ...(/\.tsx?$/.test(file) ? checkSyntax(file, text) : []),
  ];
}

function checkReadme(root: string, folder: string): readonly Finding[] {
  const where = `${folder}/README.md`;
  const rule = 'folder-has-readme';
  if (!existsSync(join(root, where))) {
    return [{ rule, level: 'error', where, says: 'is missing: what lives here, what may not' }];
  }
  const lines = readFileSync(join(root, where), 'utf8').trimEnd().split('\n').length;
  if (lines <= readmeLinesMax) return [];
  return [{ rule, level: 'error', where, says: `has ${lines} lines; at most ${readmeLinesMax}` }];
}

function checkLeftovers(file: string, text: string): readonly Finding[] {
  if (mayNameLeftovers.test(file) || !/\.(tsx?|[mc]?js|css|html|sql|ya?ml)$/.test(file)) return [];
  return text.split('\n').flatMap((line, index) => {
    const word = leftover.exec(line)?.[0];
    if (!word) return [];
    const says = `${word}: do it now, or say why not in docs/decisions.md`;
    const where = `${file}:${index + 1}`;
    return [{ rule: 'nothing-left-to-do', level: 'error', where, says } as const];
  });
}

function checkLength(file: string, text: string): readonly Finding[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= fileLinesWanted) return [];
  const level = lines > fileLinesMax ? 'error' : 'note';
  const limit = level === 'error' ? `at most ${fileLinesMax}` : `better below ${fileLinesWanted}`;
  return [{ rule: 'file-length', level, where: file, says: `has ${lines} lines; ${limit}` }];
}

/** Looks at the syntax tree: a comment may say setTimeout, and a string may too. */
function checkSyntax(file: string, text: string): readonly Finding[] {
  const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const sheets = /^renderer\/.*\.tsx$/.test(file) ? sheetFaults(source) : [];
  return [
    ...checkNames(file, source),
    ...checkFunctions(file, source),
    ...sheets.map(({ node, says }) => ({
      rule: 'sheets-keep-to-themselves' as const,
      level: 'error' as const,
      where: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
      says,
    })),
  ];
}

function checkNames(file: string, source: ts.SourceFile): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (node: ts.Node, rule: TidyRule, says: string) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    findings.push({ rule, level: 'error', where: `${file}:${line}`, says });
  };
  const visit = (node: ts.Node): void => {
    const banned = mayUseTimeAndChance.test(file) ? undefined : bannedName(node);
    if (banned) {
      report(node, 'time-and-chance-are-passed-in', `${banned}: use ${timeAndChance.get(banned)}`);
    }
    const home = ts.isIdentifier(node) ? ipcHomes.get(node.text) : undefined;
    if (home && file !== home && !/^(tools|tests)\//.test(file)) {
      report(node, 'ipc-in-two-files', `${node.getText()}: only ${home} may use it`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

function bannedName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText();
    return timeAndChance.has(name) ? name : undefined;
  }
  if (ts.isNewExpression(node)) {
    const argless = node.expression.getText() === 'Date' && !node.arguments?.length;
    return argless ? 'new Date()' : undefined;
  }
  if (ts.isStringLiteral(node) && ts.isImportDeclaration(node.parent)) {
    return node.text === 'node:timers/promises' ? node.text : undefined;
  }
  if (!ts.isIdentifier(node) || !timeAndChance.has(node.text)) return undefined;
  // `typeof setTimeout` is a type, and `{ setTimeout: … }` or `fake.setTimeout` is something else.
  const { parent } = node;
  if (ts.isTypeQueryNode(parent)) return undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return /^(globalThis|window|global)$/.test(parent.expression.getText()) ? node.text : undefined;
  }
  const named = 'name' in parent && parent.name === node;
  return named && !ts.isShorthandPropertyAssignment(parent) ? undefined : node.text;
}

/** A function that stands in another one counts for itself: a factory is as long as what it does on its own. */
function checkFunctions(file: string, source: ts.SourceFile): readonly Finding[] {
  const findings: Finding[] = [];
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  /** Lines of `node`, and how many of them belong to functions in it; all but the first line of each. */
  const measure = (node: ts.Node): { lines: number; inner: number } => {
    let inner = 0;
    ts.forEachChild(node, (child) => {
      const found = measure(child);
      inner += hasBody(child) ? found.lines - 1 : found.inner;
    });
    const first = lineOf(node.getStart());
    const lines = lineOf(node.end) - first + 1;
    if (hasBody(node) && lines - inner > functionLinesMax) {
      const where = `${file}:${first}`;
      const says = `is ${lines - inner} lines long; at most ${functionLinesMax}`;
      findings.push({ rule: 'function-length', level: 'error', where, says });
    }
    return { lines, inner };
  };
  measure(source);
  return findings;
}

function hasBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function filesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/') && !file.includes('/fixtures/'))
    .sort();
}
